// @generated from xtask/codegen-golden/spec/defaults.json. Do not edit.

//! What the operations take and give.

mod settings;

pub use settings::Settings;
