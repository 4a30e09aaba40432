// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;

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
}

ory_core::object! {
    Request {
        "a" => a: required,
        "b" => b: required,
        "list" => list: or_default,
    }
}

impl Request {
    /// Makes one with the fields that are required.
    #[inline]
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
        }
    }

    /// Sets [`a`](Self#structfield.a).
    #[inline]
    #[must_use]
    pub fn a(mut self, a: impl Into<String>) -> Self {
        self.a = a.into();
        self
    }

    /// Sets [`b`](Self#structfield.b).
    #[inline]
    #[must_use]
    pub fn b(mut self, b: impl Into<String>) -> Self {
        self.b = b.into();
        self
    }

    /// Sets [`list`](Self#structfield.list).
    #[inline]
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
            .finish()
    }
}
