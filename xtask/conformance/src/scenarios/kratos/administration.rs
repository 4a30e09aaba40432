//! An administrator manages identities.

use std::collections::BTreeSet;

use ory_kratos::models::{
    CreateIdentityBody, CreateRecoveryCodeForIdentityBody, CreateRecoveryLinkForIdentityBody,
    IdentityPatch, IdentityPatchAction, IdentityState, JsonPatch, JsonPatchOp, PatchIdentitiesBody,
    UpdateIdentityBody,
};
use serde_json::json;

use super::{email, person};
use crate::check::{Check, equal, holds, refused, some};
use crate::world::World;

/// Created, read, replaced, patched, deleted.
pub(crate) async fn from_creation_to_deletion(world: &World) -> Check {
    let identities = world.kratos.identity();
    let address = email(world);
    let body = CreateIdentityBody::new("default", json!({ "email": address, "name": "Ada" }))
        .metadata_public(json!({ "plan": "free" }))
        .metadata_admin(json!({ "a/b": 1, "m~n": 2 }));
    let created = identities.create_identity(&body).response().await?;
    equal("status", created.status().as_u16(), 201)?;
    let created = created.into_value();
    let id = created.id;
    equal(
        "state",
        created.state.as_ref(),
        Some(&IdentityState::Active),
    )?;
    let error = refused(
        "the same address again",
        identities.create_identity(&body).await,
        409,
    )?;
    holds(error.is_conflict(), "it is a conflict")?;
    refused(
        "traits that the schema does not know",
        identities
            .create_identity(CreateIdentityBody::new("default", json!({ "phone": 1 })))
            .await,
        400,
    )?;

    let read = identities
        .get_identity(&id)
        .include_credential(["password"])
        .await?;
    equal(
        "traits",
        &read.traits,
        &json!({ "email": address, "name": "Ada" }),
    )?;
    equal(
        "plan",
        read.metadata_public.as_ref(),
        Some(&json!({ "plan": "free" })),
    )?;

    // Replacing clears what is not given.
    let body = UpdateIdentityBody::new(
        "default",
        IdentityState::Active,
        json!({ "email": address, "name": "Grace" }),
    )
    .metadata_admin(json!({ "a/b": 1, "m~n": 2 }));
    let replaced = identities.update_identity(&id, body).await?;
    equal("name", &replaced.traits["name"], &json!("Grace"))?;
    holds(
        replaced.metadata_public.is_none(),
        "public metadata that was left out is cleared",
    )?;

    // `/` and `~` in names are escaped in a JSON pointer.
    let patch = [
        JsonPatch::new(JsonPatchOp::Replace, "/metadata_admin/a~1b").value(10),
        JsonPatch::new(JsonPatchOp::Remove, "/metadata_admin/m~0n"),
        JsonPatch::new(JsonPatchOp::Replace, "/state").value("inactive"),
    ];
    let patched = identities.patch_identity(&id, patch).await?;
    equal(
        "metadata",
        patched.metadata_admin,
        Some(json!({ "a/b": 10 })),
    )?;
    equal("state", patched.state, Some(IdentityState::Inactive))?;
    let denied = [JsonPatch::new(JsonPatchOp::Replace, "/id").value("x")];
    refused(
        "a patch of the id",
        identities.patch_identity(&id, denied).await,
        400,
    )?;

    identities.delete_identity(&id).await?;
    holds(
        refused(
            "a deleted identity",
            identities.get_identity(&id).await,
            404,
        )?
        .is_not_found(),
        "it is not found",
    )?;
    refused("deleting again", identities.delete_identity(&id).await, 404)?;
    Ok(())
}

