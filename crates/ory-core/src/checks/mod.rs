//! What the layers of the product crates are built from: facts that are kept for a while, questions
//! that are shared, and the service that lets requests through.
//!
//! Not for applications: they use `SessionLayer`, `TokenLayer` and `PermissionLayer`.

mod answer;
mod body;
mod credential;
mod facts;
mod key;
mod nobody;
mod service;
#[cfg(test)]
mod tests;
mod trace;
mod watch;

pub use answer::{Answer, Asked};
pub use body::GuardBody;
pub use credential::{bearer, one_header, visible};
pub use facts::{Facts, Kept};
pub use key::{CheckKey, KeyParts};
pub use nobody::Nobody;
pub use service::{Asking, Guard, GuardFuture, GuardService, Ready, Step};

pub use trace::{trace_denial, trace_token};
pub use watch::Watch;

pub use tokio::time::Instant;
pub use tower::{Layer, Service};
