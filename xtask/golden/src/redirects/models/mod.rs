// Generated from xtask/golden/spec/redirects.json. Do not edit.

//! What the operations take and give.
