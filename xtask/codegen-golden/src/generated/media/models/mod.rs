// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

//! What the operations send and receive.

mod flow_body;
mod logout_body;

pub use flow_body::FlowBody;
pub use logout_body::LogoutBody;
