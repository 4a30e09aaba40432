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
    /// Makes one with the fields that are required.
    #[inline]
    #[must_use]
    pub fn new(attributes: impl Into<Attributes>) -> Self {
        Self {
            attributes: attributes.into(),
            children: Vec::new(),
            parent: None,
        }
    }

    /// Sets [`attributes`](Self#structfield.attributes).
    #[inline]
    #[must_use]
    pub fn attributes(mut self, attributes: impl Into<Attributes>) -> Self {
        self.attributes = attributes.into();
        self
    }

    /// Sets [`children`](Self#structfield.children).
    #[inline]
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = impl Into<Node>>) -> Self {
        self.children = children.into_iter().map(Into::into).collect();
        self
    }

    /// Sets [`parent`](Self#structfield.parent).
    #[inline]
    #[must_use]
    pub fn parent(mut self, parent: impl Into<Node>) -> Self {
        self.parent = Some(Box::new(parent.into()));
        self
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
