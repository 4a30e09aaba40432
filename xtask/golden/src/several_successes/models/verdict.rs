// Generated from xtask/golden/spec/several_successes.json. Do not edit.

use std::fmt;

use ory_core::serde_with::null_default;
use serde::{Deserialize, Serialize};

/// The verdict.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Verdict {
    /// Whether `allowed` is set.
    #[serde(default, deserialize_with = "null_default")]
    pub allowed: bool,
}

impl Verdict {
    /// Makes one with the fields that are required.
    #[inline]
    #[must_use]
    pub fn new(allowed: bool) -> Self {
        Self { allowed }
    }

    /// Sets [`allowed`](Self#structfield.allowed).
    #[inline]
    #[must_use]
    pub fn allowed(mut self, allowed: bool) -> Self {
        self.allowed = allowed;
        self
    }
}

impl fmt::Debug for Verdict {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verdict")
            .field("allowed", &self.allowed)
            .finish()
    }
}
