// @generated from xtask/codegen-golden/spec/inline_objects.json. Do not edit.

use std::fmt;

use super::KeySetKey;

/// The key set.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct KeySet {
    /// The keys.
    pub keys: Vec<KeySetKey>,
}

ory_core::object! {
    KeySet {
        "keys" => keys: or_empty,
    }
}

impl KeySet {
    /// Creates one with no field set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl fmt::Debug for KeySet {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeySet").field("keys", &self.keys).finish()
    }
}
