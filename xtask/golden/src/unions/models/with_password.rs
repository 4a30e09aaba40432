// Generated from xtask/golden/spec/unions.json. Do not edit.

use std::fmt;

use ory_core::Secret;
use serde::{Deserialize, Serialize};

/// The with password.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WithPassword {
    /// The password.
    pub password: Secret,
}

impl WithPassword {
    /// Makes one with the fields that are required.
    #[inline]
    #[must_use]
    pub fn new(password: impl Into<Secret>) -> Self {
        Self {
            password: password.into(),
        }
    }

    /// Sets [`password`](Self#structfield.password).
    #[inline]
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = password.into();
        self
    }
}

impl fmt::Debug for WithPassword {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithPassword")
            .field("password", &self.password)
            .finish()
    }
}
