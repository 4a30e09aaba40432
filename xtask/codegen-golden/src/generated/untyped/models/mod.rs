// @generated from xtask/codegen-golden/spec/untyped.json. Do not edit.

//! What the operations send and receive.

mod flow;
mod flow_state;
mod patch;

pub use flow::Flow;
pub use flow_state::FlowState;
pub use patch::Patch;
