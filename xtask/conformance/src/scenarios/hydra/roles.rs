//! The hand-written side of `ory-hydra`, role by role: the login and consent provider, the OAuth2 client, the resource
//! server, the administrator of clients.

use std::time::Duration;

use ory_core::Timestamp;
use ory_hydra::models::{JsonWebKey, JsonWebKeySet, OAuth2Client, TrustOAuth2JwtGrantIssuer};
use ory_hydra::{
    Application, AuthorizationCode, ClientAuth, ConsentChallenge, ConsentRevocation, ConsentSkip,
    Introspection, LoginChallenge, LogoutChallenge, OAuth2ErrorCode, PrivateKey, TokenRefusal,
    Tokens,
};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::json;

use super::{CALLBACK, Registered, register};
use crate::check::{Check, Failure, equal, fail, holds, refused, some};
use crate::http::{Browser, query};
use crate::jwt::base64url;
use crate::world::World;

/// Logs a user in and consents, as the login and consent pages do; returns the code.
async fn log_in(
    world: &World,
    browser: &mut Browser,
    shop: &Application,
    subject: &str,
) -> Result<AuthorizationCode, Failure> {
    let host = world.urls.hydra_public.trim_start_matches("http://");
    let authorization = shop
        .authorize(CALLBACK)
        .scope(["openid", "offline_access"])
        .begin()?;
    let page = browser.follow(&authorization.url, &[host]).await?;
    let challenge = query(&page, "login_challenge")?;
    let next = match world.hydra.oauth2().login_challenge(challenge).await? {
        LoginChallenge::Ask(login) => {
            let accept = login.accept(subject).context(json!({"from": "the login"}));
            accept.remember_for(Duration::from_secs(3600)).await?
        }
        LoginChallenge::Skip(login) => {
            equal("remembered subject", login.subject(), subject)?;
            login.accept().await?
        }
        other => return fail(format!("{other:?}")),
    };
    let page = browser.follow(&next.redirect_to, &[host]).await?;
    let challenge = query(&page, "consent_challenge")?;
    let next = match world.hydra.oauth2().consent_challenge(challenge).await? {
        ConsentChallenge::Ask(consent) => {
            equal("subject", consent.subject(), Some(subject))?;
            let accept = consent.accept(["openid", "offline_access", "admin"]);
            let accept = accept.access_token_claims(json!({"colour": "blue"}));
            accept.remember_indefinitely().await?
        }
        ConsentChallenge::Skip(consent, why) => {
            equal("why", why, ConsentSkip::Remembered)?;
            consent.accept_all().await?
        }
        other => return fail(format!("{other:?}")),
    };
    let callback = browser.follow(&next.redirect_to, &[host]).await?;
    // As a session would keep it.
    let kept = serde_json::to_string(&authorization.pending)?;
    let pending: ory_hydra::PendingAuthorization = serde_json::from_str(&kept)?;
    Ok(pending.redeem(&callback)?)
}

async fn introspect(world: &World, tokens: &Tokens) -> Result<Introspection, Failure> {
    Ok(world
        .hydra
        .oauth2()
        .introspect(tokens.access_token.clone())
        .await?)
}

