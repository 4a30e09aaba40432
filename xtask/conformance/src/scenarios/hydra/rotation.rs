//! A client's secret is replaced while the old ones still work, which Hydra 2.3 does not serve.

use ory_core::Secret;
use ory_core::credentials::Basic;
use ory_hydra::models::OAuth2Client;

use super::{Registered, register};
use crate::check::{Check, Failure, equal, refused, some};
use crate::world::World;

/// Whether a token is given for the secret.
async fn works(world: &World, client: &str, secret: &Secret) -> Result<bool, Failure> {
    let credentials = Basic::new(client, secret.clone());
    let exchange = world
        .hydra
        .oauth2()
        .oauth2_token_exchange("client_credentials");
    match exchange.with_credentials(credentials).await {
        Ok(_) => Ok(true),
        Err(error) if error.status().is_some_and(|status| status == 401) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The newest and five older ones work, until the older ones are dropped.
pub(crate) async fn of_a_secret(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let service = OAuth2Client::new().grant_types(["client_credentials"]);
    let Registered { id, secret } = register(world, service).await?;
    let mut secrets = vec![secret];
    for _ in 0..6 {
        let rotated = oauth2.rotate_oauth2_client_secret(&id).await?;
        secrets.push(some("the new secret", rotated.client_secret)?);
    }
    let mut working = Vec::new();
    for secret in &secrets {
        working.push(works(world, &id, secret).await?);
    }
    let expected = [false, true, true, true, true, true, true];
    equal(
        "secrets that work, the oldest first",
        &working[..],
        &expected[..],
    )?;

    for _ in 0..2 {
        let client = oauth2.delete_rotated_oauth2_client_secrets(&id).await?;
        equal(
            "a secret that is told",
            client.client_secret.is_some(),
            false,
        )?;
    }
    let newest = some("the newest", secrets.pop())?;
    equal("the newest", works(world, &id, &newest).await?, true)?;
    let older = some("an older one", secrets.pop())?;
    equal("the one before", works(world, &id, &older).await?, false)?;

    let result = oauth2.rotate_oauth2_client_secret("nobody").await;
    refused("a client of nobody", result, 404)?;
    let public = OAuth2Client::new().token_endpoint_auth_method("none");
    let public = oauth2.create_oauth2_client(public).await?;
    let id = some("the client's id", public.client_id)?;
    let result = oauth2.rotate_oauth2_client_secret(id).await;
    refused("a client without a secret", result, 400)?;
    Ok(())
}
