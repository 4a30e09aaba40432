// Generated from xtask/golden/spec/inline_objects.json. Do not edit.

use std::fmt;

use ory_core::serde_with::null_default;
use serde::{Deserialize, Serialize};

use super::KeySetKey;

/// The key set.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeySet {
    /// The keys.
    #[serde(
        default,
        deserialize_with = "null_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub keys: Vec<KeySetKey>,
}

impl KeySet {
    /// Makes one with nothing set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`keys`](Self#structfield.keys).
    #[inline]
    #[must_use]
    pub fn keys(mut self, keys: impl IntoIterator<Item = impl Into<KeySetKey>>) -> Self {
        self.keys = keys.into_iter().map(Into::into).collect();
        self
    }
}

impl fmt::Debug for KeySet {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeySet").field("keys", &self.keys).finish()
    }
}
