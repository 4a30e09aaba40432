// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;

/// The node image attributes.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct NodeImageAttributes {
    /// The src.
    pub src: Option<String>,
}

ory_core::object! {
    NodeImageAttributes {
        "src" => src: optional,
    }
}

impl NodeImageAttributes {
    /// Creates one with no field set.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl fmt::Debug for NodeImageAttributes {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NodeImageAttributes")
            .field("src", &Hidden(&self.src))
            .finish()
    }
}
