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
    /// Makes one with the fields that are required.
    #[inline]
    #[must_use]
    pub fn new(op: impl Into<String>) -> Self {
        Self {
            op: op.into(),
            value: None,
        }
    }

    /// Sets [`op`](Self#structfield.op).
    #[inline]
    #[must_use]
    pub fn op(mut self, op: impl Into<String>) -> Self {
        self.op = op.into();
        self
    }

    /// Sets [`value`](Self#structfield.value).
    #[inline]
    #[must_use]
    pub fn value(mut self, value: impl Into<Value>) -> Self {
        self.value = Some(value.into());
        self
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
