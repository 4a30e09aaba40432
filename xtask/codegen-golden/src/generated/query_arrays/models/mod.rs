// @generated from xtask/codegen-golden/spec/query_arrays.json. Do not edit.

//! What the operations send and receive.

mod expand;

pub use expand::Expand;
