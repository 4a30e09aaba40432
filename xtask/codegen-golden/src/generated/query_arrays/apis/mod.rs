// @generated from xtask/codegen-golden/spec/query_arrays.json. Do not edit.

//! Groups of operations, accessed through a client.

mod query_arrays;

pub use query_arrays::QueryArraysApi;
