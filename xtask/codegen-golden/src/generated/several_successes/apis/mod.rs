// @generated from xtask/codegen-golden/spec/several_successes.json. Do not edit.

//! Groups of operations, accessed through a client.

mod several_successes;

pub use several_successes::SeveralSuccessesApi;
