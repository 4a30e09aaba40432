// @generated from xtask/codegen-golden/spec/query_arrays.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.

mod find_identities;

pub use find_identities::FindIdentities;
