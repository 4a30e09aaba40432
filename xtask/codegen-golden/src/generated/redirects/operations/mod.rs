// @generated from xtask/codegen-golden/spec/redirects.json. Do not edit.

//! The builders of the operations. The methods of the API groups make them.

mod authorize;

pub use authorize::Authorize;
