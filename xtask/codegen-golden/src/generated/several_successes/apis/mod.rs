// @generated from xtask/codegen-golden/spec/several_successes.json. Do not edit.

//! Groups of operations, which a client gives.

mod several_successes;

pub use several_successes::SeveralSuccessesApi;
