// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;

/// The with code.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct WithCode {
    /// The code.
    pub code: Option<String>,
}

ory_core::object! {
    WithCode {
        "code" => code: optional,
    }
}

impl WithCode {
    /// Makes one with nothing set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`code`](Self#structfield.code).
    #[inline]
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}

impl fmt::Debug for WithCode {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithCode")
            .field("code", &Hidden(&self.code))
            .finish()
    }
}
