// @generated from xtask/codegen-golden/spec/int_as_string.json. Do not edit.

//! What the operations send and receive.

mod rate;

pub use rate::Rate;
