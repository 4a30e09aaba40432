//! Writing relationships.
//!
//! An application writes down who is related to what when that changes: a file is shared, somebody
//! joins a group. It needs the write API, and the read API for looking at what there is.
//!
//! ```no_run
//! use ory_keto::{Client, RelationQuery, RelationTuple, Subject};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let keto = Client::builder()
//!     .read_url("http://127.0.0.1:4466")
//!     .write_url("http://127.0.0.1:4467")
//!     .build()?;
//! let relationship = keto.relationship();
//!
//! // The editors take the report over from Alice: both changes, or neither.
//! let editors = Subject::set("Group", "editors", "members");
//! relationship
//!     .transaction()
//!     .insert(RelationTuple::new("File", "report", "owners", editors))
//!     .delete(RelationTuple::new("File", "report", "owners", Subject::set("User", "alice", "")))
//!     .await?;
//!
//! // Who is related to it now, and nobody any more.
//! let report = RelationQuery::new().namespace("File").object("report");
//! let mut tuples = relationship.list(report.clone()).items();
//! while let Some(tuple) = tuples.next().await {
//!     println!("{}", tuple?);
//! }
//! relationship.delete(report).await?;
//! # Ok(())
//! # }
//! ```
//!
//! | to | use |
//! |---|---|
//! | change some relationships together | [`transaction`](crate::RelationshipApi::transaction) |
//! | store many, or those that may be stored already | [`load`](crate::RelationshipApi::load) |
//! | see what is stored | [`list`](crate::RelationshipApi::list) |
//! | delete by a part of it | [`delete`](crate::RelationshipApi::delete) |
//!
//! - **Keto stores copies.** What is inserted twice is stored twice, by PUT and by PATCH. No verdict
//!   changes, and a deletion removes all copies, but lists show each. `load` looks before it inserts.
//! - **Deletions come last.** Within one request Keto deletes after it inserts, whatever the order.
//!   Deleting and inserting the same relationship would delete it, so that a transaction keeps the
//!   last change of each.
//! - **A lost answer.** A request to write is not repeated if it may have been processed. After a
//!   timeout, a `load` of the same relationships stores what is missing.
//! - **Names are not checked.** The namespace must exist, but a relation that it does not have is
//!   stored without complaint, and grants nothing.
//! - **Reading from text.** `"File:report#owners@alice".parse::<RelationTuple>()`; an error names the
//!   position.
