//! The life of an OAuth2 client.

use std::collections::BTreeSet;
use std::time::Duration;

use ory_hydra::models::{JsonPatch, JsonPatchOp, OAuth2Client, OAuth2ClientTokenLifespans};
use serde_json::json;

use super::register;
use crate::check::{Check, equal, holds, refused, some};
use crate::world::World;

/// Created, read, changed as a whole and in part, deleted.
pub(crate) async fn from_creation_to_deletion(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let client = OAuth2Client::new()
        .client_name("report")
        .grant_types(["client_credentials"])
        .scope("read")
        .contacts(["ops@example.com"])
        .metadata(json!({ "team": { "name": "a/b" } }));
    let created = oauth2.create_oauth2_client(client).response().await?;
    equal("status", created.status().as_u16(), 201)?;
    let created = created.into_value();
    let id = some("the client's id", created.client_id)?;
    holds(
        created.client_secret.is_some(),
        "the secret is told when the client is created",
    )?;

    let mut read = oauth2.get_oauth2_client(&id).await?;
    equal("name", read.client_name.as_deref(), Some("report"))?;
    holds(read.client_secret.is_none(), "the secret is not told again")?;

    // Read, changed and written back: what we do not know of a client is kept.
    read.scope = Some("read write".to_owned());
    let changed = oauth2.set_oauth2_client(&id, read).await?;
    equal("scope", changed.scope.as_deref(), Some("read write"))?;
    equal("contacts", changed.contacts, vec!["ops@example.com"])?;

    // A slash in a member's name is escaped in a JSON pointer.
    let patch = [
        JsonPatch::new(JsonPatchOp::Replace, "/client_name").value("nightly report"),
        JsonPatch::new(JsonPatchOp::Add, "/metadata/a~1b").value(1),
    ];
    let patched = oauth2.patch_oauth2_client(&id, patch).await?;
    equal(
        "name",
        patched.client_name.as_deref(),
        Some("nightly report"),
    )?;
    equal(
        "metadata",
        patched.metadata,
        Some(json!({ "team": { "name": "a/b" }, "a/b": 1 })),
    )?;

    oauth2.delete_oauth2_client(&id).await?;
    let error = refused("a deleted client", oauth2.get_oauth2_client(&id).await, 404)?;
    let said = error.api().and_then(|api| api.oauth2_error());
    equal("error", said, Some("Unable to locate the resource"))?;
    refused(
        "deleting again",
        oauth2.delete_oauth2_client(&id).await,
        404,
    )?;
    Ok(())
}

/// How long tokens last is a setting of the client, in Go's notation.
pub(crate) async fn with_lifespans_of_their_own(world: &World) -> Check {
    let client = register(
        world,
        OAuth2Client::new().grant_types(["client_credentials"]),
    )
    .await?;
    let minute = Duration::from_secs(90);
    let lifespans =
        OAuth2ClientTokenLifespans::new().client_credentials_grant_access_token_lifespan(minute);
    let changed = world
        .hydra
        .oauth2()
        .set_oauth2_client_lifespans(&client.id, lifespans)
        .await?;
    let lifespan = some(
        "the lifespan",
        changed.client_credentials_grant_access_token_lifespan,
    )?;
    equal("lifespan", lifespan.to_string().as_str(), "1m30s")?;
    let token = world
        .hydra
        .oauth2()
        .oauth2_token_exchange("client_credentials")
        .with_credentials(super::basic(&client))
        .await?;
    let seconds = some("how long the token lasts", token.expires_in)?;
    holds(
        (85..=90).contains(&seconds),
        "the token lasts as long as the client's setting says",
    )
}

/// A client, an issuer or a key that nobody made is not found; of what is deleted by a filter, nothing is as good as all.
pub(crate) async fn of_nobody(world: &World) -> Check {
    let (oauth2, jwk) = (world.hydra.oauth2(), world.hydra.jwk());
    let nobody = world.name("nobody");
    let read = oauth2.get_oauth2_client(&nobody).await;
    refused("reading", read, 404)?;
    let set = oauth2.set_oauth2_client(&nobody, OAuth2Client::new()).await;
    refused("replacing", set, 404)?;
    let patch = [JsonPatch::new(JsonPatchOp::Replace, "/client_name").value("x")];
    let patched = oauth2.patch_oauth2_client(&nobody, patch).await;
    refused("patching", patched, 404)?;
    let lifespans = OAuth2ClientTokenLifespans::new();
    let lifespans = oauth2.set_oauth2_client_lifespans(&nobody, lifespans).await;
    refused("its lifespans", lifespans, 404)?;
    let registered = world.hydra.oidc();
    let registered = registered
        .get_oidc_dynamic_client("a token".into(), &nobody)
        .await;
    refused("one that registered itself", registered, 401)?;

    let issuer = "00000000-0000-4000-8000-000000000000";
    let read = oauth2.get_trusted_oauth2_jwt_grant_issuer(issuer).await;
    refused("an issuer", read, 404)?;
    let deleted = oauth2.delete_trusted_oauth2_jwt_grant_issuer(issuer).await;
    refused("deleting an issuer", deleted, 404)?;
    let read = jwk.get_json_web_key_set(&nobody).await;
    refused("a set of keys", read, 404)?;
    let read = jwk.get_json_web_key(&nobody, "key").await;
    refused("a key", read, 404)?;

    jwk.delete_json_web_key_set(&nobody).await?;
    jwk.delete_json_web_key(&nobody, "key").await?;
    oauth2.delete_oauth2_token(&nobody).await?;
    oauth2
        .revoke_oauth2_login_sessions()
        .subject(&nobody)
        .await?;
    let consent = oauth2.revoke_oauth2_consent_sessions().subject(&nobody);
    consent.all(true).await?;
    Ok(())
}

/// Seven clients of one owner, three at a time: each is given once.
pub(crate) async fn are_listed_across_pages(world: &World) -> Check {
    let owner = world.name("owner");
    let mut created = BTreeSet::new();
    for _ in 0..7 {
        created.insert(register(world, OAuth2Client::new().owner(&owner)).await?.id);
    }
    let mut found = BTreeSet::new();
    let mut items = world
        .hydra
        .oauth2()
        .list_oauth2_clients()
        .owner(&owner)
        .page_size(3)
        .items();
    while let Some(client) = items.next().await {
        let id = some("the client's id", client?.client_id)?;
        holds(found.insert(id), "no client is listed twice")?;
    }
    equal("clients", found, created)?;
    let none = world
        .hydra
        .oauth2()
        .list_oauth2_clients()
        .client_name(world.name("nobody"))
        .await?;
    equal("clients of a name that nobody has", none.len(), 0)
}
