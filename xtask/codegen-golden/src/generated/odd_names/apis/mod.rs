// @generated from xtask/codegen-golden/spec/odd_names.json. Do not edit.

//! Groups of operations, accessed through a client.

mod odd_names;

pub use odd_names::OddNamesApi;
