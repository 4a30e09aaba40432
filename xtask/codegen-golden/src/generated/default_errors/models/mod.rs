// @generated from xtask/codegen-golden/spec/default_errors.json. Do not edit.

//! What the operations send and receive.

mod problem;

pub use problem::Problem;
