// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

use std::collections::BTreeMap;
use std::fmt;

use ory_core::__private::Hidden;
use serde_json::Value;

/// The request.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Request {
    /// The a.
    pub a: String,
    /// The b.
    pub b: String,
    /// The list.
    pub list: Vec<String>,
    /// Fields that this version of the SDK does not know. They are kept and written.
    pub extra: BTreeMap<String, Value>,
}

ory_core::object! {
    Request keeping extra {
        "a" => a: required,
        "b" => b: required,
        "list" => list: or_default,
    }
}

impl Request {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(
        a: impl Into<String>,
        b: impl Into<String>,
        list: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            a: a.into(),
            b: b.into(),
            list: list.into_iter().map(Into::into).collect(),
            extra: BTreeMap::new(),
        }
    }

    /// Sets [`a`](Self#structfield.a).
    #[must_use]
    pub fn a(mut self, a: impl Into<String>) -> Self {
        self.a = a.into();
        self
    }

    /// Sets [`b`](Self#structfield.b).
    #[must_use]
    pub fn b(mut self, b: impl Into<String>) -> Self {
        self.b = b.into();
        self
    }

    /// Sets [`list`](Self#structfield.list).
    #[must_use]
    pub fn list(mut self, list: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.list = list.into_iter().map(Into::into).collect();
        self
    }
}

impl fmt::Debug for Request {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("a", &Hidden(&self.a))
            .field("b", &Hidden(&self.b))
            .field("list", &Hidden(&self.list))
            .field("extra", &Hidden(&self.extra))
            .finish()
    }
}
