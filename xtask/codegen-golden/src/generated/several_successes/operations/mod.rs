// @generated from xtask/codegen-golden/spec/several_successes.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.

mod check;
mod extend;

pub use check::Check;
pub use extend::Extend;
