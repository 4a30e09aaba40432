// @generated from xtask/codegen-golden/spec/odd_values.json. Do not edit.

//! What the operations send and receive.

mod both;
mod key_status;
mod kind;

pub use both::Both;
pub use key_status::KeyStatus;
pub use kind::Kind;
