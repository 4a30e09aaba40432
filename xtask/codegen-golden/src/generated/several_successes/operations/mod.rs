// @generated from xtask/codegen-golden/spec/several_successes.json. Do not edit.

//! The builders of the operations. The methods of the API groups make them.

mod check;
mod extend;

pub use check::Check;
pub use extend::Extend;
