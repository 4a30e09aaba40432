//! An administrator manages one identity after the other.

use ory_kratos::models::{
    CreateIdentityBody, IdentityState, JsonPatch, JsonPatchOp, UpdateIdentityBody,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{NOBODY, PASSWORD, email, log_in, person};
use crate::check::{Check, equal, holds, refused, some};
use crate::world::World;

/// Created, read, deleted; and not created twice.
pub(crate) async fn are_created_and_deleted(world: &World) -> Check {
    let identities = world.kratos.identity();
    let address = email(world);
    let body = CreateIdentityBody::new("default", json!({ "email": address, "name": "Ada" }))
        .metadata_public(json!({ "plan": "free" }))
        .metadata_admin(json!({ "note": null, "score": 1.5 }));
    let created = identities.create_identity(body.clone()).response().await?;
    equal("status", created.status().as_u16(), 201)?;
    let location = created.headers().get("location").cloned();
    let created = created.into_value();
    let id = created.id;
    let location = some("where the identity is", location)?;
    holds(
        location.to_str()?.ends_with(&id),
        "`Location` names the new identity",
    )?;
    equal(
        "state",
        created.state.as_ref(),
        Some(&IdentityState::Active),
    )?;
    let error = refused(
        "the same address again",
        identities.create_identity(body.clone()).await,
        409,
    )?;
    holds(error.is_conflict(), "it is a conflict")?;

    let read = identities.get_identity(&id).await?;
    equal("traits", &read.traits, &created.traits)?;
    equal(
        "plan",
        read.metadata_public.as_ref(),
        Some(&json!({ "plan": "free" })),
    )?;
    equal(
        "metadata of the administrator",
        read.metadata_admin,
        Some(json!({ "note": null, "score": 1.5 })),
    )?;

    identities.delete_identity(&id).await?;
    let error = refused(
        "a deleted identity",
        identities.get_identity(&id).await,
        404,
    )?;
    holds(error.is_not_found(), "it is not found")?;
    refused("deleting again", identities.delete_identity(&id).await, 404)?;
    // The address is free again.
    identities.create_identity(body.clone()).await?;
    Ok(())
}

/// Replaced as a whole: what is left out is cleared, but for the credentials.
pub(crate) async fn are_replaced(world: &World) -> Check {
    let identities = world.kratos.identity();
    let somebody = person(world).await?;
    let traits = json!({ "email": somebody.email, "name": "Grace" });
    let body = UpdateIdentityBody::new("default", IdentityState::Active, traits.clone())
        .metadata_public(json!({ "plan": "paid" }))
        .metadata_admin(json!({ "note": "called" }));
    let replaced = identities.update_identity(&somebody.id, body).await?;
    equal("traits", &replaced.traits, &traits)?;
    equal(
        "plan",
        replaced.metadata_public,
        Some(json!({ "plan": "paid" })),
    )?;

    let body = UpdateIdentityBody::new("default", IdentityState::Active, traits)
        .metadata_admin(json!({ "note": "called" }));
    let replaced = identities.update_identity(&somebody.id, body).await?;
    holds(
        replaced.metadata_public.is_none(),
        "public metadata that was left out is cleared",
    )?;
    equal(
        "note",
        replaced.metadata_admin,
        Some(json!({ "note": "called" })),
    )?;
    log_in(world, &somebody).await?;
    Ok(())
}

/// Read as a type of one's own, changed, and written back; what was not touched stays.
pub(crate) async fn are_read_changed_and_written_back(world: &World) -> Check {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Traits {
        email: String,
        name: Option<String>,
    }
    let identities = world.kratos.identity();
    let body = CreateIdentityBody::new("default", json!(null))
        .try_traits(Traits {
            email: email(world),
            name: Some("Ada".to_owned()),
        })?
        .metadata_public(json!({ "plan": "free" }))
        .metadata_admin(json!({ "note": "called" }));
    let created = identities.create_identity(body).await?;
    let mut traits: Traits = created.traits_as()?;
    traits.name = Some("Grace".to_owned());
    let changed = created.to_update().try_traits(&traits)?;
    identities.update_identity(&created.id, changed).await?;
    let read = identities.get_identity(&created.id).await?;
    equal("traits", read.traits_as::<Traits>()?, traits)?;
    equal("state", read.state, created.state)?;
    equal("metadata", read.metadata_public, created.metadata_public)?;
    equal("note", read.metadata_admin, created.metadata_admin)
}

/// Members whose names have `/` and `~` in them are escaped in a JSON pointer (RFC 6901, section 3).
pub(crate) async fn are_patched(world: &World) -> Check {
    let identities = world.kratos.identity();
    let body = CreateIdentityBody::new("default", json!({ "email": email(world) }))
        .metadata_admin(json!({ "a/b": 1, "m~n": 2, "list": [1, 2], "~1": "old" }));
    let id = identities.create_identity(body).await?.id;
    let patch = [
        JsonPatch::new(JsonPatchOp::Replace, "/metadata_admin/a~1b").value(10),
        JsonPatch::new(JsonPatchOp::Remove, "/metadata_admin/m~0n"),
        JsonPatch::new(JsonPatchOp::Add, "/metadata_admin/list/-").value(3),
        JsonPatch::new(JsonPatchOp::Replace, "/metadata_admin/~01").value("changed"),
        JsonPatch::new(JsonPatchOp::Replace, "/metadata_admin/new").value("set"),
        JsonPatch::new(JsonPatchOp::Add, "/metadata_public").value(json!({ "plan": "free" })),
        JsonPatch::new(JsonPatchOp::Replace, "/state").value("inactive"),
    ];
    let patched = identities.patch_identity(&id, patch).await?;
    equal(
        "metadata of the administrator",
        patched.metadata_admin,
        Some(json!({ "a/b": 10, "list": [1, 2, 3], "~1": "changed", "new": "set" })),
    )?;
    equal(
        "public metadata",
        patched.metadata_public,
        Some(json!({ "plan": "free" })),
    )?;
    equal("state", patched.state, Some(IdentityState::Inactive))?;

    // `null` is a value of its own here: it is written, where a patch without a value would be refused.
    let null = [JsonPatch::new(JsonPatchOp::Replace, "/metadata_public").value(json!(null))];
    let patched = identities.patch_identity(&id, null).await?;
    holds(
        patched.metadata_public.is_none(),
        "public metadata is null now",
    )
}

/// A patch is taken as a whole or not at all, and some parts cannot be patched.
pub(crate) async fn are_not_patched_by_halves(world: &World) -> Check {
    let identities = world.kratos.identity();
    let somebody = person(world).await?;
    let halves = [
        JsonPatch::new(JsonPatchOp::Replace, "/state").value("inactive"),
        JsonPatch::new(JsonPatchOp::Remove, "/metadata_admin/nothing"),
    ];
    let result = identities.patch_identity(&somebody.id, halves).await;
    refused("removal of what is not there", result, 400)?;
    // Three of the six operations of RFC 6902 are not taken, even where they would succeed.
    for unsupported in [
        JsonPatch::new(JsonPatchOp::Test, "/schema_id").value("default"),
        JsonPatch::new(JsonPatchOp::Copy, "/metadata_admin").from("/traits"),
        JsonPatch::new(JsonPatchOp::Move, "/metadata_public").from("/metadata_admin"),
    ] {
        let result = identities.patch_identity(&somebody.id, [unsupported]).await;
        let error = refused("an operation that is not supported", result, 400)?;
        let message = error.api().and_then(|api| api.message());
        holds(
            message.is_some_and(|message| message.starts_with("unsupported operation")),
            "the message says so",
        )?;
    }
    for path in ["/id", "/credentials", "/state_changed_at"] {
        let denied = [JsonPatch::new(JsonPatchOp::Replace, path).value("x")];
        let result = identities.patch_identity(&somebody.id, denied).await;
        refused(path, result, 400)?;
    }
    let against = [JsonPatch::new(JsonPatchOp::Add, "/traits/phone").value("1")];
    let result = identities.patch_identity(&somebody.id, against).await;
    refused("a trait that the schema does not know", result, 400)?;
    let read = identities.get_identity(&somebody.id).await?;
    equal("state", read.state, Some(IdentityState::Active))?;
    equal("traits", read.traits, json!({ "email": somebody.email }))
}

/// Who is deactivated cannot log in, until activated again.
pub(crate) async fn are_deactivated(world: &World) -> Check {
    let identities = world.kratos.identity();
    let frontend = world.kratos.frontend();
    let somebody = person(world).await?;
    let token = log_in(world, &somebody).await?;
    let state =
        |state: &str| [JsonPatch::new(JsonPatchOp::Replace, "/state").value(state.to_owned())];
    identities
        .patch_identity(&somebody.id, state("inactive"))
        .await?;
    let flow = frontend.create_native_login_flow().await?;
    let answer =
        ory_kratos::models::UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD);
    let login = frontend.update_login_flow(&flow.id, answer).await;
    holds(login.is_err(), "a deactivated identity cannot log in")?;
    refused(
        "the session of a deactivated identity",
        frontend.to_session().session_token(token).await,
        401,
    )?;
    identities
        .patch_identity(&somebody.id, state("active"))
        .await?;
    log_in(world, &somebody).await?;
    Ok(())
}

