// @generated from xtask/codegen-golden/spec/case_collisions.json. Do not edit.

//! What the operations send and receive.

mod event;
mod rpc_status;

pub use event::Event;
pub use rpc_status::RpcStatus;
