//! Checking permissions in a service.
//!
//! A service asks whether somebody may do something, before it does it. It needs the read API only.
//!
//! ```no_run
//! use ory_keto::{Client, Error, RelationTuple, Subject};
//!
//! async fn may(keto: &Client, user: &str, action: &str, file: &str) -> Result<bool, Error> {
//!     let question = RelationTuple::new("File", file, action, Subject::set("User", user, ""));
//!     keto.permission().check(question).await
//! }
//!
//! # async fn example() -> Result<(), Error> {
//! let keto = Client::builder().read_url("http://127.0.0.1:4466").build()?;
//! if may(&keto, "alice", "view", "report").await? {
//!     println!("here it is");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! In a handler, [`require`](crate::PermissionApi::require) is the same with a response to return, and
//! with the feature `middleware`, `PermissionLayer` asks before the handler is called.
//!
//! - **An error is not a verdict.** A service that cannot ask must not act: `?`, or else
//!   `unwrap_or(false)`. A 403 by a gateway is an error, and only Keto's own "no" is `false`.
//! - **A mistyped namespace is `false`.** Keto answers so to a single check. A relation that the
//!   namespace does not have is a 400, and [`check_all`](crate::PermissionApi::check_all) has an
//!   error for both.
//! - **Ids and sets.** `alice` is an id, and `User:alice` is the object `alice` of the namespace
//!   `User`: other subjects, with other permissions. What a check names must be what was written.
//!   In strict mode, which new projects of Ory Network have, an id is an error, and a limit that is
//!   exceeded is a 422 instead of `false`.
//! - **Depth.** Keto follows groups within groups up to a depth (5 unless configured) and answers
//!   `false` beyond. `max_depth` on a check lowers it, never raises it above the server's.
//! - **Many at once.** [`check_all`](crate::PermissionApi::check_all) takes any number, for a list
//!   whose entries are shown to those who may see them.
//! - **Never by expansion.** [`expand_permissions`](crate::PermissionApi::expand_permissions) shows
//!   where a relation comes from, as a tree that prints itself, but does not evaluate permits.
//!
//! ```no_run
//! # async fn example(keto: ory_keto::Client) -> Result<(), ory_keto::Error> {
//! match keto.permission().expand_permissions("File", "report", "owners").await? {
//!     Some(tree) => println!("{tree}"),
//!     None => println!("nobody owns the report"),
//! }
//! # Ok(())
//! # }
//! ```
