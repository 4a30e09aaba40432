//! The layer that lets requests with a session through.

mod authentication;
#[cfg(feature = "axum")]
mod axum;
mod credential;
mod cross_origin;
mod layer;
mod login_page;
mod question;
mod service;
mod signed_in;
#[cfg(test)]
mod tests;

pub use authentication::Authentication;
pub use credential::SessionSource;
pub use layer::SessionLayer;
pub use service::SessionService;
pub use signed_in::SignedIn;
