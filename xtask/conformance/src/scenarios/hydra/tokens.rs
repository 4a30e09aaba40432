//! Tokens for programs: client credentials in every way that a client can prove itself, introspection, revocation.

use ory_core::credentials::Basic;
use ory_hydra::models::{JsonWebKeySet, OAuth2Client};
use serde_json::json;

use super::{basic, register};
use crate::check::{Check, equal, holds, refused, some};
use crate::jwt::{SigningKey, seconds_from_now};
use crate::world::World;

fn program(scope: &str) -> OAuth2Client {
    OAuth2Client::new()
        .grant_types(["client_credentials"])
        .scope(scope)
        .audience(["https://api.example.com"])
}

/// By header, by form; and a wrong secret.
pub(crate) async fn by_client_credentials(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let client = register(world, program("read write")).await?;
    let token = oauth2
        .oauth2_token_exchange("client_credentials")
        .scope("read")
        .audience("https://api.example.com")
        .with_credentials(basic(&client))
        .await?;
    equal("scope", token.scope.as_deref(), Some("read"))?;
    equal("type", token.token_type.as_deref(), Some("bearer"))?;

    let post = register(
        world,
        program("read").token_endpoint_auth_method("client_secret_post"),
    )
    .await?;
    let token = oauth2
        .oauth2_token_exchange("client_credentials")
        .client_id(&post.id)
        .client_secret(post.secret.clone())
        .await?;
    holds(
        token.access_token.is_some(),
        "a client that proves itself by form gets a token",
    )?;

    let result = oauth2
        .oauth2_token_exchange("client_credentials")
        .with_credentials(Basic::new(&client.id, "wrong"))
        .await;
    let error = refused("a wrong secret", result, 401)?;
    equal(
        "error",
        error.api().and_then(|api| api.oauth2_error()),
        Some("invalid_client"),
    )?;
    let result = oauth2
        .oauth2_token_exchange("client_credentials")
        .scope("more")
        .with_credentials(basic(&client))
        .await;
    let error = refused("a scope that the client must not have", result, 400)?;
    equal(
        "error",
        error.api().and_then(|api| api.oauth2_error()),
        Some("invalid_scope"),
    )
}

/// `private_key_jwt`: the client proves itself by a signature (RFC 7523, section 2.2).
pub(crate) async fn by_a_signed_assertion(world: &World) -> Check {
    let key = SigningKey::generate(world.name("key"))?;
    let set: JsonWebKeySet = serde_json::from_value(json!({ "keys": [key.public()?] }))?;
    let client = program("read")
        .token_endpoint_auth_method("private_key_jwt")
        .token_endpoint_auth_signing_alg("ES256")
        .jwks(set);
    let created = world.hydra.oauth2().create_oauth2_client(client).await?;
    let id = some("the client's id", created.client_id)?;
    let claims = json!({
        "iss": id, "sub": id, "jti": world.name("assertion"), "exp": seconds_from_now(60)?,
        "aud": format!("{}/oauth2/token", world.urls.hydra_public),
    });
    let exchange = || {
        key.sign(json!({}), &claims).map(|assertion| {
            world
                .hydra
                .oauth2()
                .oauth2_token_exchange("client_credentials")
                .client_id(&id)
                .client_assertion_type("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .client_assertion(assertion)
        })
    };
    holds(
        exchange()?.await?.access_token.is_some(),
        "a signed assertion gets a token",
    )?;
    refused("the same assertion again", exchange()?.await, 400)?;
    Ok(())
}

/// Active, inactive after revocation, and never known.
pub(crate) async fn are_introspected_and_revoked(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let client = register(world, program("read write")).await?;
    let exchange = || {
        oauth2
            .oauth2_token_exchange("client_credentials")
            .scope("read")
            .with_credentials(basic(&client))
    };
    let token = some("the token", exchange().await?.access_token)?;

    let found = oauth2
        .introspect_oauth2_token(token.clone())
        .scope("read")
        .await?;
    holds(found.active, "a fresh token is active")?;
    equal(
        "client",
        found.client_id.as_deref(),
        Some(client.id.as_str()),
    )?;
    equal("scope", found.scope.as_deref(), Some("read"))?;
    let other = oauth2
        .introspect_oauth2_token(token.clone())
        .scope("write")
        .await?;
    holds(
        !other.active,
        "a token is not active for a scope that it does not have",
    )?;

    oauth2
        .revoke_oauth2_token(token.clone())
        .with_credentials(basic(&client))
        .await?;
    holds(
        !oauth2.introspect_oauth2_token(token).await?.active,
        "a revoked token is not active",
    )?;
    holds(
        !oauth2
            .introspect_oauth2_token("nonsense".into())
            .await?
            .active,
        "nonsense is not active",
    )?;
    // Revoking what is not a token succeeds (RFC 7009, section 2.2).
    oauth2
        .revoke_oauth2_token("nonsense".into())
        .with_credentials(basic(&client))
        .await?;
    // RFC 6749 wants 401 here; Hydra 2.3 calls a request without a client malformed.
    refused(
        "a stranger",
        oauth2.revoke_oauth2_token("nonsense".into()).await,
        400,
    )?;

    // All tokens of a client at once.
    let token = some("the token", exchange().await?.access_token)?;
    oauth2.delete_oauth2_token(&client.id).await?;
    holds(
        !oauth2.introspect_oauth2_token(token).await?.active,
        "a deleted token is not active",
    )
}
