// @generated from xtask/codegen-golden/spec/several_successes.json. Do not edit.

//! What the operations send and receive.

mod thing;
mod verdict;

pub use thing::Thing;
pub use verdict::Verdict;
