//! The Ory SDK for Ory Hydra: OAuth2, OpenID Connect, clients, consent and JSON Web Keys.
//!
//! ```no_run
//! use ory_hydra::{Client, ClientAuth};
//!
//! # async fn example() -> Result<(), ory_hydra::Error> {
//! let hydra = Client::builder()
//!     .public_url("http://127.0.0.1:4444")
//!     .admin_url("http://127.0.0.1:4445")
//!     .build()?; // Mistakes of the configuration are reported here.
//! let service = hydra.oauth2().application("my-service", ClientAuth::basic("secret"));
//! let tokens = service.client_credentials().scope(["orders.read"]).await?;
//! println!("valid until {:?}", tokens.expires_at);
//! # Ok(())
//! # }
//! ```
//!
//! # Where to begin
//!
//! | you are | guide | begins with |
//! |---|---|---|
//! | the pages where users log in, consent and log out | [`guide::provider`] | [`OAuth2Api::login_challenge`] |
//! | an application that logs users in, or a service that calls others | [`guide::client`] | [`OAuth2Api::application`] |
//! | an API that is called with access tokens | [`guide::resource_server`] | [`OAuth2Api::introspect`] |
//! | the administrator who registers applications | [`guide::administrator`] | [`OAuth2Api::registered_client`] |
//!
//! Everything else that Hydra serves is an operation of [`OAuth2Api`], [`OidcApi`], [`JwkApi`] or [`MetadataApi`],
//! which the client's methods `oauth2()`, `oidc()`, `jwk()` and `metadata()` give. Each operation is a builder that is
//! sent by `.await`; [`ory_core`] tells what all of them can do, and lists every default.
//!
//! # Features
//!
//! `http2` and `platform-verifier` are on by default; `webpki-roots` adds built-in certificate authorities.
//! `private-key-jwt` lets an application authenticate by a key. `middleware` adds the layer that guards a service by access
//! tokens, `axum` tokens as arguments of its handlers, `jwt` the verification of access, ID and logout tokens without
//! asking Hydra. `time`, `chrono` and `jiff` add conversions of times,
//! `legacy` the models that no operation uses any more.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "jwt")]
mod access_jwt;
mod application;
mod authorization;
mod challenge;
mod client;
mod client_auth;
mod client_lifecycle;
mod consent_sessions;
mod device;
mod generated;
pub mod guide;
mod id_token;
mod introspection;
#[cfg(feature = "jwt")]
mod logout_token;
mod oauth2_error;
#[cfg(feature = "private-key-jwt")]
mod private_key;
mod provider;
mod random;
mod resource_metadata;
#[cfg(all(test, feature = "jwt"))]
mod signed_token_tests;
#[cfg(all(test, feature = "jwt"))]
mod testing;
mod token;
mod token_hook;
#[cfg(feature = "middleware")]
mod token_layer;
mod token_source;
mod userinfo;

pub use application::Application;
pub use authorization::{
    Authorization, AuthorizationCode, Authorize, CallbackError, PendingAuthorization,
};
pub use challenge::Challenge;
pub use client::{Client, ClientBuilder};
pub use client_auth::ClientAuth;
pub use client_lifecycle::{ClientPatch, RegisteredClient};
pub use device::{DeviceLogin, DeviceOutcome, DevicePoll, DeviceRequest};
pub use generated::apis::*;
#[cfg(feature = "legacy")]
pub use generated::legacy;
pub use generated::{models, operations};
pub use id_token::IdToken;
pub use introspection::{ActiveToken, Introspect, Introspection, TokenRefusal};
#[cfg(feature = "jwt")]
pub use logout_token::{BackChannelLogout, LogoutToken};
pub use oauth2_error::OAuth2ErrorCode;
pub use ory_core;
pub use ory_core::Error;
#[cfg(feature = "private-key-jwt")]
pub use private_key::PrivateKey;
pub use provider::{
    AcceptConsent, AcceptLogin, ConsentChallenge, ConsentRequest, ConsentRevocation, ConsentSkip,
    LoginChallenge, LoginRequest, LogoutChallenge, LogoutRequest, RememberedLogin,
};
pub use resource_metadata::ResourceMetadata;
pub use token::{TokenRequest, Tokens};
pub use token_hook::{TokenClaims, TokenHook, TokenHookReply};
#[cfg(feature = "middleware")]
pub use token_layer::{ScopeMatch, TokenLayer, TokenService};
pub use token_source::UserTokens;
pub use userinfo::UserInfo;

/// A token that is given where an id belongs would end up in a path, and so in logs.
///
/// ```no_run
/// # async fn example(hydra: ory_hydra::Client, token: ory_hydra::ory_core::Secret) -> Result<(), ory_hydra::Error> {
/// let client = hydra.oidc().get_oidc_dynamic_client(token, "my-app").await?;
/// # Ok(())
/// # }
/// ```
///
/// ```compile_fail,E0308
/// # async fn example(hydra: ory_hydra::Client, token: ory_hydra::ory_core::Secret) -> Result<(), ory_hydra::Error> {
/// let client = hydra.oidc().get_oidc_dynamic_client("my-app", token).await?;
/// # Ok(())
/// # }
/// ```
#[cfg(doctest)]
struct TokensAreNotIds;
