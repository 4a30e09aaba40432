// @generated from xtask/codegen-golden/spec/int_as_string.json. Do not edit.

//! What the operations take and give.

mod rate;

pub use rate::Rate;
