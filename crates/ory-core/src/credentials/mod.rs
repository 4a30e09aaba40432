//! Client authentication: API keys, basic authentication, bearer tokens.
//!
//! A client's credentials are sent only with operations that declare an API key, only to the host of
//! the operation's own endpoint, and over plain http only to loopback addresses, unless
//! [`allow_insecure_credentials`](crate::ClientBuilder::allow_insecure_credentials) was called. The
//! client checks this before it asks for them, so that the rules hold for credentials of your own too.
//!
//! What is given to a single call as a parameter (a session token or cookie, an access token, a client
//! secret in a form) goes where the endpoint's URL points, over plain http too: many servers are
//! reached within a cluster that encrypts by itself, and which those are only its operator knows. Use
//! `https` URLs wherever anybody could listen.

mod client_credentials;
mod credential;
mod error;
mod fixed;
mod flight;
mod headers;
mod target;
mod token_source;

pub use client_credentials::ClientCredentials;
pub use credential::Credentials;
pub use error::CredentialsError;
pub use fixed::{ApiKey, Basic, Bearer};
pub use headers::{CredentialHeaders, CredentialsFuture};
pub use target::Target;
pub use token_source::{FetchFuture, FetchToken, FetchedToken, TokenSource};
