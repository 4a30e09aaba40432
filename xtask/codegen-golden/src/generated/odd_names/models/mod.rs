// @generated from xtask/codegen-golden/spec/odd_names.json. Do not edit.

//! What the operations take and give.

mod attributes;

pub use attributes::Attributes;
