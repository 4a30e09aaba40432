// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.

mod create_client;
mod send;

pub use create_client::CreateClient;
pub use send::Send;
