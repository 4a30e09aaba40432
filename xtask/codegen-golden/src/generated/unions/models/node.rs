// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

use std::fmt;

use super::Attributes;

/// The node.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Node {
    /// The attributes.
    pub attributes: Attributes,
    /// The children.
    pub children: Vec<Node>,
    /// The parent.
    pub parent: Option<Box<Node>>,
}

ory_core::object! {
    Node {
        "attributes" => attributes: required,
        "children" => children: or_empty,
        "parent" => parent: optional,
    }
}

impl Node {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(attributes: impl Into<Attributes>) -> Self {
        Self {
            attributes: attributes.into(),
            children: Vec::new(),
            parent: None,
        }
    }
}

impl fmt::Debug for Node {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node")
            .field("attributes", &self.attributes)
            .field("children", &self.children)
            .field("parent", &self.parent)
            .finish()
    }
}
