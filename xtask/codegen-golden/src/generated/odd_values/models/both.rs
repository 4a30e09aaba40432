// @generated from xtask/codegen-golden/spec/odd_values.json. Do not edit.

use std::fmt;

use super::{KeyStatus, Kind};

/// The both.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Both {
    /// The kind.
    pub kind: Option<Kind>,
    /// The status.
    pub status: Option<KeyStatus>,
}

ory_core::object! {
    Both {
        "kind" => kind: optional,
        "status" => status: optional,
    }
}

impl Both {
    /// Creates one with no field set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl fmt::Debug for Both {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Both")
            .field("kind", &self.kind)
            .field("status", &self.status)
            .finish()
    }
}
