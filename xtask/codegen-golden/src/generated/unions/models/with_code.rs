// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

use std::collections::BTreeMap;
use std::fmt;

use ory_core::__private::Hidden;
use serde_json::Value;

/// The with code.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct WithCode {
    /// The code.
    pub code: Option<String>,
    /// Fields that this version of the SDK does not know. They are kept and written.
    pub extra: BTreeMap<String, Value>,
}

ory_core::object! {
    WithCode keeping extra {
        "code" => code: optional,
    }
}

impl WithCode {
    /// Creates one with no field set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`code`](Self#structfield.code).
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
            .field("extra", &Hidden(&self.extra))
            .finish()
    }
}
