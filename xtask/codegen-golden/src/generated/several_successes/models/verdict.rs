// @generated from xtask/codegen-golden/spec/several_successes.json. Do not edit.

use std::fmt;

/// The verdict.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Verdict {
    /// Whether `allowed` is set.
    pub allowed: bool,
}

ory_core::object! {
    Verdict {
        "allowed" => allowed: or_default,
    }
}

impl Verdict {
    /// Creates one with the required fields.
    #[inline]
    #[must_use]
    pub fn new(allowed: bool) -> Self {
        Self { allowed }
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