/// From the link to the logout, with what is remembered in between.
pub(crate) async fn of_a_web_app(world: &World) -> Check {
    let client = OAuth2Client::web([CALLBACK]).client_name(world.name("shop"));
    let client = register(
        world,
        client.post_logout_redirect_uris(["http://127.0.0.1:3000/bye"]),
    )
    .await?;
    let discovery = world.hydra.oidc().discover_oidc_configuration().await?;
    let shop = world
        .hydra
        .oauth2()
        .application(&client.id, ClientAuth::basic(client.secret.clone()))
        .discovery(&discovery);
    let subject = world.name("grace");
    let mut browser = Browser::new(&world.http);

    let code = log_in(world, &mut browser, &shop, &subject).await?;
    let tokens = shop.exchange(code).await?;
    holds(
        tokens.scopes().eq(["openid", "offline_access"]),
        "what was not requested is not granted",
    )?;
    let remaining = some("the expiry", tokens.remaining())?;
    holds(remaining > Duration::from_secs(60), "the expiry lies ahead")?;
    let Introspection::Active(active) = introspect(world, &tokens).await? else {
        return fail("the access token is not active");
    };
    equal("subject", active.subject(), Some(subject.as_str()))?;
    equal("client", active.client_id(), Some(client.id.as_str()))?;
    equal(
        "claim of the consent",
        active.details().ext.get("colour"),
        Some(&json!("blue")),
    )?;
    let refresh = some("the refresh token", tokens.refresh_token.clone())?;
    let kind = world.hydra.oauth2().introspect(refresh.clone()).await?;
    equal(
        "introspection of a refresh token",
        kind,
        Introspection::Refused(TokenRefusal::NotAnAccessToken),
    )?;
    let other = world
        .hydra
        .oauth2()
        .introspect(tokens.access_token.clone())
        .require_audience("https://api")
        .await?;
    equal(
        "introspection for another audience",
        other,
        Introspection::Refused(TokenRefusal::Audience),
    )?;
    let wider = world
        .hydra
        .oauth2()
        .introspect(tokens.access_token.clone())
        .require_scope(["admin"])
        .await?;
    equal(
        "introspection for another scope",
        wider,
        Introspection::Refused(TokenRefusal::Inactive),
    )?;

    let refreshed = shop.refresh(refresh.clone()).await?;
    let next = some("the next refresh token", refreshed.refresh_token.clone())?;
    holds(next != refresh, "the refresh token was rotated")?;
    shop.revoke(next.clone()).await?;
    shop.revoke("never issued").await?;
    let error = refused("a revoked refresh token", shop.refresh(next).await, 400)?;
    equal(
        "code",
        OAuth2ErrorCode::of(&error),
        Some(OAuth2ErrorCode::InvalidGrant),
    )?;
    equal(
        "introspection after the revocation",
        introspect(world, &refreshed).await?,
        Introspection::Refused(TokenRefusal::Inactive),
    )?;

    // Both login and consent are remembered now.
    let code = log_in(world, &mut browser, &shop, &subject).await?;
    let again = shop.exchange(code).await?;
    let taken_back = ConsentRevocation::Client {
        subject: subject.clone(),
        client_id: client.id.clone(),
    };
    world.hydra.oauth2().revoke_consent(&taken_back).await?;
    equal(
        "introspection after the consent was taken back",
        introspect(world, &again).await?,
        Introspection::Refused(TokenRefusal::Inactive),
    )?;
    let every = ConsentRevocation::EveryClient { subject };
    world.hydra.oauth2().revoke_consent(&every).await?;

    let id_token = some("the ID token", again.id_token)?;
    let url = shop
        .logout(id_token)
        .post_logout_redirect_uri("http://127.0.0.1:3000/bye")
        .state("see you")
        .into_url()?;
    let host = world.urls.hydra_public.trim_start_matches("http://");
    let page = browser.follow(&url.to_string(), &[host]).await?;
    let challenge = query(&page, "logout_challenge")?;
    let LogoutChallenge::Ask(logout) = world
        .hydra
        .oauth2()
        .logout_challenge(challenge.clone())
        .await?
    else {
        return fail("nobody trusted this client to log out without asking");
    };
    let next = logout.accept().await?;
    let bye = browser.follow(&next.redirect_to, &[host]).await?;
    equal("state", query(&bye, "state")?, "see you")?;
    let used = world.hydra.oauth2().logout_challenge(challenge).await?;
    // The current release does not remember which challenges were used.
    equal(
        "a redirect for the used challenge",
        matches!(used, LogoutChallenge::AlreadyHandled { .. }),
        world.hydra_by_release(true, false),
    )
}

/// A login page that says no.
pub(crate) async fn of_a_page_that_refuses(world: &World) -> Check {
    let client = register(world, OAuth2Client::web([CALLBACK])).await?;
    let shop = world
        .hydra
        .oauth2()
        .application(&client.id, ClientAuth::basic(client.secret));
    let host = world.urls.hydra_public.trim_start_matches("http://");
    let mut browser = Browser::new(&world.http);
    let authorization = shop.authorize(CALLBACK).scope(["openid"]).begin()?;
    let page = browser.follow(&authorization.url, &[host]).await?;
    let challenge = query(&page, "login_challenge")?;
    let LoginChallenge::Ask(login) = world.hydra.oauth2().login_challenge(challenge).await? else {
        return fail("a new user has to log in");
    };
    let next = login.reject(OAuth2ErrorCode::AccessDenied).await?;
    let callback = browser.follow(&next.redirect_to, &[host]).await?;
    match authorization.pending.redeem(&callback) {
        Err(ory_hydra::CallbackError::Refused { code, .. }) => {
            equal("code", code, OAuth2ErrorCode::AccessDenied)
        }
        other => fail(format!("{other:?}")),
    }
}

