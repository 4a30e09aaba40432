// @generated from xtask/codegen-golden/spec/default_errors.json. Do not edit.

//! Groups of operations, accessed through a client.

mod default_errors;

pub use default_errors::DefaultErrorsApi;
