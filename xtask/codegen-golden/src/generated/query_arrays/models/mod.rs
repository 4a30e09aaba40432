// @generated from xtask/codegen-golden/spec/query_arrays.json. Do not edit.

//! What the operations take and give.

mod expand;

pub use expand::Expand;
