//! The Ory SDK for Ory Network: projects, workspaces, organizations, event streams, API keys and Ory Elements.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
mod generated;

pub use client::{Client, ClientBuilder};
pub use generated::apis::*;
#[cfg(feature = "legacy")]
pub use generated::legacy;
pub use generated::{models, operations};
pub use ory_core as core;
pub use ory_core::Error;
