// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

use std::collections::BTreeMap;
use std::fmt;

use ory_core::__private::Hidden;
use ory_core::Secret;
use serde_json::Value;

/// The with password.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct WithPassword {
    /// The password.
    pub password: Secret,
    /// Fields that this version of the SDK does not know. They are kept and written.
    pub extra: BTreeMap<String, Value>,
}

ory_core::object! {
    WithPassword keeping extra {
        "password" => password: required,
    }
}

impl WithPassword {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(password: impl Into<Secret>) -> Self {
        Self {
            password: password.into(),
            extra: BTreeMap::new(),
        }
    }

    /// Sets [`password`](Self#structfield.password).
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
            .field("extra", &Hidden(&self.extra))
            .finish()
    }
}
