//! What is looked at once a whole text was read: whether the namespaces and relations that it names are declared.

use std::collections::HashMap;

use super::model::{Model, Relation};
use super::quote::Quoted;
use super::token::Token;

/// How far Keto follows `SubjectSet<..>` from one relation to the next.
const SUBJECT_SETS: usize = 10;

/// How many relations are looked at for one `traverse`. Subject sets that name each other would multiply with every step
/// otherwise; Keto follows them all.
const LOOKS: usize = 10_000;

/// A claim that a text makes.
pub(super) enum Check<'t> {
    /// There is this namespace.
    Namespace(Token<'t>),
    /// There is this namespace, and it has this relation.
    RelationOf(Token<'t>, Token<'t>),
    /// The class has this relation.
    RelationOfClass(Token<'t>, Token<'t>),
    /// Everything that `relation` of the class may hold has the relation `computed`.
    RelationOfSubjects {
        class: Token<'t>,
        relation: Token<'t>,
        computed: Token<'t>,
    },
}

/// A model, by names.
pub(super) struct Names<'m>(HashMap<&'m str, HashMap<&'m str, &'m Relation>>);

impl<'m> Names<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        let mut names = HashMap::new();
        for namespace in &model.namespaces {
            // Of several with one name the first counts.
            names.entry(&*namespace.name).or_insert_with(|| {
                let mut relations = HashMap::new();
                for relation in &namespace.relations {
                    relations.entry(&*relation.name).or_insert(relation);
                }
                relations
            });
        }
        Self(names)
    }

    fn relation(&self, namespace: &str, relation: &str) -> Option<&'m Relation> {
        self.0.get(namespace)?.get(relation).copied()
    }
}

impl<'t> Check<'t> {
    /// Every error, with the token that it is at.
    pub(super) fn run(&self, names: &Names<'_>) -> Vec<(&Token<'t>, String)> {
        match self {
            Check::Namespace(namespace) => match names.0.contains_key(&*namespace.text) {
                true => Vec::new(),
                false => vec![(namespace, undeclared(namespace))],
            },
            Check::RelationOf(namespace, relation) => {
                self.relation(names, namespace, relation, namespace)
            }
            Check::RelationOfClass(class, relation) => {
                self.relation(names, class, relation, relation)
            }
            Check::RelationOfSubjects {
                class,
                relation,
                computed,
            } => {
                let mut walk = Walk {
                    names,
                    computed: &computed.text,
                    looks: LOOKS,
                    messages: Vec::new(),
                };
                walk.subjects(&class.text, &relation.text, SUBJECT_SETS);
                let messages = walk.messages.into_iter();
                messages.map(|message| (relation, message)).collect()
            }
        }
    }

    /// `namespace` is to have `relation`; where there is no such namespace, the error is at `otherwise`.
    fn relation<'c>(
        &'c self,
        names: &Names<'_>,
        namespace: &'c Token<'t>,
        relation: &'c Token<'t>,
        otherwise: &'c Token<'t>,
    ) -> Vec<(&'c Token<'t>, String)> {
        if !names.0.contains_key(&*namespace.text) {
            return vec![(otherwise, undeclared(namespace))];
        }
        if names.relation(&namespace.text, &relation.text).is_some() {
            return Vec::new();
        }
        let (namespace, name) = (Quoted(&namespace.text), Quoted(&relation.text));
        let message = format!("namespace {namespace} did not declare relation {name}");
        vec![(relation, message)]
    }
}

fn undeclared(namespace: &Token<'_>) -> String {
    format!("namespace {} was not declared", Quoted(&namespace.text))
}

/// Looks for relations that what a relation holds does not have.
struct Walk<'n, 'm> {
    names: &'n Names<'m>,
    computed: &'n str,
    looks: usize,
    messages: Vec<String>,
}

impl Walk<'_, '_> {
    fn subjects(&mut self, namespace: &str, relation: &str, further: usize) {
        let Some(left) = self.looks.checked_sub(1) else {
            return;
        };
        self.looks = left;
        let Some(declared) = self.names.relation(namespace, relation) else {
            self.undeclared(relation, namespace);
            return;
        };
        for each in &declared.types {
            if !each.relation.is_empty() {
                match further.checked_sub(1) {
                    Some(further) => self.subjects(&each.namespace, &each.relation, further),
                    None if self.looks > 0 => {
                        let message = "could not typecheck deeply nested SubjectSet further";
                        self.looks -= 1;
                        self.messages.push(message.to_owned());
                    }
                    None => return,
                }
            } else if self
                .names
                .relation(&each.namespace, self.computed)
                .is_none()
            {
                self.undeclared(self.computed, &each.namespace);
            }
        }
    }

    fn undeclared(&mut self, relation: &str, namespace: &str) {
        let (relation, namespace) = (Quoted(relation), Quoted(namespace));
        self.messages.push(format!(
            "relation {relation} was not declared in namespace {namespace}"
        ));
    }
}
