// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

use std::collections::BTreeMap;
use std::fmt;

use ory_core::__private::Hidden;
use serde_json::Value;

/// The logout body.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct LogoutBody {
    /// The session token.
    pub session_token: String,
    /// Fields that this version of the SDK does not know. They are kept and written.
    pub extra: BTreeMap<String, Value>,
}

ory_core::object! {
    LogoutBody keeping extra {
        "session_token" => session_token: required,
    }
}

impl LogoutBody {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(session_token: impl Into<String>) -> Self {
        Self {
            session_token: session_token.into(),
            extra: BTreeMap::new(),
        }
    }

    /// Sets [`session_token`](Self#structfield.session_token).
    #[must_use]
    pub fn session_token(mut self, session_token: impl Into<String>) -> Self {
        self.session_token = session_token.into();
        self
    }
}

impl fmt::Debug for LogoutBody {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogoutBody")
            .field("session_token", &Hidden(&self.session_token))
            .field("extra", &Hidden(&self.extra))
            .finish()
    }
}
