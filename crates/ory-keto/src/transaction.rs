//! Changes that are made together, or not at all.

use std::collections::HashMap;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use ory_core::Error;

use crate::models::{RelationshipPatch, RelationshipPatchAction};
use crate::{RelationTuple, RelationshipApi, operations};

impl RelationshipApi {
    /// Begins a transaction: insertions and deletions that the server makes together, or not at all.
    ///
    /// Keto makes all insertions of a request before all deletions, whatever their order, so that
    /// deleting and inserting the same relationship in one request would delete it. A transaction
    /// therefore keeps one change for each relationship, the last that was asked for.
    ///
    /// Keto stores a relationship a second time if it is inserted again. That changes no verdict,
    /// and a deletion removes every copy, but lists show it twice: [`load`](Self::load) does not
    /// insert what is there. For the same reason a transaction is not repeated when it is unknown
    /// whether the server has processed it.
    ///
    /// `PATCH /admin/relation-tuples`, Ory Keto write API.
    ///
    /// ```no_run
    /// # async fn example(keto: ory_keto::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// keto.relationship()
    ///     .transaction()
    ///     .insert("File:report#owners@(Group:editors#members)".parse()?)
    ///     .delete("File:report#owners@alice".parse()?)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "patch")]
    pub fn transaction(&self) -> Transaction {
        Transaction {
            api: self.clone(),
            changes: Vec::new(),
            places: HashMap::new(),
        }
    }
}

/// Insertions and deletions that are made together; [`RelationshipApi::transaction`] begins one.
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Transaction {
    api: RelationshipApi,
    changes: Vec<RelationshipPatch>,
    /// Where in `changes` a relationship is.
    places: HashMap<RelationTuple, usize>,
}

impl Transaction {
    /// Stores a relationship.
    pub fn insert(self, tuple: RelationTuple) -> Self {
        self.with(tuple, RelationshipPatchAction::Insert)
    }

    /// Deletes a relationship, exactly this one; that it is not stored is no error.
    pub fn delete(self, tuple: RelationTuple) -> Self {
        self.with(tuple, RelationshipPatchAction::Delete)
    }

    /// Stores relationships.
    pub fn insert_all(self, tuples: impl IntoIterator<Item = RelationTuple>) -> Self {
        tuples.into_iter().fold(self, Self::insert)
    }

    /// Deletes relationships.
    pub fn delete_all(self, tuples: impl IntoIterator<Item = RelationTuple>) -> Self {
        tuples.into_iter().fold(self, Self::delete)
    }

    fn with(mut self, tuple: RelationTuple, action: RelationshipPatchAction) -> Self {
        if let Some(place) = self.places.get(&tuple) {
            self.changes[*place].action = action;
        } else {
            self.changes.push(RelationshipPatch::new(action, &tuple));
            self.places.insert(tuple, self.changes.len() - 1);
        }
        self
    }

    /// How many changes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// Whether there is nothing to change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The request, for its timeout, credentials and the like.
    pub fn into_operation(self) -> operations::PatchRelationships {
        self.api.patch_relationships(self.changes)
    }

    /// Makes the changes; `.await` on the transaction does the same. Without changes nothing is sent.
    ///
    /// # Errors
    ///
    /// 404 for an unknown namespace. Nothing is changed then.
    pub async fn send(self) -> Result<(), Error> {
        if self.is_empty() {
            return Ok(());
        }
        self.into_operation().await
    }
}

impl IntoFuture for Transaction {
    type Output = Result<(), Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction")
            .field("changes", &self.changes.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::scripted::client;

    fn tuple(text: &str) -> RelationTuple {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn all_changes_are_one_request_in_their_order() {
        let (keto, log) = client(|_| (204, String::new()));
        let members = ["Group:g#members@b", "Group:g#members@c"].map(tuple);
        let transaction = keto
            .relationship()
            .transaction()
            .delete(tuple("File:a#owners@b"))
            .insert_all(members)
            .delete_all([tuple("File:a#owners@c")]);
        assert_eq!(transaction.len(), 4);
        transaction.await.unwrap();
        let log = log.lock().unwrap();
        assert_eq!(
            (log.len(), log[0].line.as_str()),
            (1, "PATCH /admin/relation-tuples")
        );
        let change = |action: &str, namespace: &str, object: &str, relation: &str, id: &str| {
            json!({"action": action, "relation_tuple":
                {"namespace": namespace, "object": object, "relation": relation, "subject_id": id}})
        };
        assert_eq!(
            log[0].body,
            json!([
                change("delete", "File", "a", "owners", "b"),
                change("insert", "Group", "g", "members", "b"),
                change("insert", "Group", "g", "members", "c"),
                change("delete", "File", "a", "owners", "c"),
            ])
        );
    }

    #[tokio::test]
    async fn the_last_change_of_a_relationship_counts() {
        let (keto, log) = client(|_| (204, String::new()));
        let (a, b) = (tuple("File:a#owners@b"), tuple("File:a#owners@(Group:g#m)"));
        let transaction = keto.relationship().transaction();
        let transaction = transaction.delete(a.clone()).insert(a.clone()).insert(a);
        transaction.insert(b.clone()).delete(b).await.unwrap();
        let log = log.lock().unwrap();
        let changes = log[0].body.as_array().unwrap();
        let actions: Vec<_> = changes.iter().map(|change| &change["action"]).collect();
        assert_eq!(actions, ["insert", "delete"]);
    }

    #[tokio::test]
    async fn nothing_to_change_is_not_sent() {
        let (keto, log) = client(|_| (500, String::new()));
        keto.relationship().transaction().await.unwrap();
        assert!(log.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_refusal_is_an_error_and_debug_names_nobody() {
        let (keto, _) = client(|_| {
            (
                404,
                r#"{"error":{"code":404,"status":"Not Found"}}"#.to_owned(),
            )
        });
        let transaction = keto.relationship().transaction();
        let transaction = transaction.insert(tuple("Nope:CANARY#owners@CANARY"));
        assert!(!format!("{transaction:?}").contains("CANARY"));
        assert!(transaction.await.unwrap_err().is_not_found());
    }
}
