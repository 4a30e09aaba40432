// @generated from xtask/codegen-golden/spec/untyped.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;
use serde_json::Value;

/// The patch.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Patch {
    /// The op.
    pub op: String,
    /// The value.
    pub value: Option<Value>,
}

ory_core::object! {
    Patch {
        "op" => op: required,
        "value" => value: nullable,
    }
}

impl Patch {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(op: impl Into<String>) -> Self {
        Self {
            op: op.into(),
            value: None,
        }
    }
}

impl fmt::Debug for Patch {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patch")
            .field("op", &Hidden(&self.op))
            .field("value", &Hidden(&self.value))
            .finish()
    }
}
