// @generated from xtask/codegen-golden/spec/odd_names.json. Do not edit.

//! What the operations send and receive.

mod attributes;

pub use attributes::Attributes;
