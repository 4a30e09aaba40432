// @generated from xtask/codegen-golden/spec/array_aliases.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;

/// The text.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Text {
    /// The body.
    pub body: String,
    /// The hint.
    pub hint: Option<String>,
}

ory_core::object! {
    Text {
        "body" => body: required,
        "hint" => hint: optional,
    }
}

impl Text {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            hint: None,
        }
    }
}

impl fmt::Debug for Text {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text")
            .field("body", &Hidden(&self.body))
            .field("hint", &Hidden(&self.hint))
            .finish()
    }
}
