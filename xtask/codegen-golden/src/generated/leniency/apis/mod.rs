// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

//! Groups of operations, which a client gives.

mod leniency;

pub use leniency::LeniencyApi;
