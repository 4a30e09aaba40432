// @generated from xtask/codegen-golden/spec/query_arrays.json. Do not edit.

//! The builders of the operations. The methods of the API groups make them.

mod find_identities;

pub use find_identities::FindIdentities;
