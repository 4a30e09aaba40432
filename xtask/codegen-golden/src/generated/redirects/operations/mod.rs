// @generated from xtask/codegen-golden/spec/redirects.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.

mod authorize;

pub use authorize::Authorize;
