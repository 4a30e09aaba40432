// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

//! Groups of operations, accessed through a client.

mod leniency;

pub use leniency::LeniencyApi;
