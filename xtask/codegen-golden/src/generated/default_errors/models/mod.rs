// @generated from xtask/codegen-golden/spec/default_errors.json. Do not edit.

//! What the operations take and give.

mod problem;

pub use problem::Problem;
