// Generated from xtask/golden/spec/int_as_string.json. Do not edit.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The rate.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rate {
    /// The left.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "ory_core::serde_with::int_or_string"
    )]
    pub left: Option<i64>,
    /// The quota.
    #[serde(with = "ory_core::serde_with::int_or_string")]
    pub quota: i64,
}

impl Rate {
    /// Makes one with the fields that are required.
    #[inline]
    #[must_use]
    pub fn new(quota: i64) -> Self {
        Self { left: None, quota }
    }

    /// Sets [`left`](Self#structfield.left).
    #[inline]
    #[must_use]
    pub fn left(mut self, left: i64) -> Self {
        self.left = Some(left);
        self
    }

    /// Sets [`quota`](Self#structfield.quota).
    #[inline]
    #[must_use]
    pub fn quota(mut self, quota: i64) -> Self {
        self.quota = quota;
        self
    }
}

impl fmt::Debug for Rate {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rate")
            .field("left", &self.left)
            .field("quota", &self.quota)
            .finish()
    }
}
