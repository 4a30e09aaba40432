// @generated from xtask/codegen-golden/spec/defaults.json. Do not edit.

//! The builders of the operations. The methods of the API groups make them.

mod list_limited;

pub use list_limited::ListLimited;
