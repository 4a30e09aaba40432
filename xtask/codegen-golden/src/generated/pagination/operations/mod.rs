// @generated from xtask/codegen-golden/spec/pagination.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.

mod list_bodies;
mod list_counted;
mod list_linked;
mod list_plain;

pub use list_bodies::ListBodies;
pub use list_counted::ListCounted;
pub use list_linked::ListLinked;
pub use list_plain::ListPlain;
