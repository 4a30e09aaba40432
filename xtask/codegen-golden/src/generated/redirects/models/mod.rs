// @generated from xtask/codegen-golden/spec/redirects.json. Do not edit.

//! What the operations send and receive.
