//! A file is shared with a person and with a group, and the sharing ends.

use ory_keto::models::{
    CreateRelationshipBody, PostCheckPermissionBody, PostCheckPermissionOrErrorBody, Relationship,
    RelationshipPatch, RelationshipPatchAction,
};

use super::{insert, set, write};
use crate::check::{Check, equal, refused, some};
use crate::world::World;

/// What was written comes back, a permit follows from it, and no longer after it is deleted.
pub(crate) async fn with_a_person(world: &World) -> Check {
    let file = world.name("file");
    let keto = &world.keto;
    let body = CreateRelationshipBody::new("File", &file, "owners").subject_id("alice");
    let created = keto
        .relationship()
        .create_relationship(body)
        .response()
        .await?;
    equal("status", created.status().as_u16(), 201)?;
    let created = created.into_value();
    equal("namespace", created.namespace.as_str(), "File")?;
    equal("object", &created.object, &file)?;
    equal("subject", created.subject_id.as_deref(), Some("alice"))?;

    let permission = keto.permission();
    for (person, allowed) in [("alice", true), ("bob", false)] {
        let by_query = permission
            .check_permission("File", &file, "view")
            .subject_id(person)
            .await?;
        equal("check", by_query, allowed)?;
        // The same question, answered by 200 or 403: the verdict is a value in both.
        let by_status = permission
            .check_permission_or_error("File", &file, "view")
            .subject_id(person)
            .await?;
        equal("check or error", by_status, allowed)?;
        let body = PostCheckPermissionBody::new("File", &file, "view").subject_id(person);
        equal(
            "posted check",
            permission.post_check_permission(body).await?,
            allowed,
        )?;
        let body = PostCheckPermissionOrErrorBody::new("File", &file, "view").subject_id(person);
        equal(
            "posted check or error",
            permission.post_check_permission_or_error(body).await?,
            allowed,
        )?;
    }

    keto.relationship()
        .delete_relationships("File")
        .object(&file)
        .await?;
    let after = permission
        .check_permission("File", &file, "view")
        .subject_id("alice")
        .await?;
    equal("check after deletion", after, false)?;
    // Deleting what is not there is no error.
    keto.relationship()
        .delete_relationships("File")
        .object(&file)
        .await?;
    Ok(())
}

/// Members of a group, and of a group in the group, may view what the group owns.
pub(crate) async fn with_a_group(world: &World) -> Check {
    let (file, group, inner) = (world.name("file"), world.name("group"), world.name("inner"));
    let members = set("Group", &inner, "members");
    let patches = [
        insert(
            Relationship::new("File", &file, "owners").subject_set(set("Group", &group, "members")),
        ),
        insert(Relationship::new("Group", &group, "members").subject_set(members.clone())),
        insert(Relationship::new("Group", &inner, "members").subject_id("carol")),
    ];
    world
        .keto
        .relationship()
        .patch_relationships(&patches)
        .await?;
    let permission = world.keto.permission();
    equal(
        "member",
        permission
            .check_permission("File", &file, "view")
            .subject_id("carol")
            .await?,
        true,
    )?;
    equal(
        "stranger",
        permission
            .check_permission("File", &file, "view")
            .subject_id("mallory")
            .await?,
        false,
    )?;

    // A group can be asked for, too, by parameters and in a body.
    let by_query = permission
        .check_permission("File", &file, "owners")
        .subject_set_namespace("Group")
        .subject_set_object(&inner)
        .subject_set_relation("members")
        .await?;
    equal("group by query", by_query, true)?;
    let body = PostCheckPermissionBody::new("File", &file, "owners").subject_set(members);
    equal(
        "group by body",
        permission.post_check_permission(body).await?,
        true,
    )?;

    // Two steps lead to carol; one is not enough.
    let shallow = permission
        .check_permission("File", &file, "view")
        .subject_id("carol")
        .max_depth(1)
        .await?;
    equal("max depth 1", shallow, false)
}

/// A patch is one transaction: a relationship that cannot be written keeps the others from being written.
pub(crate) async fn all_or_nothing(world: &World) -> Check {
    let file = world.name("file");
    let patches = [
        insert(Relationship::new("File", &file, "owners").subject_id("alice")),
        insert(Relationship::new("Nowhere", &file, "owners").subject_id("alice")),
    ];
    let error = refused(
        "unknown namespace",
        world
            .keto
            .relationship()
            .patch_relationships(&patches)
            .await,
        404,
    )?;
    let api = some("the error's body", error.api())?;
    equal(
        "reason",
        api.reason(),
        Some("Unknown namespace with name \"Nowhere\"."),
    )?;
    let stored = world
        .keto
        .relationship()
        .get_relationships()
        .namespace("File")
        .object(&file)
        .await?;
    equal("stored after a failed patch", stored.len(), 0)?;

    write(world, "File", &file, "viewers", "alice").await?;
    let moved = [
        RelationshipPatch::new(
            RelationshipPatchAction::Delete,
            Relationship::new("File", &file, "viewers").subject_id("alice"),
        ),
        insert(Relationship::new("File", &file, "owners").subject_id("alice")),
    ];
    world
        .keto
        .relationship()
        .patch_relationships(&moved)
        .await?;
    let stored = world
        .keto
        .relationship()
        .get_relationships()
        .namespace("File")
        .object(&file)
        .await?;
    let relations: Vec<&str> = stored
        .iter()
        .map(|relationship| relationship.relation.as_str())
        .collect();
    equal("relations after the patch", relations, vec!["owners"])
}

/// A namespace that does not exist allows nothing; a relation that does not exist is an error.
pub(crate) async fn asking_for_what_does_not_exist(world: &World) -> Check {
    let permission = world.keto.permission();
    let unknown = permission
        .check_permission("Nowhere", "x", "view")
        .subject_id("alice")
        .await?;
    equal("unknown namespace", unknown, false)?;
    let result = permission
        .check_permission("File", "x", "flies")
        .subject_id("alice")
        .await;
    let error = refused("unknown relation", result, 400)?;
    let reason = error.api().and_then(|api| api.reason());
    equal("reason", reason, Some("relation \"flies\" does not exist"))?;
    refused(
        "no subject",
        permission.check_permission("File", "x", "view").await,
        400,
    )?;

    let body = CreateRelationshipBody::new("Nowhere", "x", "owners").subject_id("alice");
    let error = refused(
        "write to an unknown namespace",
        world.keto.relationship().create_relationship(body).await,
        404,
    )?;
    equal("is not found", error.is_not_found(), true)?;
    let deleted = world.keto.relationship().delete_relationships("Nowhere");
    refused("delete from an unknown namespace", deleted.await, 404)?;
    refused(
        "list an unknown namespace",
        world
            .keto
            .relationship()
            .get_relationships()
            .namespace("Nowhere")
            .await,
        404,
    )?;
    Ok(())
}
