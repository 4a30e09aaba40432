//! The Ory SDK for Ory Network: projects, workspaces, organizations, event streams, API keys and Ory Elements.
//!
//! Two hosts answer. The console (`https://api.console.ory.sh`) manages projects and workspaces and takes a workspace
//! API key (`ory_wak_...`). A project's own host serves the API keys that you hand out to your customers, and what Ory
//! Elements need; it takes a project API key (`ory_pat_...`). A workspace key never goes to a project's host, nor
//! the key given with `api_key` to the console.
//!
//! ```no_run
//! # async fn example() -> Result<(), ory_cloud::Error> {
//! let cloud = ory_cloud::Client::builder()
//!     .workspace_api_key(std::env::var("ORY_WORKSPACE_API_KEY").unwrap_or_default())
//!     .build()?;
//! for project in cloud.project().list_projects().await? {
//!     println!("{} {}", project.id, project.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | to | begin with |
//! |---|---|
//! | administer projects and workspaces | [`guide::projects`] |
//! | hand out API keys of your own, and verify them | [`guide::api_keys`] |
//! | change a configuration and overwrite nobody | [`ProjectApi::edit_project`] |
//! | replace a configuration as a whole | [`models::Project::to_set_project`] |
//! | issue an API key | [`ApiKeysApi::admin_issue_api_key`] |
//! | decide about a request that came with one | [`ApiKeysApi::admin_verify_api_key`], [`models::VerifyApiKeyResponse::allows`] |
//! | send events to a topic or an endpoint | [`EventsApi::create_event_stream`] |
//! | call any operation as the API has it | [`ProjectApi`], [`WorkspaceApi`], [`EventsApi`], [`ApiKeysApi`], [`ElementsApi`] |
//!
//! What all crates of the SDK share (errors, retries, paging, transport, and every default) is in [`ory_core`].
//!
//! # Features
//!
//! `http2` and `platform-verifier` are on by default; `webpki-roots` adds built-in certificate authorities; `time`,
//! `chrono` and `jiff` add conversions of times; `legacy` adds models that no operation uses any more.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
mod edit;
mod generated;
pub mod guide;
mod lifetime;
mod replace;
mod verdict;

pub use client::{Client, ClientBuilder};
pub use edit::{EditOutcome, ProjectEdit};
pub use generated::apis::*;
#[cfg(feature = "legacy")]
pub use generated::legacy;
pub use generated::{models, operations};
pub use ory_core;
pub use ory_core::Error;
#[doc(inline)]
pub use ory_core::json_pointer;
