// @generated from xtask/codegen-golden/spec/several_successes.json. Do not edit.

use std::fmt;

/// The thing.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Thing {
    /// The id.
    pub id: String,
}

ory_core::object! {
    Thing {
        "id" => id: required,
    }
}

impl Thing {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl fmt::Debug for Thing {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thing").field("id", &self.id).finish()
    }
}
