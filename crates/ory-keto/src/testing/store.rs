//! What a fake Keto stores.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::{RelationTuple, Subject};

/// Relationships in the order in which they were stored, found by object and relation.
#[derive(Default)]
pub(super) struct Store {
    tuples: BTreeMap<u64, RelationTuple>,
    /// The numbers of what is stored of a namespace's object's relation, in order.
    places: HashMap<(String, String, String), Vec<u64>>,
    /// Every object and subject id that was ever stored: the server remembers their names.
    names: HashSet<String>,
    last: u64,
}

/// What relationships have to be; `None` is anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    pub(super) namespace: Option<String>,
    pub(super) object: Option<String>,
    pub(super) relation: Option<String>,
    pub(super) subject: Option<Subject>,
}

impl Query {
    fn fits(&self, tuple: &RelationTuple) -> bool {
        let is = |wanted: &Option<String>, found: &String| {
            wanted.as_ref().is_none_or(|wanted| wanted == found)
        };
        is(&self.namespace, &tuple.namespace)
            && is(&self.object, &tuple.object)
            && is(&self.relation, &tuple.relation)
            && self
                .subject
                .as_ref()
                .is_none_or(|wanted| *wanted == tuple.subject)
    }
}

fn place(tuple: &RelationTuple) -> (String, String, String) {
    let RelationTuple {
        namespace,
        object,
        relation,
        ..
    } = tuple;
    (namespace.clone(), object.clone(), relation.clone())
}

impl Store {
    /// Stores a relationship, a second time if it is there.
    pub(super) fn insert(&mut self, tuple: RelationTuple) {
        self.last += 1;
        self.names.insert(tuple.object.clone());
        self.names.insert(match &tuple.subject {
            Subject::Id(id) => id.clone(),
            Subject::Set { object, .. } => object.clone(),
        });
        self.places
            .entry(place(&tuple))
            .or_default()
            .push(self.last);
        self.tuples.insert(self.last, tuple);
    }

    /// Removes every copy of a relationship.
    pub(super) fn remove(&mut self, tuple: &RelationTuple) {
        let Self { tuples, places, .. } = self;
        if let Some(numbers) = places.get_mut(&place(tuple)) {
            numbers.retain(|number| match tuples.get(number) == Some(tuple) {
                true => {
                    tuples.remove(number);
                    false
                }
                false => true,
            });
        }
    }

    /// Removes what fits a query.
    pub(super) fn remove_all(&mut self, query: &Query) {
        let Self { tuples, places, .. } = self;
        tuples.retain(|_, tuple| !query.fits(tuple));
        for numbers in places.values_mut() {
            numbers.retain(|number| tuples.contains_key(number));
        }
        places.retain(|_, numbers| !numbers.is_empty());
    }

    /// What fits a query and was stored after the relationship of this number, with numbers.
    pub(super) fn find<'s>(
        &'s self,
        query: &'s Query,
        after: u64,
    ) -> impl Iterator<Item = (u64, &'s RelationTuple)> {
        let tuples = self.tuples.range(after.saturating_add(1)..);
        let numbered = tuples.map(|(number, tuple)| (*number, tuple));
        numbered.filter(|(_, tuple)| query.fits(tuple))
    }

    /// The subjects of a relation.
    pub(super) fn subjects(
        &self,
        namespace: &str,
        object: &str,
        relation: &str,
    ) -> impl Iterator<Item = &Subject> + Clone {
        let place = (namespace.to_owned(), object.to_owned(), relation.to_owned());
        let numbers = self.places.get(&place).map_or(&[][..], Vec::as_slice);
        let tuples = numbers.iter().filter_map(|number| self.tuples.get(number));
        tuples.map(|tuple| &tuple.subject)
    }

    /// Everything, in the order in which it was stored.
    pub(super) fn all(&self) -> Vec<RelationTuple> {
        self.tuples.values().cloned().collect()
    }

    /// The name of an object as the server gives it: none, if it never stored it.
    pub(super) fn known<'n>(&self, name: &'n str) -> &'n str {
        match self.names.contains(name) {
            true => name,
            false => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tuple(text: &str) -> RelationTuple {
        text.parse().unwrap()
    }

    #[test]
    fn copies_are_kept_and_removed_together() {
        let mut store = Store::default();
        for text in ["F:a#o@x", "F:a#o@x", "F:a#o@(G:g#m)", "F:b#o@x"] {
            store.insert(tuple(text));
        }
        assert_eq!(store.subjects("F", "a", "o").count(), 3);
        store.remove(&tuple("F:a#o@x"));
        assert_eq!(store.subjects("F", "a", "o").count(), 1);
        let query = Query {
            object: Some("a".to_owned()),
            ..Query::default()
        };
        store.remove_all(&query);
        assert_eq!(store.all(), [tuple("F:b#o@x")]);
        assert_eq!(store.subjects("F", "a", "o").count(), 0);
        assert_eq!(
            (store.known("a"), store.known("g"), store.known("z")),
            ("a", "g", "")
        );
    }

    #[test]
    fn what_was_stored_later_is_found_after_a_number() {
        let mut store = Store::default();
        for text in ["F:a#o@x", "F:b#o@x", "F:c#o@y", "F:d#o@x"] {
            store.insert(tuple(text));
        }
        let query = Query {
            subject: Some(Subject::id("x")),
            ..Query::default()
        };
        let found: Vec<u64> = store.find(&query, 1).map(|(number, _)| number).collect();
        assert_eq!(found, [2, 4]);
        assert_eq!(store.find(&query, u64::MAX).count(), 0);
    }
}
