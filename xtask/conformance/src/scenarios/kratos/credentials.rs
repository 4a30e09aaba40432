//! An administrator takes away what somebody logs in with.

use ory_kratos::models::{
    CreateIdentityBody, IdentityCredentialsType, IdentityWithCredentials,
    IdentityWithCredentialsOidc, IdentityWithCredentialsOidcConfig,
    IdentityWithCredentialsOidcConfigProvider, UpdateSettingsFlowWithLookupMethod,
};
use serde_json::json;

use super::{NOBODY, email, log_in, person};
use crate::check::{Check, equal, holds, refused};
use crate::world::World;

/// The codes on paper are lost: without them, the password alone is enough again.
pub(crate) async fn second_factors_can_be_taken_away(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let identities = world.kratos.identity();
    let somebody = person(world).await?;
    let token = log_in(world, &somebody).await?;
    let flow = frontend
        .create_native_settings_flow()
        .session_token(token.clone())
        .await?;
    for answer in [
        UpdateSettingsFlowWithLookupMethod::new().lookup_secret_regenerate(true),
        UpdateSettingsFlowWithLookupMethod::new().lookup_secret_confirm(true),
    ] {
        frontend
            .update_settings_flow(&flow.id, answer)
            .session_token(token.clone())
            .await?;
    }
    let token = log_in(world, &somebody).await?;
    let error = refused(
        "a session of the password alone",
        frontend.to_session().session_token(token).await,
        403,
    )?;
    equal(
        "error",
        error.api().and_then(|api| api.id()),
        Some("session_aal2_required"),
    )?;

    identities
        .delete_identity_credentials(&somebody.id, IdentityCredentialsType::LookupSecret)
        .await?;
    let token = log_in(world, &somebody).await?;
    frontend.to_session().session_token(token).await?;
    let read = identities.get_identity(&somebody.id).await?;
    holds(
        !read.credentials.contains_key("lookup_secret"),
        "there are no codes any more",
    )?;
    let again = identities
        .delete_identity_credentials(&somebody.id, IdentityCredentialsType::LookupSecret)
        .await;
    refused("what was taken away", again, 404)?;
    Ok(())
}

/// One of two accounts at a social provider is unlinked, named by its identifier.
pub(crate) async fn links_can_be_taken_away(world: &World) -> Check {
    let (work, home) = (world.name("work"), world.name("home"));
    let config = IdentityWithCredentialsOidcConfig::new().providers([
        IdentityWithCredentialsOidcConfigProvider::new("hydra", &work),
        IdentityWithCredentialsOidcConfigProvider::new("hydra", &home),
    ]);
    let credentials = IdentityWithCredentials::new().oidc(IdentityWithCredentialsOidc::new(config));
    let body = CreateIdentityBody::new("default", json!({ "email": email(world) }))
        .credentials(credentials);
    let identities = world.kratos.identity();
    let id = identities.create_identity(body).await?.id;
    let delete = |identifier: &str| {
        identities
            .delete_identity_credentials(&id, IdentityCredentialsType::Oidc)
            .identifier(identifier)
    };
    refused(
        "a link that does not exist",
        delete("hydra:nobody").await,
        404,
    )?;
    delete(&format!("hydra:{work}")).await?;
    let read = identities.get_identity(&id).await?;
    let left = read.credentials.get("oidc").map(|oidc| &oidc.identifiers);
    equal("links left", left, Some(&vec![format!("hydra:{home}")]))
}

/// With Kratos 1.3 the password stays: who has no first factor could not log in any more. The current release takes it
/// away, codes it does not.
pub(crate) async fn first_factors_are_taken_away_by_release(world: &World) -> Check {
    let identities = world.kratos.identity();
    let somebody = person(world).await?;
    for (kind, status) in [("code", 400), ("totp", 404), ("nothing", 404)] {
        let result = identities
            .delete_identity_credentials(&somebody.id, kind)
            .await;
        refused(kind, result, status)?;
    }
    let result = identities.delete_identity_credentials(NOBODY, "totp").await;
    refused("credentials of nobody", result, 404)?;
    log_in(world, &somebody).await?;
    let result = identities
        .delete_identity_credentials(&somebody.id, "password")
        .await;
    let status = result.err().and_then(|error| error.status());
    let expected = world.kratos_by_release(Some(400), None);
    equal(
        "the password",
        status.map(|status| status.as_u16()),
        expected,
    )?;
    let logs_in = log_in(world, &somebody).await.is_ok();
    equal("logging in", logs_in, world.kratos_by_release(true, false))
}
