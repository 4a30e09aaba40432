//! Keto: who may do what.

pub(crate) mod batch;
pub(crate) mod expand;
pub(crate) mod health;
pub(crate) mod language;
pub(crate) mod listing;
pub(crate) mod sentences;
pub(crate) mod sharing;

use ory_keto::models::{
    CreateRelationshipBody, Relationship, RelationshipPatch, RelationshipPatchAction, SubjectSet,
};

use crate::check::Check;
use crate::world::World;

/// Writes `namespace:object#relation@subject`.
async fn write(
    world: &World,
    namespace: &str,
    object: &str,
    relation: &str,
    subject: &str,
) -> Check {
    let body = CreateRelationshipBody::new(namespace, object, relation).subject_id(subject);
    world.keto.relationship().create_relationship(body).await?;
    Ok(())
}

/// One relationship to insert.
fn insert(relationship: Relationship) -> RelationshipPatch {
    RelationshipPatch::new(RelationshipPatchAction::Insert, relationship)
}

/// Everybody who is related to an object.
fn set(namespace: &str, object: &str, relation: &str) -> SubjectSet {
    SubjectSet::new(namespace, object).relation(relation)
}