/// Six hundred at once, page by page, each once; and by filters.
pub(crate) async fn lists_identities(world: &World) -> Check {
    let identities = world.kratos.identity();
    let mut created = BTreeSet::new();
    for _ in 0..3 {
        let patches: Vec<IdentityPatch> = (0..200)
            .map(|_| {
                IdentityPatch::new(CreateIdentityBody::new(
                    "default",
                    json!({ "email": email(world) }),
                ))
            })
            .collect();
        let answer = identities
            .batch_patch_identities(PatchIdentitiesBody::new(patches))
            .await?;
        for result in answer.identities {
            created.insert(some("the new identity", result.identity)?);
        }
    }
    equal("created", created.len(), 600)?;
    let mut found = BTreeSet::new();
    let mut items = identities.list_identities().page_size(250).items();
    while let Some(identity) = items.next().await {
        holds(found.insert(identity?.id), "no identity is listed twice")?;
    }
    holds(created.is_subset(&found), "every identity is listed")?;

    let two: Vec<&String> = created.iter().take(2).collect();
    equal(
        "by id",
        identities.list_identities().ids(two).await?.len(),
        2,
    )?;
    let somebody = person(world).await?;
    let by_address = identities
        .list_identities()
        .credentials_identifier(&somebody.email)
        .await?;
    let ids: Vec<&str> = by_address
        .iter()
        .map(|identity| identity.id.as_str())
        .collect();
    equal("by address", ids, vec![somebody.id.as_str()])
}

/// A batch in which one person exists already: the others are created all the same.
pub(crate) async fn creates_many_with_one_failure(world: &World) -> Check {
    let existing = person(world).await?;
    let fresh = "5bd0a5a8-5a8b-4a52-9f0c-6a3c1d9f2e10";
    let patch = |address: &str| {
        IdentityPatch::new(CreateIdentityBody::new(
            "default",
            json!({ "email": address }),
        ))
    };
    let patches = [patch(&email(world)).patch_id(fresh), patch(&existing.email)];
    let answer = world
        .kratos
        .identity()
        .batch_patch_identities(PatchIdentitiesBody::new(patches))
        .await?;
    let actions: Vec<_> = answer
        .identities
        .iter()
        .map(|result| result.action.clone())
        .collect();
    equal(
        "actions",
        actions,
        vec![
            Some(IdentityPatchAction::Create),
            Some(IdentityPatchAction::Error),
        ],
    )?;
    equal(
        "the id given by the caller",
        answer.identities[0].patch_id.as_deref(),
        Some(fresh),
    )?;
    let error = some("the error", answer.identities[1].error.as_ref())?;
    equal("code", error.code, Some(409))
}

/// A second factor is taken away, a password is not.
pub(crate) async fn deletes_credentials(world: &World) -> Check {
    let somebody = person(world).await?;
    let identities = world.kratos.identity();
    let result = identities
        .delete_identity_credentials(&somebody.id, "password")
        .await;
    refused("the password, the only first factor", result, 400)?;
    let result = identities
        .delete_identity_credentials(&somebody.id, "totp")
        .await;
    refused("a factor that was never set up", result, 404)?;
    Ok(())
}

/// Helps somebody who lost the password: a code, or a link.
pub(crate) async fn recovers_an_account(world: &World) -> Check {
    let somebody = person(world).await?;
    let identities = world.kratos.identity();
    let recovery = identities
        .create_recovery_code_for_identity(CreateRecoveryCodeForIdentityBody::new(&somebody.id))
        .await?;
    equal(
        "digits of the code",
        recovery.recovery_code.expose().len(),
        6,
    )?;
    let link = identities
        .create_recovery_link_for_identity(CreateRecoveryLinkForIdentityBody::new(&somebody.id))
        .await?;
    holds(
        link.recovery_link.expose().contains("token="),
        "the link has a token",
    )?;
    let nobody = CreateRecoveryCodeForIdentityBody::new("00000000-0000-0000-0000-000000000000");
    refused(
        "nobody",
        identities.create_recovery_code_for_identity(nobody).await,
        404,
    )?;
    Ok(())
}

/// The schemas of traits.
pub(crate) async fn reads_schemas(world: &World) -> Check {
    let schemas = world.kratos.identity().list_identity_schemas().await?;
    equal("schemas", schemas.len(), 1)?;
    let schema = world
        .kratos
        .identity()
        .get_identity_schema("default")
        .await?;
    equal("title", schema.get("title"), Some(&json!("Person")))?;
    refused(
        "no schema",
        world
            .kratos
            .identity()
            .get_identity_schema("bm90aGluZw")
            .await,
        404,
    )?;
    Ok(())
}
