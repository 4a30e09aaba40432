// @generated from xtask/codegen-golden/spec/inline_objects.json. Do not edit.

use std::fmt;

use super::KeySet;

/// The item answer.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ItemAnswer {
    /// The JWKS.
    pub jwks: Option<KeySet>,
}

ory_core::object! {
    ItemAnswer {
        "jwks" => jwks: optional,
    }
}

impl ItemAnswer {
    /// Creates one with no field set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl fmt::Debug for ItemAnswer {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemAnswer")
            .field("jwks", &self.jwks)
            .finish()
    }
}
