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
    /// Makes one with nothing set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`kind`](Self#structfield.kind).
    #[inline]
    #[must_use]
    pub fn kind(mut self, kind: impl Into<Kind>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// Sets [`status`](Self#structfield.status).
    #[inline]
    #[must_use]
    pub fn status(mut self, status: impl Into<KeyStatus>) -> Self {
        self.status = Some(status.into());
        self
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