fn service() -> OAuth2Client {
    OAuth2Client::service(["orders.read", "orders.write"])
}

/// A private key, and its public half as a JSON Web Key.
fn key_pair() -> Result<(PrivateKey, serde_json::Value), Failure> {
    let random = SystemRandom::new();
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)
        .map_err(|_| Failure::new("cannot make a key"))?;
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der.as_ref(), &random)
        .map_err(|_| Failure::new("cannot read the key"))?;
    // An uncompressed point: 4, then x, then y (SEC 1, 2.3.3).
    let [4, point @ ..] = pair.public_key().as_ref() else {
        return fail("the public key is no uncompressed point");
    };
    let (x, y) = point.split_at(point.len() / 2);
    let public = json!({
        "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "k1", "x": base64url(x), "y": base64url(y),
    });
    Ok((PrivateKey::from_pkcs8(der.as_ref())?.key_id("k1"), public))
}

/// Client credentials by each way of authentication, and by a way that was not registered.
pub(crate) async fn of_a_service(world: &World) -> Check {
    let basic = register(world, service()).await?;
    let post = service().token_endpoint_auth_method("client_secret_post");
    let post = register(world, post).await?;
    let (key, public) = key_pair()?;
    let jwks = json!({"keys": [public]});
    let jwks: JsonWebKeySet = serde_json::from_value(jwks)?;
    let signing = service()
        .token_endpoint_auth_method("private_key_jwt")
        .token_endpoint_auth_signing_alg("ES256")
        .jwks(jwks);
    let signing = world.hydra.oauth2().create_oauth2_client(signing).await?;
    let signing = some("the client's id", signing.client_id)?;

    for (id, auth) in [
        (&basic.id, ClientAuth::basic(basic.secret.clone())),
        (&post.id, ClientAuth::post(post.secret.clone())),
        (&signing, ClientAuth::private_key_jwt(key)),
    ] {
        let method = format!("{auth:?}");
        let app = world.hydra.oauth2().application(id, auth);
        // Twice: an assertion is good for one use.
        for _ in 0..2 {
            let tokens = app.client_credentials().scope(["orders.read"]).await?;
            let Introspection::Active(active) = introspect(world, &tokens).await? else {
                return fail(format!("the token by {method} is not active"));
            };
            holds(
                active.has_scope("orders.read") && !active.has_scope("orders.write"),
                "the token has the scope that was asked for",
            )?;
            app.revoke(tokens.access_token.clone()).await?;
            equal(
                "introspection after the revocation",
                introspect(world, &tokens).await?,
                Introspection::Refused(TokenRefusal::Inactive),
            )?;
        }
    }
    let other = world
        .hydra
        .oauth2()
        .application(&basic.id, ClientAuth::post(basic.secret));
    let error = refused(
        "another way than the registered one",
        other.client_credentials().await,
        401,
    )?;
    equal(
        "code",
        OAuth2ErrorCode::of(&error),
        Some(OAuth2ErrorCode::InvalidClient),
    )
}

