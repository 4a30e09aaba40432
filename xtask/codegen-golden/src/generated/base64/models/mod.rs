// @generated from xtask/codegen-golden/spec/base64.json. Do not edit.

//! What the operations send and receive.

mod credential;

pub use credential::Credential;
