// @generated from xtask/codegen-golden/spec/defaults.json. Do not edit.

//! What the operations send and receive.

mod settings;

pub use settings::Settings;
