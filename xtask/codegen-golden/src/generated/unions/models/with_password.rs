// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

use std::fmt;

use ory_core::Secret;

/// The with password.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct WithPassword {
    /// The password.
    pub password: Secret,
}

ory_core::object! {
    WithPassword {
        "password" => password: required,
    }
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
