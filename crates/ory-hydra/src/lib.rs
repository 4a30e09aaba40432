//! The Ory SDK for Ory Hydra: OAuth2, OpenID Connect, clients, consent and JSON Web Keys.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod challenge;
mod client;
mod consent;
mod generated;
mod userinfo;

pub use challenge::Challenge;
pub use client::{Client, ClientBuilder};
pub use generated::apis::*;
#[cfg(feature = "legacy")]
pub use generated::legacy;
pub use generated::{models, operations};
pub use ory_core as core;
pub use ory_core::Error;
pub use userinfo::UserInfo;
