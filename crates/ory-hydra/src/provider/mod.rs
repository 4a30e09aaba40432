//! The login, consent and logout pages that Hydra sends browsers to.

mod consent;
mod login;
mod logout;
mod remember;
mod requested;
mod revoke;

pub use consent::{AcceptConsent, ConsentChallenge, ConsentRequest, ConsentSkip};
pub use login::{AcceptLogin, LoginChallenge, LoginRequest, RememberedLogin};
pub use logout::{LogoutChallenge, LogoutRequest};
pub use revoke::ConsentRevocation;
