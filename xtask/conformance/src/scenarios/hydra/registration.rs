//! A client that registers itself, and manages itself with the token that it got.

use ory_hydra::models::OAuth2Client;

use crate::check::{Check, equal, refused, some};
use crate::world::World;

/// RFC 7591 and RFC 7592.
pub(crate) async fn with_its_own_token(world: &World) -> Check {
    let oidc = world.hydra.oidc();
    let client = OAuth2Client::new()
        .client_name("self-made")
        .grant_types(["authorization_code"])
        .redirect_uris([super::CALLBACK]);
    let created = oidc.create_oidc_dynamic_client(client).await?;
    let id = some("the client's id", created.client_id.clone())?;
    let token = some(
        "the registration token",
        created.registration_access_token.clone(),
    )?;

    let read = oidc.get_oidc_dynamic_client(token.clone(), &id).await?;
    equal("name", read.client_name.as_deref(), Some("self-made"))?;
    refused(
        "a wrong token",
        oidc.get_oidc_dynamic_client("wrong".into(), &id).await,
        401,
    )?;

    let changed = read.client_name("renamed");
    let changed = oidc
        .set_oidc_dynamic_client(token.clone(), &id, changed)
        .await?;
    equal("name", changed.client_name.as_deref(), Some("renamed"))?;
    // Changing it gives it another token.
    let token = changed.registration_access_token.unwrap_or(token);

    oidc.delete_oidc_dynamic_client(token.clone(), &id).await?;
    refused(
        "a deleted client",
        oidc.get_oidc_dynamic_client(token, &id).await,
        401,
    )?;
    Ok(())
}
