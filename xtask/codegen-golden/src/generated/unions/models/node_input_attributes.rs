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
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
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