/// Ids of nobody, and what cannot be created.
pub(crate) async fn are_refused_when_wrong(world: &World) -> Check {
    let identities = world.kratos.identity();
    for id in [NOBODY, "no-uuid", "a/b?c=d&e"] {
        refused(id, identities.get_identity(id).await, 404)?;
        refused(id, identities.delete_identity(id).await, 404)?;
        let body = UpdateIdentityBody::new("default", IdentityState::Active, json!({}));
        refused(id, identities.update_identity(id, body).await, 404)?;
        let patch = [JsonPatch::new(JsonPatchOp::Replace, "/state").value("active")];
        refused(id, identities.patch_identity(id, patch).await, 404)?;
    }
    // An empty id would be the list; it is refused before anything is sent.
    let error = identities.delete_identity("").await.err();
    holds(
        error.is_some_and(|error| error.is_configuration()),
        "an empty id is not sent",
    )?;

    let unknown = CreateIdentityBody::new("nothing", json!({ "email": email(world) }));
    let error = refused(
        "a schema that does not exist",
        identities.create_identity(unknown).await,
        400,
    )?;
    let reason = error.api().and_then(|api| api.reason());
    holds(
        reason.is_some_and(|reason| reason.contains("nothing")),
        "the reason names the schema",
    )?;
    for traits in [
        json!({ "email": "no address" }),
        json!({ "name": "no email" }),
        json!({ "email": email(world), "phone": "unknown" }),
    ] {
        let body = CreateIdentityBody::new("default", traits);
        refused(
            "traits that the schema forbids",
            identities.create_identity(body).await,
            400,
        )?;
    }
    Ok(())
}

