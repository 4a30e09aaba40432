//! Tests without a server: a Keto in memory.
//!
//! [`FakeKeto`] answers every operation of Keto's REST API as the server does, errors included, and evaluates real
//! models of the Ory Permission Language. A test of a service in ten lines:
//!
//! ```
//! use ory_keto::testing::{FakeKeto, Fault};
//! use ory_keto::{Client, Error, RelationTuple, opl};
//!
//! /// The code under test.
//! async fn may_view(keto: &Client, file: &str, user: &str) -> Result<bool, Error> {
//!     let question = format!("File:{file}#view@User:{user}");
//!     keto.permission().check(question.parse::<RelationTuple>().unwrap()).await
//! }
//!
//! const MODEL: &str = r#"
//!     class User implements Namespace {}
//!     class File implements Namespace {
//!       related: { owners: User[] }
//!       permits = { view: (ctx) => this.related.owners.includes(ctx.subject) }
//!     }"#;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let keto = FakeKeto::new(opl::parse(MODEL).unwrap());
//! keto.insert("File:report#owners@User:ada".parse()?);
//! assert!(may_view(&keto.client(), "report", "ada").await?);
//! assert!(!may_view(&keto.client(), "report", "bob").await?);
//!
//! keto.fail(Fault::Status(503, usize::MAX));
//! assert!(may_view(&keto.client(), "report", "ada").await.is_err());
//! assert_eq!(keto.calls("postCheckPermission"), 5); // a check is retried twice
//! # Ok(())
//! # }
//! ```
//!
//! Where the permission does not matter to a test, [`allow`] is enough.
//!
//! The fake is held to the server: the conformance scenarios of this project run against both, and so do checks of
//! random models and relationships. What it does not have is gRPC. It keeps no secrets and knows no credentials: do not
//! serve it to anybody but tests.

mod allow;
mod checks;
mod engine;
mod expand;
mod fake;
mod operations;
mod relationships;
mod reply;
mod request;
mod rule;
mod settings;
mod state;
mod store;
mod verdict;

pub use allow::allow;
pub use fake::FakeKeto;
pub use ory_core::fake::{Call, Clock, Fault, Serving};
pub use settings::Release;
