// Generated from xtask/golden/spec/unions.json. Do not edit.

use std::fmt;

use ory_core::serde_with::null_default;
use serde::{Deserialize, Serialize};

use super::Attributes;

/// The node.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Node {
    /// The attributes.
    pub attributes: Attributes,
    /// The children.
    #[serde(
        default,
        deserialize_with = "null_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub children: Vec<Node>,
    /// The parent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Box<Node>>,
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
