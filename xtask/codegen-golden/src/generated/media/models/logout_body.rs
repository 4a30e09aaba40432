// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;

/// The logout body.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct LogoutBody {
    /// The session token.
    pub session_token: String,
}

ory_core::object! {
    LogoutBody {
        "session_token" => session_token: required,
    }
}

impl LogoutBody {
    /// Makes one with the fields that are required.
    #[inline]
    #[must_use]
    pub fn new(session_token: impl Into<String>) -> Self {
        Self {
            session_token: session_token.into(),
        }
    }

    /// Sets [`session_token`](Self#structfield.session_token).
    #[inline]
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
            .finish()
    }
}
