// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.

mod submit_flow;

pub use submit_flow::SubmitFlow;
