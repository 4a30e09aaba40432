//! An administrator looks for identities.

use std::collections::BTreeSet;

use ory_kratos::models::{CreateIdentityBody, IdentityPatch, PatchIdentitiesBody};
use serde_json::json;

use super::{NOBODY, email, person};
use crate::check::{Check, Failure, equal, holds, refused, some};
use crate::world::World;

/// How many are created in one call.
const BATCH: usize = 200;

/// Creates that many identities; returns their ids.
async fn crowd(world: &World, count: usize) -> Result<BTreeSet<String>, Failure> {
    let mut created = BTreeSet::new();
    while created.len() < count {
        let next = BATCH.min(count - created.len());
        let patches: Vec<IdentityPatch> = (0..next)
            .map(|_| {
                let traits = json!({ "email": email(world) });
                IdentityPatch::new(CreateIdentityBody::new("default", traits))
            })
            .collect();
        let answer = world
            .kratos
            .identity()
            .batch_patch_identities(PatchIdentitiesBody::new(patches))
            .await?;
        for result in answer.identities {
            created.insert(some("the new identity", result.identity)?);
        }
    }
    Ok(created)
}

/// Six hundred, page by page, each once; a pager goes on where another one stopped.
pub(crate) async fn finds_everybody(world: &World) -> Check {
    let created = crowd(world, 600).await?;
    let identities = world.kratos.identity();
    let mut found = BTreeSet::new();
    let mut sizes = Vec::new();
    let mut pages = identities.list_identities().page_size(250).pages();
    while let Some(page) = pages.next().await {
        let page = page?;
        sizes.push(page.len());
        for identity in page {
            holds(found.insert(identity.id), "no identity is listed twice")?;
        }
    }
    holds(created.is_subset(&found), "every identity is listed")?;
    let last = sizes.pop();
    holds(
        sizes.iter().all(|size| *size == 250) && last.is_some_and(|size| size <= 250),
        "all pages but the last are full",
    )?;

    let first = identities.list_identities().page_size(100).await?;
    let token = some("the second page's token", first.next.clone())?;
    let mut rest = identities
        .list_identities()
        .page_size(500)
        .page_token(token)
        .items();
    let mut after = BTreeSet::new();
    while let Some(identity) = rest.next().await {
        after.insert(identity?.id);
    }
    holds(
        first.iter().all(|identity| !after.contains(&identity.id)),
        "the first page is not listed again",
    )?;
    equal(
        "identities after the first page",
        after.len() + 100,
        found.len(),
    )?;

    // More ids than the documents allow: Kratos 1.3 takes them. Both releases cut the list into pages as any other.
    let many: Vec<&String> = created.iter().take(501).collect();
    let result = identities.list_identities().ids(&many).await;
    let status = result.err().and_then(|error| error.status());
    let expected = world.kratos_by_release(None, Some(400));
    equal("501 ids", status.map(|status| status.as_u16()), expected)?;
    let many = &many[..world.kratos_by_release(501, 500)];
    let by_id = || identities.list_identities().ids(many);
    equal("first page by ids", by_id().await?.len(), 250)?;
    let mut items = by_id().items();
    let mut found = BTreeSet::new();
    while let Some(identity) = items.next().await {
        holds(found.insert(identity?.id), "no identity is listed twice")?;
    }
    holds(
        found.iter().eq(many.iter().copied()),
        "the pager gives all of them",
    )
}

/// By ids, by what they log in with, and with what they have to log in.
pub(crate) async fn finds_somebody(world: &World) -> Check {
    let (ada, grace) = (person(world).await?, person(world).await?);
    let identities = world.kratos.identity();
    let ids = [ada.id.as_str(), grace.id.as_str(), ada.id.as_str(), NOBODY];
    let page = identities.list_identities().ids(ids).await?;
    let found: BTreeSet<&str> = page.iter().map(|identity| identity.id.as_str()).collect();
    equal(
        "by id, each once",
        found,
        BTreeSet::from([ada.id.as_str(), grace.id.as_str()]),
    )?;
    equal("entries", page.len(), 2)?;
    let result = identities.list_identities().ids(["no-uuid"]).await;
    refused("an id that is none", result, 400)?;

    let page = identities
        .list_identities()
        .credentials_identifier(&ada.email)
        .include_credential(["password", "oidc"])
        .await?;
    equal("by address", page.len(), 1)?;
    let found = some("somebody", page.items.first())?;
    equal("by address", &found.id, &ada.id)?;
    let password = some("the password", found.credentials.get("password"))?;
    equal(
        "identifiers",
        &password.identifiers,
        &vec![ada.email.clone()],
    )?;
    let config = some("what was asked to be included", password.config.as_ref())?;
    holds(
        config["hashed_password"].is_string(),
        "the hash is included",
    )?;
    // `Debug` hides what is secret about somebody.
    let debug = format!("{found:?}");
    holds(
        !debug.contains(&ada.email) && !debug.contains("$2a$"),
        "neither the address nor the hash is in the debug output",
    )?;

    let without = identities
        .list_identities()
        .credentials_identifier(&ada.email)
        .await?;
    let password = without
        .items
        .first()
        .and_then(|identity| identity.credentials.get("password"));
    holds(
        password.is_none_or(|password| password.config.is_none()),
        "a hash is not told to who did not ask for it",
    )?;
    let single = identities
        .get_identity(&ada.id)
        .include_credential(["password"])
        .await?;
    let password = some("the password", single.credentials.get("password"))?;
    holds(
        password.config.is_some(),
        "one identity includes it as well",
    )?;

    let similar = identities
        .list_identities()
        .preview_credentials_identifier_similar(&ada.email)
        .page_size(500)
        .await?;
    holds(
        similar.iter().any(|identity| identity.id == ada.id),
        "a similar address is found",
    )?;

    let nobody = identities
        .list_identities()
        .credentials_identifier("nobody@example.com")
        .await?;
    equal("nobody", nobody.len(), 0)?;
    holds(nobody.next.is_none(), "an empty page has no successor")
}
