// @generated from xtask/codegen-golden/spec/odd_names.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.

mod revoke_key;

pub use revoke_key::RevokeKey;
