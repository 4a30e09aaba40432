// @generated from xtask/codegen-golden/spec/inline_objects.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;

/// The key set key.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct KeySetKey {
    /// The kid.
    pub kid: String,
}

ory_core::object! {
    KeySetKey {
        "kid" => kid: required,
    }
}

impl KeySetKey {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(kid: impl Into<String>) -> Self {
        Self { kid: kid.into() }
    }
}

impl fmt::Debug for KeySetKey {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeySetKey")
            .field("kid", &Hidden(&self.kid))
            .finish()
    }
}
