// @generated from xtask/codegen-golden/spec/base64.json. Do not edit.

//! What the operations take and give.

mod credential;

pub use credential::Credential;
