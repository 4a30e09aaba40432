// @generated from xtask/codegen-golden/spec/defaults.json. Do not edit.

//! Groups of operations, which a client gives.

mod defaults;

pub use defaults::DefaultsApi;
