//! The Ory Permission Language: reads a model as Keto reads it, without a server.
//!
//! A unit test of an application holds that its model can be loaded, before a deployment finds out:
//!
//! ```
//! let text = r#"
//!     import { Namespace, Context } from "@ory/keto-namespace-types"
//!
//!     class User implements Namespace {}
//!
//!     class File implements Namespace {
//!       related: { owners: User[] }
//!       permits = {
//!         view: (ctx: Context): boolean => this.related.owner.includes(ctx.subject),
//!       }
//!     }"#;
//! let errors = ory_keto::opl::parse(text).unwrap_err();
//! assert_eq!(
//!     errors[0].to_string(),
//!     r#"line 9, column 54: namespace "File" did not declare relation "owner""#,
//! );
//!
//! let model = ory_keto::opl::parse(&text.replace("owner.", "owners."))?;
//! assert!(model.namespace("File").unwrap().relation("view").unwrap().is_permit());
//! # Ok::<(), Vec<ory_keto::opl::ParseError>>(())
//! ```
//!
//! What is accepted, and the errors' texts and places, are those of `POST /opl/syntax/check`
//! ([`RelationshipApi::check_opl_syntax`](crate::RelationshipApi::check_opl_syntax)) of Keto 0.14 and of the servers of
//! 2026, which agree. That includes what a compiler of TypeScript would refuse: everything between classes is skipped,
//! and `&&` and `||` bind alike, from left to right, so that a rule with both needs parentheses.
//!
//! The language: <https://www.ory.com/docs/keto/reference/ory-permission-language>.

mod error;
mod expression;
pub(crate) mod model;
mod parser;
pub(crate) mod quote;
mod token;
mod types;

pub use error::{ParseError, Position};
pub use model::{Model, Namespace, Relation, RelationType};

/// Reads a text of the permission language, and checks that what it names is declared.
///
/// It takes time in proportion to the text, and never more stack than a fixed nesting needs.
///
/// # Errors
///
/// What Keto would report, in its order; at least one. A text that cannot be read has one error, or two. Whether
/// namespaces and relations are declared is checked only in a text that could be read, and every mistake is reported.
///
/// ```
/// let errors = ory_keto::opl::parse("class File implements Namespace {").unwrap_err();
/// assert_eq!(
///     errors[0].to_string(),
///     r#"line 1, column 33: expected 'permits' or 'related', got """#,
/// );
/// ```
pub fn parse(text: &str) -> Result<Model, Vec<ParseError>> {
    parser::parse(text)
}
