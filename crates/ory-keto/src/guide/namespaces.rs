//! Administering namespaces.
//!
//! Namespaces, their relations and their permits are written in the Ory Permission Language (OPL), in
//! the server's configuration. No API changes them: on Ory Network the project's configuration does
//! (crate `ory-cloud`), elsewhere a file that Keto watches. What an API does is to check a text
//! before it is put there, and to say which namespaces are in force.
//!
//! ```no_run
//! use ory_keto::Client;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let keto = Client::builder()
//!     .read_url("http://127.0.0.1:4466")
//!     .write_url("http://127.0.0.1:4467")
//!     .opl_url("http://127.0.0.1:4469")
//!     .build()?;
//! let relationship = keto.relationship();
//!
//! let text = std::fs::read_to_string("namespaces.ts")?;
//! let checked = relationship.check_opl_syntax(text).await?;
//! for error in &checked.errors {
//!     println!("{}", error.message.as_deref().unwrap_or_default());
//! }
//!
//! for namespace in relationship.list_relationship_namespaces().await?.namespaces {
//!     println!("{}", namespace.name.unwrap_or_default());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! - **Add before use.** Relationships of an unknown namespace are refused with 404, and checks of
//!   it answer `false`.
//! - **Empty before removal.** Relationships of a namespace that is gone cannot be reached any more.
//!   [`delete`](crate::RelationshipApi::delete) with nothing but the namespace empties it.
//! - **Renaming a relation** leaves its relationships under the old name: list them, store them under
//!   the new one with [`load`](crate::RelationshipApi::load), check, and delete the old ones.
