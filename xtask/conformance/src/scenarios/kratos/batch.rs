//! An administrator creates many identities at once.

use ory_kratos::models::{
    CreateIdentityBody, IdentityPatch, IdentityPatchAction, IdentityPatchResponse,
    PatchIdentitiesBody,
};
use serde_json::json;

use super::{PASSWORD, Person, email, log_in, person, with_password};
use crate::check::{Check, equal, holds, refused, some};
use crate::world::World;

const FIRST: &str = "5bd0a5a8-5a8b-4a52-9f0c-6a3c1d9f2e10";
const SECOND: &str = "5bd0a5a8-5a8b-4a52-9f0c-6a3c1d9f2e11";

fn patch(address: &str) -> IdentityPatch {
    IdentityPatch::new(CreateIdentityBody::new(
        "default",
        json!({ "email": address }),
    ))
}

/// What was done, in words.
fn actions(results: &[IdentityPatchResponse]) -> Vec<&str> {
    let actions = results.iter().map(|result| result.action.as_ref());
    actions
        .map(|action| action.map_or("", IdentityPatchAction::as_str))
        .collect()
}

/// One of them is wrong: the others are created all the same, and the results are in the order in which they were given.
pub(crate) async fn goes_on_after_a_failure(world: &World) -> Check {
    let fresh = email(world);
    let patches = [
        IdentityPatch::new(with_password(&fresh, PASSWORD)).patch_id(FIRST),
        patch("no address").patch_id(SECOND),
        patch(&email(world)),
    ];
    let identities = world.kratos.identity();
    let answer = identities
        .batch_patch_identities(PatchIdentitiesBody::new(patches))
        .await?;
    let results = answer.identities;
    equal(
        "actions",
        actions(&results),
        vec!["create", "error", "create"],
    )?;
    equal(
        "ids of the patches",
        results
            .iter()
            .map(|result| result.patch_id.as_deref())
            .collect::<Vec<_>>(),
        vec![Some(FIRST), Some(SECOND), None],
    )?;
    let error = some("the error", results[1].error.as_ref())?;
    equal("code", error.code, Some(400))?;
    holds(
        results[1].identity.is_none(),
        "nothing was created for the address that is none",
    )?;

    let id = some("the new identity", results[0].identity.clone())?;
    let created = identities.get_identity(&id).await?;
    equal("traits", &created.traits, &json!({ "email": fresh }))?;
    log_in(world, &Person { id, email: fresh }).await?;
    let last = some("the last identity", results[2].identity.as_ref())?;
    identities.get_identity(last).await?;
    Ok(())
}

/// One of them exists already. Both releases say that the others were created. Kratos 1.3 takes all of them back: whoever
/// needs them sends them again without the one that failed.
pub(crate) async fn is_done_or_taken_back_after_a_conflict(world: &World) -> Check {
    let existing = person(world).await?;
    let fresh = email(world);
    let identities = world.kratos.identity();
    let both = [patch(&fresh), patch(&existing.email)];
    let answer = identities
        .batch_patch_identities(PatchIdentitiesBody::new(both))
        .await?;
    let results = answer.identities;
    equal("actions", actions(&results), vec!["create", "error"])?;
    let error = some("the error", results[1].error.as_ref())?;
    equal("code", error.code, Some(409))?;
    let id = some("the id that was told", results[0].identity.as_ref())?;
    let created = identities.get_identity(id).await;
    let status = created.as_ref().err().and_then(|error| error.status());
    let expected = world.kratos_by_release(Some(404), None);
    equal(
        "what was said to be created",
        status.map(|status| status.as_u16()),
        expected,
    )?;
    if let Ok(created) = created {
        return equal("traits", &created.traits, &json!({ "email": fresh }));
    }

    let answer = identities
        .batch_patch_identities(PatchIdentitiesBody::new([patch(&fresh)]))
        .await?;
    let again = some("the result", answer.identities.first())?;
    let id = some("the new identity", again.identity.as_ref())?;
    let created = identities.get_identity(id).await?;
    equal("traits", &created.traits, &json!({ "email": fresh }))
}

/// An import of many, some of which exist: it is done although the server takes whole calls back, and says who was refused.
pub(crate) async fn imports_around_those_that_exist(world: &World) -> Check {
    let (ada, grace) = (person(world).await?, person(world).await?);
    let mut addresses: Vec<String> = (0..7).map(|_| email(world)).collect();
    addresses.insert(2, ada.email.clone());
    addresses.push(grace.email.clone());
    addresses.insert(5, "no address".to_owned());
    let bodies = addresses
        .iter()
        .map(|address| CreateIdentityBody::new("default", json!({ "email": address })));
    let identities = world.kratos.identity();
    let mut import = identities.import_identities(bodies);
    let mut refusals = Vec::new();
    while let Some(imported) = import.next().await {
        let imported = imported?;
        match imported.result {
            Ok(id) => {
                let created = identities.get_identity(&id).await?;
                let address = &addresses[imported.index];
                equal("traits", &created.traits, &json!({ "email": address }))?;
            }
            Err(refused) => refusals.push((imported.index, refused.code)),
        }
    }
    equal(
        "refusals",
        refusals,
        vec![(2, Some(409)), (5, Some(400)), (9, Some(409))],
    )
}

/// A batch without anything, one in which everything fails, and one with an id that is no UUID.
pub(crate) async fn fails_as_a_whole(world: &World) -> Check {
    let identities = world.kratos.identity();
    let nothing: [IdentityPatch; 0] = [];
    let answer = identities
        .batch_patch_identities(PatchIdentitiesBody::new(nothing))
        .await?;
    equal("results of nothing", answer.identities.len(), 0)?;

    let existing = person(world).await?;
    let all = PatchIdentitiesBody::new([patch(&existing.email), patch(&existing.email)]);
    let answer = identities.batch_patch_identities(all).await?;
    holds(
        answer
            .identities
            .iter()
            .all(|result| result.action == Some(IdentityPatchAction::Error)),
        "both failed, each with a result of its own",
    )?;
    equal("results", answer.identities.len(), 2)?;

    let wrong = PatchIdentitiesBody::new([patch(&email(world)).patch_id("no-uuid")]);
    refused(
        "a patch's id that is no UUID",
        identities.batch_patch_identities(wrong).await,
        400,
    )?;
    Ok(())
}
