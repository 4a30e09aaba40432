//! The Ory SDK for Ory Keto: relationships, permission checks and the Ory Permission Language.
//!
//! Keto answers who may do what, from relationships such as "Alice owns the report" and from rules
//! such as "owners may view". Both are sentences here: `File:report#owners@alice` is the
//! relationship, and `File:report#view@alice` asks about the permit.
//!
//! ```no_run
//! use ory_keto::{Client, RelationTuple, Subject};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let keto = Client::builder()
//!     .read_url("http://127.0.0.1:4466")
//!     .write_url("http://127.0.0.1:4467")
//!     .build()?; // every mistake in the configuration is reported here
//!
//! let owner: RelationTuple = "File:report#owners@alice".parse()?;
//! keto.relationship().transaction().insert(owner).await?;
//!
//! let question = RelationTuple::new("File", "report", "view", Subject::set("User", "alice", ""));
//! if keto.permission().check(question).await? {
//!     println!("alice may view the report");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | to | read | begin with |
//! |---|---|---|
//! | ask in a service who may do what | [`guide::checking`] | [`PermissionApi::check`], [`PermissionApi::check_all`] |
//! | write down who is related to what | [`guide::writing`] | [`RelationshipApi::transaction`], [`RelationshipApi::load`] |
//! | administer namespaces and their rules | [`guide::namespaces`] | [`RelationshipApi::check_opl_syntax`]; without a server, `opl::parse` |
//! | see what is stored, and delete it | [`guide::writing`] | [`RelationshipApi::list`], [`RelationshipApi::delete`] |
//! | test a service without a server | `testing`, a feature | `testing::FakeKeto`, `testing::allow` |
//! | call any operation as the API has it | | [`PermissionApi`], [`RelationshipApi`], [`MetadataApi`] |
//!
//! On Ory Network one URL and a project's API key do for everything:
//!
//! ```no_run
//! # fn example() -> Result<(), ory_keto::Error> {
//! let keto = ory_keto::Client::builder()
//!     .url("https://slug.projects.oryapis.com")
//!     .api_key(std::env::var("ORY_API_KEY").unwrap_or_default())
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! What all crates of the SDK share (errors, retries, paging, transport, and every default) is in
//! [`ory_core`].
//!
//! # Features
//!
//! `http2` and `platform-verifier` are on by default; `webpki-roots` adds built-in certificate
//! authorities; `time`, `chrono` and `jiff` add conversions of times; `legacy` adds models that no
//! operation uses any more. `opl` adds a parser of the Ory Permission Language, for unit tests of
//! models; `testing` adds a Keto in memory, for tests of services; `middleware` adds the layer that
//! guards a service by permissions.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod check;
mod client;
mod expand;
mod generated;
pub mod guide;
mod in_flight;
mod load;
#[cfg(feature = "opl")]
pub mod opl;
#[cfg(feature = "middleware")]
mod permission_layer;
mod query;
mod require;
#[cfg(test)]
mod scripted;
#[cfg(feature = "testing")]
pub mod testing;
mod transaction;
mod tree;
mod tuple;
mod tuple_lines;

pub use check::{CheckAll, CheckError};
pub use client::{Client, ClientBuilder};
pub use generated::apis::*;
#[cfg(feature = "legacy")]
pub use generated::legacy;
pub use generated::{models, operations};
pub use load::{IfStored, Load, LoadError, Loaded};
pub use ory_core;
pub use ory_core::Error;
#[cfg(feature = "middleware")]
pub use permission_layer::{PermissionLayer, PermissionService, Question};
pub use query::{ListTuples, RelationQuery};
pub use transaction::Transaction;
pub use tuple::{ParseTupleError, RelationTuple, Subject, SubjectError};
pub use tuple_lines::{ParseTupleLineError, TupleLines};
