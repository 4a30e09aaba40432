//! The Ory SDK for Ory Network: projects, workspaces, organizations, event streams, API keys and Ory Elements.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
mod edit;
mod generated;
mod lifetime;
mod replace;
mod verdict;

pub use client::{Client, ClientBuilder};
pub use edit::{EditOutcome, ProjectEdit, json_pointer};
pub use generated::apis::*;
#[cfg(feature = "legacy")]
pub use generated::legacy;
pub use generated::{models, operations};
pub use ory_core as core;
pub use ory_core::Error;
