//! The layer that lets requests with an access token through.

#[cfg(feature = "axum")]
mod axum;
mod challenge;
mod check;
#[cfg(all(test, feature = "jwt"))]
mod jwt_tests;
mod layer;
mod scope;
mod service;
#[cfg(test)]
mod tests;

pub use layer::TokenLayer;
pub use scope::ScopeMatch;
pub use service::TokenService;
