// @generated from xtask/codegen-golden/spec/defaults.json. Do not edit.

//! Groups of operations, accessed through a client.

mod defaults;

pub use defaults::DefaultsApi;
