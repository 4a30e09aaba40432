//! The Ory SDK for Ory Kratos: identities, self-service flows, sessions, courier and schemas.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
mod generated;
mod identity;

pub use client::{Client, ClientBuilder};
pub use generated::apis::*;
#[cfg(feature = "legacy")]
pub use generated::legacy;
pub use generated::{models, operations};
pub use ory_core as core;
pub use ory_core::Error;
