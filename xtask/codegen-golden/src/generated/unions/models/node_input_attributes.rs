// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;

/// The node input attributes.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct NodeInputAttributes {
    /// The name.
    pub name: String,
}

ory_core::object! {
    NodeInputAttributes {
        "name" => name: required,
    }
}

impl NodeInputAttributes {
    /// Makes one with the fields that are required.
    #[inline]
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }

    /// Sets [`name`](Self#structfield.name).
    #[inline]
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }
}

impl fmt::Debug for NodeInputAttributes {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NodeInputAttributes")
            .field("name", &Hidden(&self.name))
            .finish()
    }
}
