// @generated from xtask/codegen-golden/spec/inline_enums.json. Do not edit.

//! What the operations send and receive.

mod account;
mod identity;
mod identity_state;
mod region;

pub use account::Account;
pub use identity::Identity;
pub use identity_state::IdentityState;
pub use region::Region;
