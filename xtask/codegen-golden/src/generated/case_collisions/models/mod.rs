// @generated from xtask/codegen-golden/spec/case_collisions.json. Do not edit.

//! What the operations take and give.

mod event;
mod rpc_status;

pub use event::Event;
pub use rpc_status::RpcStatus;
