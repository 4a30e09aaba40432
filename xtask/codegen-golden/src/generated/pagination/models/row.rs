// @generated from xtask/codegen-golden/spec/pagination.json. Do not edit.

use std::fmt;

/// The row.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Row {
    /// The id.
    pub id: String,
}

ory_core::object! {
    Row {
        "id" => id: required,
    }
}

impl Row {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl fmt::Debug for Row {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row").field("id", &self.id).finish()
    }
}
