//! The Ory SDK for Ory Keto: relationships, permission checks and the Ory Permission Language.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
mod expand;
mod generated;

pub use client::{Client, ClientBuilder};
pub use generated::apis::*;
#[cfg(feature = "legacy")]
pub use generated::legacy;
pub use generated::{models, operations};
pub use ory_core as core;
pub use ory_core::Error;
