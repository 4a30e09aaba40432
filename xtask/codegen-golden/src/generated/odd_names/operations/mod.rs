// @generated from xtask/codegen-golden/spec/odd_names.json. Do not edit.

//! The builders of the operations. The methods of the API groups make them.

mod revoke_key;

pub use revoke_key::RevokeKey;
