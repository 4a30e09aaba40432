//! Who makes up a subject set, as a tree.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::settings::{Release, Settings};
use super::store::Store;
use crate::Subject;
use crate::opl::model::{Model, Node, Operator, Permit};

/// How many relationships the newer release reads at a time; it looks at its limit between two reads.
const PAGE: usize = 100;

/// How deep sets and rules may be inside one another: this is a recursion.
const LEVELS: usize = 400;

/// What is expanded.
pub(super) struct Expansion<'s> {
    pub(super) model: &'s Model,
    pub(super) store: &'s Store,
    pub(super) settings: &'s Settings,
    nodes: usize,
    /// The subject sets that were expanded; in the newer release those that the current one is part of.
    visited: HashSet<Set<'s>>,
    levels: usize,
    /// Whether there were more levels than the fake goes.
    too_deep: bool,
}

/// A subject set.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Set<'s> {
    pub(super) namespace: &'s str,
    pub(super) object: &'s str,
    pub(super) relation: &'s str,
}

/// A node of a tree.
struct Tree<'s> {
    kind: &'static str,
    /// A set, or an id; `None` where a node stands for part of a rule.
    subject: Option<Who<'s>>,
    children: Vec<Tree<'s>>,
}

#[derive(Clone, Copy)]
enum Who<'s> {
    Id(&'s str),
    Set(Set<'s>),
}

impl<'s> Who<'s> {
    fn of(subject: &'s Subject) -> Self {
        match subject {
            Subject::Id(id) => Who::Id(id),
            Subject::Set {
                namespace,
                object,
                relation,
            } => Who::Set(Set {
                namespace,
                object,
                relation,
            }),
        }
    }
}

/// What came of an expansion.
pub(super) enum Expanded {
    Tree(Value),
    /// Nothing is stored, or the relation is unknown.
    Nothing,
    /// The fake does not go that deep.
    TooDeep,
}

impl<'s> Expansion<'s> {
    pub(super) fn new(model: &'s Model, store: &'s Store, settings: &'s Settings) -> Self {
        Self {
            model,
            store,
            settings,
            nodes: 0,
            visited: HashSet::new(),
            levels: 0,
            too_deep: false,
        }
    }

    /// Expands a subject set to this depth.
    pub(super) fn tree(mut self, set: Set<'s>, depth: i64) -> Expanded {
        let depth = self.settings.depth(depth);
        let tree = match self.settings.release {
            Release::V0_14 => self.older(Who::Set(set), depth),
            Release::Current if self.settings.strict && !self.declares(set) => None,
            Release::Current => self.newer(Who::Set(set), depth),
        };
        match tree {
            _ if self.too_deep => Expanded::TooDeep,
            Some(tree) => Expanded::Tree(self.value(tree)),
            None => Expanded::Nothing,
        }
    }

    fn declares(&self, set: Set<'_>) -> bool {
        let namespace = self.model.namespace(set.namespace);
        let relation = namespace.and_then(|namespace| namespace.relation(set.relation));
        relation.is_some_and(|relation| relation.is_permit() || !relation.types().is_empty())
    }

    fn subjects(&self, set: Set<'_>) -> Vec<&'s Subject> {
        let Set {
            namespace,
            object,
            relation,
        } = set;
        self.store.subjects(namespace, object, relation).collect()
    }

    fn older(&mut self, who: Who<'s>, depth: i64) -> Option<Tree<'s>> {
        let set = match who {
            Who::Set(set) => set,
            Who::Id(_) => return Some(Tree::leaf(who)),
        };
        if !self.visited.insert(set) {
            return None;
        }
        let subjects = self.subjects(set);
        if subjects.is_empty() {
            return None;
        }
        if depth <= 1 {
            return Some(Tree::leaf(who));
        }
        let children = subjects.into_iter().map(Who::of);
        let children = children.map(|child| {
            let tree = self.older(child, depth - 1);
            tree.unwrap_or(Tree::leaf(child))
        });
        Some(Tree {
            kind: "union",
            subject: Some(who),
            children: children.collect(),
        })
    }

    fn newer(&mut self, who: Who<'s>, depth: i64) -> Option<Tree<'s>> {
        let set = match who {
            Who::Set(set) if !set.relation.is_empty() => set,
            _ => {
                self.nodes += 1;
                return Some(Tree::leaf(who));
            }
        };
        if !self.visited.insert(set) {
            return Some(Tree::leaf(who));
        }
        if !self.enter() {
            return None;
        }
        let namespace = self.model.namespace(set.namespace);
        let relation = namespace.and_then(|namespace| namespace.relation(set.relation));
        let tree = match relation {
            None if self.settings.strict => None,
            Some(relation) if self.settings.expand_rewrites && relation.is_permit() => {
                let permit = relation.permit.as_ref();
                permit.and_then(|permit| self.rule(set, permit, permit.root, depth))
            }
            relation => {
                let types = relation.map(|relation| &*relation.types);
                let fits = |subject: &Subject| match (types, subject) {
                    (
                        Some(types),
                        Subject::Set {
                            namespace,
                            relation,
                            ..
                        },
                    ) => types
                        .iter()
                        .any(|each| each.namespace == *namespace && each.relation == *relation),
                    (Some(_), Subject::Id(_)) => false,
                    (None, _) => true,
                };
                let strict = self.settings.strict;
                Some(self.stored(set, depth, |subject| !strict || fits(subject)))
            }
        };
        self.visited.remove(&set);
        self.levels -= 1;
        tree
    }

    /// Goes a level down, unless there were too many.
    fn enter(&mut self) -> bool {
        self.levels += 1;
        self.too_deep |= self.levels > LEVELS;
        !self.too_deep
    }

    /// A set by what is stored of it.
    fn stored(&mut self, set: Set<'s>, depth: i64, fits: impl Fn(&Subject) -> bool) -> Tree<'s> {
        let mut children = Vec::new();
        if depth > 1 && self.nodes < self.settings.max_expand_size {
            for page in self.subjects(set).chunks(PAGE) {
                let begin = children.len();
                for subject in page.iter().filter(|subject| fits(subject)) {
                    self.nodes += 1;
                    children.push(Tree::leaf(Who::of(subject)));
                }
                let full = self.nodes >= self.settings.max_expand_size;
                for child in &mut children[begin..] {
                    let set = match child.subject {
                        Some(Who::Set(set)) if !set.relation.is_empty() => set,
                        _ => continue,
                    };
                    if let Some(tree) = self.newer(Who::Set(set), depth - 1) {
                        *child = tree;
                    }
                }
                if full {
                    break;
                }
            }
        }
        Tree {
            kind: "union",
            subject: Some(Who::Set(set)),
            children,
        }
    }

    /// A set by a part of its rule.
    fn rule(
        &mut self,
        set: Set<'s>,
        permit: &'s Permit,
        number: usize,
        depth: i64,
    ) -> Option<Tree<'s>> {
        if !self.enter() {
            return None;
        }
        let tree = match &permit.nodes[number] {
            Node::Computed { relation } => {
                let of = Set { relation, ..set };
                self.newer(Who::Set(of), depth - 1)
            }
            Node::Traverse { relation, computed } => {
                let of = Set { relation, ..set };
                Some(self.traversed(of, computed, depth))
            }
            Node::Not(child) => {
                let mut tree = self.rule(set, permit, *child, depth);
                if let (Some(tree), Node::Set(..)) = (&mut tree, &permit.nodes[*child]) {
                    tree.subject = None;
                }
                Some(Tree {
                    kind: "exclusion",
                    subject: None,
                    children: tree.into_iter().collect(),
                })
            }
            Node::Set(operator, members) => {
                let mut members = members.clone();
                // What is cheap to look up comes first.
                members.sort_by_key(|member| match permit.nodes[*member] {
                    Node::Computed { .. } => 0,
                    Node::Traverse { .. } => 1,
                    Node::Set(..) => 2,
                    Node::Not(_) => 3,
                });
                let mut children = Vec::new();
                for member in members {
                    let child = self.rule(set, permit, member, depth);
                    children.extend(child.map(|mut child| {
                        if let Node::Set(..) = permit.nodes[member] {
                            child.subject = None;
                        }
                        child
                    }));
                }
                Some(Tree {
                    kind: match operator {
                        Operator::And => "intersection",
                        Operator::Or => "union",
                    },
                    subject: Some(Who::Set(set)),
                    children,
                })
            }
        };
        self.levels -= 1;
        tree
    }

    /// The relation `computed` of the objects that are in a set.
    fn traversed(&mut self, set: Set<'s>, computed: &'s str, depth: i64) -> Tree<'s> {
        let mut children = Vec::new();
        if depth > 1 && self.nodes < self.settings.max_expand_size {
            for page in self.subjects(set).chunks(PAGE) {
                let objects = page.iter().filter_map(|subject| match subject {
                    Subject::Id(_) => None,
                    Subject::Set {
                        namespace, object, ..
                    } => Some(Set {
                        namespace,
                        object,
                        relation: computed,
                    }),
                });
                let objects: Vec<Set<'s>> = objects.collect();
                self.nodes += objects.len();
                let full = self.nodes >= self.settings.max_expand_size;
                for object in objects {
                    children.extend(self.newer(Who::Set(object), depth - 1));
                }
                if full {
                    break;
                }
            }
        }
        Tree {
            kind: "union",
            subject: Some(Who::Set(set)),
            children,
        }
    }

    fn value(&self, tree: Tree<'_>) -> Value {
        let mut tuple = json!({"namespace": "", "object": "", "relation": ""});
        match tree.subject {
            Some(Who::Id(id)) => tuple["subject_id"] = id.into(),
            Some(Who::Set(set)) => {
                let Set {
                    namespace,
                    object,
                    relation,
                } = set;
                let object = self.store.known(object);
                tuple["subject_set"] =
                    json!({"namespace": namespace, "object": object, "relation": relation});
            }
            None => {}
        }
        let kind = match tree.children.is_empty() {
            true => "leaf",
            false => tree.kind,
        };
        let mut value = json!({"type": kind, "tuple": tuple});
        if !tree.children.is_empty() {
            let children = tree.children.into_iter().map(|child| self.value(child));
            value["children"] = children.collect();
        }
        value
    }
}

impl<'s> Tree<'s> {
    fn leaf(who: Who<'s>) -> Self {
        Self {
            kind: "leaf",
            subject: Some(who),
            children: Vec::new(),
        }
    }
}
