//! What guards of services share: who calls, why somebody is not let through, who is told.

mod audience;
#[cfg(feature = "axum")]
mod axum;
mod caller;
mod denial;
mod hook_auth;
mod observer;
mod reason;

pub use audience::Audience;
pub use caller::{Caller, CallerKind};
pub use denial::Denial;
pub use hook_auth::HookAuth;
pub use observer::{CallEvent, CheckEvent, CheckSource, Observer};
pub use reason::DenialReason;
