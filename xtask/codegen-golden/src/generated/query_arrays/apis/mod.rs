// @generated from xtask/codegen-golden/spec/query_arrays.json. Do not edit.

//! Groups of operations, which a client gives.

mod query_arrays;

pub use query_arrays::QueryArraysApi;
