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
    /// Makes one with the fields that are required.
    #[inline]
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    /// Sets [`id`](Self#structfield.id).
    #[inline]
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }
}

impl fmt::Debug for Thing {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thing").field("id", &self.id).finish()
    }
}
