//! A user's wallet gets a verifiable credential (OpenID for Verifiable Credential Issuance, draft 0).

use ory_hydra::models::{
    CreateVerifiableCredentialRequestBody, OAuth2Client, VerifiableCredentialPrimingResponse,
    VerifiableCredentialProof,
};
use serde_json::json;

use super::{CALLBACK, Visit, register};
use crate::check::{Check, equal, holds, refused, some};
use crate::jwt::{SigningKey, claims, seconds_from_now};
use crate::world::World;

/// The first request is refused with a nonce, which the wallet then signs with the key that the credential is for.
pub(crate) async fn for_a_verified_user(world: &World) -> Check {
    let client = OAuth2Client::new()
        .grant_types(["authorization_code", "refresh_token"])
        .response_types(["code"])
        .redirect_uris([CALLBACK])
        .scope("openid offline userinfo_credential_draft_00");
    let client = register(world, client).await?;
    let mut visit = Visit::new(world);
    visit.scope = "openid offline userinfo_credential_draft_00";
    let tokens = visit.sign_in(&client, &world.name("ada")).await?;
    let access = some("the access token", tokens.access_token)?;

    let wanted = || {
        CreateVerifiableCredentialRequestBody::new("jwt_vc_json")
            .types(["VerifiableCredential", "UserInfoCredential"])
    };
    let oidc = world.hydra.oidc();
    let error = refused(
        "a request without a proof",
        oidc.create_verifiable_credential(access.clone(), wanted())
            .await,
        400,
    )?;
    let priming: VerifiableCredentialPrimingResponse = some("what to sign", error.decode())?;
    let nonce = some("the nonce", priming.c_nonce)?.expose().to_owned();

    let key = SigningKey::generate("wallet".to_owned())?;
    let proof = key.sign(
        json!({ "typ": "openid4vci-proof+jwt", "jwk": key.public()? }),
        &json!({
            "iss": client.id, "aud": world.urls.hydra_public, "iat": seconds_from_now(0)?,
            "nonce": nonce,
        }),
    )?;
    let proof = VerifiableCredentialProof::new(proof, "jwt");
    let issued = oidc
        .create_verifiable_credential(access, wanted().proof(proof))
        .await?;
    equal("format", issued.format.as_deref(), Some("jwt_vc_json"))?;
    let credential = some("the credential", issued.credential_draft_00)?;
    holds(
        claims(credential.expose())?["vc"].is_object(),
        "it is a verifiable credential",
    )
}
