// @generated from xtask/codegen-golden/spec/defaults.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.

mod list_limited;

pub use list_limited::ListLimited;
