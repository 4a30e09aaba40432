//! What a text of the permission language says: namespaces, their relations and their permits.

use std::fmt;

/// The namespaces that a text declares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    pub(crate) namespaces: Vec<Namespace>,
}

impl Model {
    /// The namespaces in the order of the text.
    #[must_use]
    pub fn namespaces(&self) -> &[Namespace] {
        &self.namespaces
    }

    /// The namespace of this name; the first, if there are several.
    #[must_use]
    pub fn namespace(&self, name: &str) -> Option<&Namespace> {
        self.namespaces.iter().find(|each| each.name == name)
    }
}

/// A namespace: `class File implements Namespace { .. }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namespace {
    pub(crate) name: String,
    pub(crate) relations: Vec<Relation>,
}

impl Namespace {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its relations and permits in the order of the text.
    #[must_use]
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// The relation or permit of this name; the first, if there are several.
    #[must_use]
    pub fn relation(&self, name: &str) -> Option<&Relation> {
        self.relations.iter().find(|each| each.name == name)
    }
}

/// A relation of `related`, or a permit of `permits`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    pub(crate) name: String,
    pub(crate) types: Vec<RelationType>,
    pub(crate) permit: Option<Permit>,
}

impl Relation {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Of what types its subjects are; empty for a permit.
    #[must_use]
    pub fn types(&self) -> &[RelationType] {
        &self.types
    }

    /// Whether it is a permit: a rule, of which no relationship is stored.
    #[must_use]
    pub fn is_permit(&self) -> bool {
        self.permit.is_some()
    }
}

/// What may be on the other side of a relation: `User`, or `SubjectSet<Group, "members">`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationType {
    pub(crate) namespace: String,
    /// Empty for the objects of the namespace themselves.
    pub(crate) relation: String,
}

impl RelationType {
    /// The namespace.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The relation of a subject set; `None` where the objects of the namespace themselves are meant.
    #[must_use]
    pub fn relation(&self) -> Option<&str> {
        (!self.relation.is_empty()).then_some(&*self.relation)
    }
}

/// The rule of a permit.
///
/// Its nodes name each other by number: what a text nests, be it ever so deep, is neither read, compared nor dropped by
/// recursion.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Permit {
    pub(crate) nodes: Vec<Node>,
    /// The number of the outermost node; always a [`Node::Set`].
    pub(crate) root: usize,
}

/// A part of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// `this.related.owners.includes(ctx.subject)` or `this.permits.view(ctx)`: another relation of the same object.
    Computed { relation: String },
    /// `this.related.parents.traverse((p) => p.permits.view(ctx))`: a relation of the objects that are related.
    Traverse { relation: String, computed: String },
    /// `!a`
    Not(usize),
    /// `a && b`, `a || b`
    Set(Operator, Vec<usize>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    And,
    Or,
}

impl Permit {
    /// Adds a node, and gives its number.
    pub(super) fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// The node as a set: itself, or the set of it alone.
    pub(super) fn as_set(&mut self, number: usize) -> usize {
        match self.nodes[number] {
            Node::Set(..) => number,
            _ => self.add(Node::Set(Operator::Or, vec![number])),
        }
    }
}

/// Prints the rule's nodes as a list: a tree could be nested deeper than a stack goes.
impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit")
            .field("nodes", &self.nodes)
            .field("root", &self.root)
            .finish()
    }
}
