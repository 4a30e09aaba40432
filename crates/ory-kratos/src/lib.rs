//! The Ory SDK for Ory Kratos: identities, self-service flows, sessions, courier and schemas.
//!
//! ```no_run
//! # async fn example(token: &str) -> Result<(), ory_kratos::Error> {
//! let kratos = ory_kratos::Client::builder()
//!     .public_url("http://127.0.0.1:4433")
//!     .admin_url("http://127.0.0.1:4434")
//!     .build()?; // every mistake in the configuration is reported here
//!
//! // A session belongs to a user, so its token is given to the call.
//! let session = kratos.frontend().to_session().session_token(token).await?;
//! println!("session {}", session.id);
//!
//! // All identities; pages are fetched as they are needed.
//! let mut identities = kratos.identity().list_identities().items();
//! while let Some(identity) = identities.next().await {
//!     println!("identity {}", identity?.id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | you write | read | begin with |
//! |---|---|---|
//! | the backend of an app in the browser | [`guide::browser_app`] | [`browser`], [`outcome`] |
//! | a service that lets users with a session through | [`guide::protect_service`] | `SessionLayer` |
//! | a native app, a command-line tool | [`guide::native_app`] | [`FrontendApi::native_login`] |
//! | a service or tool that administers identities | [`guide::identities`] | [`IdentityApi`], [`Patch`], [`ImportIdentities`] |
//! | anything else | | every operation is a method of [`FrontendApi`], [`IdentityApi`], [`CourierApi`] or [`MetadataApi`] |
//!
//! Every operation of a flow has `outcome()`, which gives its [states as values](outcome); a form is read with
//! [`Flow`] and [`MessageId`].
//!
//! On Ory Network one URL and a project's API key do for everything: `url` and `api_key` on [the builder](ClientBuilder).
//! What all crates of the SDK share (errors, retries, paging, transport, and every default) is in [`ory_core`].
//!
//! # Features
//!
//! `http2` and `platform-verifier` are on by default; `webpki-roots` adds built-in certificate authorities; `time`,
//! `chrono` and `jiff` add conversions of times; `legacy` adds models that no operation uses any more. `middleware` adds
//! the layer that guards a service by sessions, `axum` sessions as arguments of its handlers, `jwt` tokenized sessions.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod authentication_context;
pub mod browser;
mod client;
pub mod flow;
pub mod form;
mod generated;
pub mod guide;
mod import_credentials;
mod import_identities;
mod message;
mod native;
pub mod outcome;
mod patch;
mod replace;
mod saml;
#[cfg(feature = "jwt")]
pub mod session_jwt;
#[cfg(feature = "middleware")]
mod session_layer;
#[cfg(test)]
mod testing;
mod traits;
mod web_hook;

pub use client::{Client, ClientBuilder};
pub use flow::Flow;
pub use generated::apis::*;
#[cfg(feature = "legacy")]
pub use generated::legacy;
pub use generated::{models, operations};
pub use import_credentials::PasswordHash;
pub use import_identities::{ImportIdentities, ImportedIdentity};
pub use message::{MessageId, UnknownMessageId};
pub use native::{CodeLogin, CodeLoginOutcome, NativeLogin, NativeRegistration};
pub use ory_core;
pub use ory_core::Error;
pub use patch::Patch;
pub use saml::SamlHandover;
#[cfg(feature = "middleware")]
pub use session_layer::{Authentication, SessionLayer, SessionService, SessionSource, SignedIn};
pub use web_hook::{WebHook, WebHookReply};
