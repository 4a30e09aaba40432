// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

//! The builders of the operations. The methods of the API groups make them.

mod submit_flow;

pub use submit_flow::SubmitFlow;
