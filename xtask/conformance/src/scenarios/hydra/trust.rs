//! Another issuer's tokens are trusted and exchanged for ours (RFC 7523, section 2.1).

use ory_core::Timestamp;
use ory_hydra::models::{JsonWebKey, OAuth2Client, TrustOAuth2JwtGrantIssuer};
use serde_json::json;

use super::{basic, register};
use crate::check::{Check, equal, holds, refused, some};
use crate::jwt::{SigningKey, seconds_from_now};
use crate::world::World;

pub(crate) async fn of_another_issuer(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let issuer = format!("https://{}.example.com", world.name("issuer"));
    let key = SigningKey::generate(world.name("key"))?;
    let public: JsonWebKey = serde_json::from_value(key.public()?)?;
    let expires: Timestamp = "2100-01-01T00:00:00Z".parse()?;
    let trust = TrustOAuth2JwtGrantIssuer::new(expires, &issuer, public, ["read"]).subject("robot");
    let trusted = oauth2.trust_oauth2_jwt_grant_issuer(trust).await?;
    let id = some("the issuer's id", trusted.id)?;

    let read = oauth2.get_trusted_oauth2_jwt_grant_issuer(&id).await?;
    equal("issuer", read.issuer.as_deref(), Some(issuer.as_str()))?;
    equal("expires", read.expires_at, Some(expires))?;
    let listed = oauth2
        .list_trusted_oauth2_jwt_grant_issuers()
        .issuer(&issuer)
        .await?;
    equal("issuers", listed.len(), 1)?;

    let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    let client = register(
        world,
        OAuth2Client::new().grant_types([grant]).scope("read"),
    )
    .await?;
    let claims = json!({
        "iss": issuer, "sub": "robot", "aud": format!("{}/oauth2/token", world.urls.hydra_public),
        "jti": world.name("assertion"), "iat": seconds_from_now(0)?, "exp": seconds_from_now(60)?,
    });
    let exchange = |claims: &serde_json::Value| {
        key.sign(json!({}), claims).map(|assertion| {
            oauth2
                .oauth2_token_exchange(grant)
                .assertion(assertion)
                .scope("read")
                .with_credentials(basic(&client))
        })
    };
    let token = some("the token", exchange(&claims)?.await?.access_token)?;
    let found = oauth2.introspect_oauth2_token(token).await?;
    equal("subject", found.sub.as_deref(), Some("robot"))?;
    let mut stranger = claims.clone();
    stranger["sub"] = json!("stranger");
    stranger["jti"] = json!(world.name("assertion"));
    refused("another subject", exchange(&stranger)?.await, 400)?;

    oauth2.delete_trusted_oauth2_jwt_grant_issuer(&id).await?;
    refused(
        "a deleted issuer",
        oauth2.get_trusted_oauth2_jwt_grant_issuer(&id).await,
        404,
    )?;
    let mut late = claims;
    late["jti"] = json!(world.name("assertion"));
    refused(
        "a token of an issuer that is not trusted any more",
        exchange(&late)?.await,
        400,
    )?;
    Ok(())
}

/// The server's `next` never ends here, so pages are counted; each issuer is given once.
pub(crate) async fn is_listed_across_pages(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let name = world.name("issuer");
    let mut created = Vec::new();
    for number in 0..5 {
        let key: JsonWebKey =
            serde_json::from_value(SigningKey::generate(world.name("key"))?.public()?)?;
        let issuer = format!("https://{name}-{number}.example.com");
        let expires: Timestamp = "2100-01-01T00:00:00Z".parse()?;
        let trust = TrustOAuth2JwtGrantIssuer::new(expires, issuer, key, ["read"]).subject("robot");
        created.push(some(
            "the id",
            oauth2.trust_oauth2_jwt_grant_issuer(trust).await?.id,
        )?);
    }
    let mut found = Vec::new();
    let mut items = oauth2
        .list_trusted_oauth2_jwt_grant_issuers()
        .page_size(2)
        .items();
    while let Some(issuer) = items.next().await {
        let id = some("the id", issuer?.id)?;
        holds(!found.contains(&id), "no issuer is listed twice")?;
        found.push(id);
    }
    holds(
        created.iter().all(|id| found.contains(id)),
        "every issuer is listed",
    )?;
    for id in created {
        oauth2.delete_trusted_oauth2_jwt_grant_issuer(&id).await?;
    }
    Ok(())
}
