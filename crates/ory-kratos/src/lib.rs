//! The Ory SDK for Ory Kratos: identities, self-service flows, sessions, courier and schemas.
//!
//! | you write | read | begin with |
//! |---|---|---|
//! | the backend of an app in the browser | [`guide::browser_app`] | [`browser`], [`outcome`] |
//! | a native app, a command-line tool | [`guide::native_app`] | [`FrontendApi::native_login`] |
//! | a service or tool that administers identities | [`guide::identities`] | [`IdentityApi`], [`Patch`], [`ImportIdentities`] |
//!
//! Every operation of a flow has `outcome()`, which gives its [states as values](outcome); a form is read with
//! [`Flow`] and [`MessageId`].

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod browser;
mod client;
pub mod flow;
mod generated;
pub mod guide;
mod import_credentials;
mod import_identities;
mod message;
mod native;
pub mod outcome;
mod patch;
mod replace;
#[cfg(test)]
mod testing;
mod traits;

pub use client::{Client, ClientBuilder};
pub use flow::Flow;
pub use generated::apis::*;
#[cfg(feature = "legacy")]
pub use generated::legacy;
pub use generated::{models, operations};
pub use import_credentials::PasswordHash;
pub use import_identities::{ImportIdentities, ImportedIdentity};
pub use message::{MessageId, UnknownMessageId};
pub use native::{CodeLogin, CodeLoginOutcome, Native};
pub use ory_core as core;
pub use ory_core::Error;
pub use patch::Patch;
