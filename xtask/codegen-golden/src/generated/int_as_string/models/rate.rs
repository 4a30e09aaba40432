// @generated from xtask/codegen-golden/spec/int_as_string.json. Do not edit.

use std::fmt;

/// The rate.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Rate {
    /// The left.
    pub left: Option<i64>,
    /// The quota.
    pub quota: i64,
}

ory_core::object! {
    Rate {
        "left" => left: optional_integer,
        "quota" => quota: required_integer,
    }
}

impl Rate {
    /// Creates one with the required fields.
    #[inline]
    #[must_use]
    pub fn new(quota: i64) -> Self {
        Self { left: None, quota }
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
