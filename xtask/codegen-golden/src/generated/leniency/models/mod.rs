// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

//! What the operations send and receive.

mod client;
mod request;
mod wide;

pub use client::Client;
pub use request::Request;
pub use wide::Wide;
pub use wide::WideBuilder;
