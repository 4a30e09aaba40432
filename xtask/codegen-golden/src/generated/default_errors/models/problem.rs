// @generated from xtask/codegen-golden/spec/default_errors.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;

/// The problem.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Problem {
    /// The message.
    pub message: Option<String>,
}

ory_core::object! {
    Problem {
        "message" => message: optional,
    }
}

impl Problem {
    /// Creates one with no field set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl fmt::Debug for Problem {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("message", &Hidden(&self.message))
            .finish()
    }
}