/// A trusted issuer's word for a user, exchanged for a token.
pub(crate) async fn of_a_trusted_issuer(world: &World) -> Check {
    let (key, public) = key_pair()?;
    let issuer = format!("https://{}.example.com", world.name("issuer"));
    let until: Timestamp = "2100-01-01T00:00:00Z".parse()?;
    let public: JsonWebKey = serde_json::from_value(public)?;
    let trust = TrustOAuth2JwtGrantIssuer::new(until, &issuer, public, ["read"]).subject("robot");
    let oauth2 = world.hydra.oauth2();
    let trusted = oauth2.trust_oauth2_jwt_grant_issuer(trust).await?;
    let client = OAuth2Client::new()
        .grant_types(["urn:ietf:params:oauth:grant-type:jwt-bearer"])
        .scope("read");
    let client = register(world, client).await?;
    let app = world
        .hydra
        .oauth2()
        .application(&client.id, ClientAuth::basic(client.secret));
    let now = Timestamp::now().unix_seconds();
    let assertion = key.sign(&json!({
        "iss": issuer, "sub": "robot", "aud": format!("{}/oauth2/token", world.urls.hydra_public),
        "jti": world.name("assertion"), "iat": now, "exp": now + 60,
    }))?;
    let tokens = app.jwt_bearer(assertion.clone()).scope(["read"]).await?;
    let Introspection::Active(active) = introspect(world, &tokens).await? else {
        return fail("the token is not active");
    };
    equal("subject", active.subject(), Some("robot"))?;
    let again = app.jwt_bearer(assertion).scope(["read"]).await;
    let error = refused("the same assertion again", again, 400)?;
    equal(
        "code",
        OAuth2ErrorCode::of(&error),
        Some(OAuth2ErrorCode::JtiKnown),
    )?;
    let id = some("the issuer's id", trusted.id)?;
    oauth2.delete_trusted_oauth2_jwt_grant_issuer(id).await?;
    Ok(())
}

/// A token source authorises another client's calls.
pub(crate) async fn of_a_token_source(world: &World) -> Check {
    let client = register(world, service()).await?;
    let app = world
        .hydra
        .oauth2()
        .application(&client.id, ClientAuth::basic(client.secret));
    let source = app.token_source(|app| app.client_credentials());
    // Self-hosted admin APIs ask for no credentials, so a call shows that the token could be had.
    let admin = ory_hydra::Client::builder()
        .admin_url(&world.urls.hydra_admin)
        .credentials(source)
        .config(&ory_core::Config::new().layer(world.recorder.layer("hydra")))
        .build()?;
    admin.oauth2().registered_client(&client.id).get().await?;
    let wrong = world
        .hydra
        .oauth2()
        .application(&client.id, ClientAuth::basic("wrong"));
    let admin = ory_hydra::Client::builder()
        .admin_url(&world.urls.hydra_admin)
        .credentials(wrong.token_source(|app| app.client_credentials()))
        .config(&ory_core::Config::new().layer(world.recorder.layer("hydra")))
        .build()?;
    match admin.oauth2().registered_client(&client.id).get().await {
        Ok(_) => fail("a call went out although its token could not be had"),
        Err(error) => holds(!error.is_retryable(), "a wrong secret stays wrong"),
    }
}

/// A client's fields, those of other releases included, and its secrets.
pub(crate) async fn of_an_administrator(world: &World) -> Check {
    let Registered { id, secret } = register(
        world,
        service().metadata(json!({"team": "orders", "a/b": 1})),
    )
    .await?;
    let client = world.hydra.oauth2().registered_client(&id);
    let (old, new) = client
        .update(|client| client.client_name = Some("Orders".to_owned()))
        .await?;
    equal("old name", old.client_name.as_deref(), Some(""))?;
    equal("new name", new.client_name.as_deref(), Some("Orders"))?;
    equal("what is not known", &new.extra, &old.extra)?;
    equal("metadata", &new.metadata, &old.metadata)?;

    let patched = client
        .patch()
        .set(["metadata", "a/b"], 2)
        .append(["contacts"], "orders@example.org")
        .await?;
    equal("contacts", patched.contacts.clone(), ["orders@example.org"])?;
    equal(
        "metadata",
        patched.metadata.as_ref(),
        Some(&json!({"team": "orders", "a/b": 2})),
    )?;
    // Neither the update nor the patch touched the secret.
    let app = |secret: ory_core::Secret| {
        world
            .hydra
            .oauth2()
            .application(&id, ClientAuth::basic(secret))
    };
    app(secret.clone()).client_credentials().await?;
    let replaced = client.replace_secret().await?;
    let new = some("the new secret", replaced.client_secret)?;
    app(new).client_credentials().await?;
    refused(
        "the old secret",
        app(secret).client_credentials().await,
        401,
    )?;
    client.delete().await?;
    refused("a deleted client", client.get().await, 404)?;
    Ok(())
}