/// Kratos 1.3 has no external ids. It says so when one is created with an identity, and keeps nothing; when an identity
/// is replaced it says nothing, and keeps nothing either.
pub(crate) async fn have_no_external_id_in_this_release(world: &World) -> Check {
    let identities = world.kratos.identity();
    let address = email(world);
    let body = CreateIdentityBody::new("default", json!({ "email": address }));
    let result = identities
        .create_identity(body.clone().external_id(world.name("external")))
        .await;
    refused("an external id", result, 400)?;
    let created = identities.create_identity(body).await?;
    let body = UpdateIdentityBody::new("default", IdentityState::Active, created.traits)
        .external_id(world.name("external"));
    let replaced = identities.update_identity(&created.id, body).await?;
    equal("external id", replaced.external_id, None)
}

/// The id that another system gave: read by, unique, and gone when a replacement does not name it.
pub(crate) async fn have_external_ids(world: &World) -> Check {
    let identities = world.kratos.identity();
    // Every character that a path could take for something else.
    let external = world.name("an id/of ours, für uns? 100%");
    let body = |address: String| {
        CreateIdentityBody::new("default", json!({ "email": address })).external_id(&external)
    };
    let created = identities.create_identity(body(email(world))).await?;
    equal("external id", created.external_id.as_ref(), Some(&external))?;
    let found = identities
        .get_identity_by_external_id(&external)
        .include_credential(["password"])
        .await?;
    equal("found by it", &found.id, &created.id)?;
    let second = identities.create_identity(body(email(world))).await;
    refused("another identity with it", second, 409)?;

    let kept = identities
        .update_identity(&created.id, found.to_update())
        .await?;
    equal(
        "kept by an update",
        kept.external_id.as_ref(),
        Some(&external),
    )?;
    let without = UpdateIdentityBody::new("default", IdentityState::Active, created.traits);
    let replaced = identities.update_identity(&created.id, without).await?;
    equal("not named", replaced.external_id, None)?;
    let gone = identities.get_identity_by_external_id(&external).await;
    refused("an id that was taken away", gone, 404)?;
    Ok(())
}
