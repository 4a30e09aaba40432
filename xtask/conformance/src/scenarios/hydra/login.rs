//! Users log in and consent: the authorization code flow with PKCE, through the login and consent provider's calls.

use std::collections::BTreeSet;

use ory_hydra::models::{
    AcceptOAuth2ConsentRequest, AcceptOAuth2LoginRequest, RejectOAuth2Request,
};
use ory_hydra::{ConsentRevocation, UserInfo};
use serde_json::json;

use super::{Visit, basic, register_web_app};
use crate::check::{Check, equal, holds, refused, some};
use crate::http::query;
use crate::jwt::claims;
use crate::world::World;

/// From the authorization endpoint to tokens, user info and refreshed tokens.
pub(crate) async fn with_a_code(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let client = register_web_app(world).await?;
    let subject = world.name("ada");
    let mut visit = Visit::new(world);

    let login = visit.start(&client).await?;
    holds(!login.skip, "a user who is not remembered has to log in")?;
    equal(
        "client",
        login.client.client_id.as_deref(),
        Some(client.id.as_str()),
    )?;
    equal(
        "scope",
        login.requested_scope.clone(),
        ["openid", "offline"],
    )?;
    let consent = visit.log_in(&login, &subject).await?;
    equal(
        "subject",
        consent.subject.as_deref(),
        Some(subject.as_str()),
    )?;
    equal(
        "context",
        consent.context.as_ref(),
        Some(&json!({ "from": "the login" })),
    )?;
    let code = visit.consent(&consent).await?;
    let tokens = visit.exchange(&client, &code).await?;
    let access = some("the access token", tokens.access_token)?;
    let id_token = some("the ID token", tokens.id_token)?;
    let payload = claims(id_token.expose())?;
    equal("subject", &payload["sub"], &json!(subject))?;
    equal("claim of the consent", &payload["nickname"], &json!("ada"))?;

    let found = oauth2.introspect_oauth2_token(access.clone()).await?;
    equal(
        "claim of the consent",
        found.ext.get("colour"),
        Some(&json!("blue")),
    )?;

    let UserInfo::Claims(info) = world
        .hydra
        .oidc()
        .get_oidc_user_info(access.clone())
        .await?
    else {
        return crate::check::fail("user info is JSON unless the client wants it signed");
    };
    equal("subject", info.sub.as_deref(), Some(subject.as_str()))?;
    refused(
        "user info without a token",
        world
            .hydra
            .oidc()
            .get_oidc_user_info("nonsense".into())
            .await,
        401,
    )?;

    // Who took the code on its way does not know the verifier, and another application cannot use it; both use it up.
    for (verifier, application) in [
        ("a verifier that somebody made up, and long enough", &client),
        (&visit.verifier.clone(), &register_web_app(world).await?),
    ] {
        let login = visit.start(&client).await?;
        let consent = visit.log_in(&login, &subject).await?;
        let stolen = oauth2
            .oauth2_token_exchange("authorization_code")
            .code(visit.consent(&consent).await?)
            .redirect_uri(super::CALLBACK)
            .code_verifier(verifier)
            .with_credentials(basic(application));
        let error = refused("a stolen code", stolen.await, 400)?;
        equal(
            "error",
            error.api().and_then(|api| api.oauth2_error()),
            Some("invalid_grant"),
        )?;
    }

    // A code is good for one use, and using it again takes away what it gave.
    let refresh = some("the refresh token", tokens.refresh_token)?;
    let refreshed = oauth2
        .oauth2_token_exchange("refresh_token")
        .refresh_token(refresh.clone())
        .with_credentials(basic(&client))
        .await?;
    holds(
        refreshed.refresh_token.as_ref() != Some(&refresh),
        "the refresh token was rotated",
    )?;
    let again = oauth2
        .oauth2_token_exchange("authorization_code")
        .code(code)
        .redirect_uri(super::CALLBACK)
        .code_verifier(visit.verifier.as_str())
        .with_credentials(basic(&client))
        .await;
    let error = refused("a used code", again, 400)?;
    equal(
        "error",
        error.api().and_then(|api| api.oauth2_error()),
        Some("invalid_grant"),
    )
}

/// A remembered user is not asked again, neither to log in nor to consent.
pub(crate) async fn is_remembered(world: &World) -> Check {
    let client = register_web_app(world).await?;
    let subject = world.name("ada");
    let mut visit = Visit::new(world);
    visit.sign_in(&client, &subject).await?;

    let login = visit.start(&client).await?;
    holds(login.skip, "a remembered user need not log in")?;
    equal("subject", &login.subject, &subject)?;
    let consent = visit.log_in(&login, &subject).await?;
    equal("consent is skipped", consent.skip, Some(true))?;

    world
        .hydra
        .oauth2()
        .revoke_oauth2_login_sessions()
        .subject(&subject)
        .await?;
    holds(
        !visit.start(&client).await?.skip,
        "a forgotten user has to log in",
    )
}

/// A challenge that was answered can be answered again by this release; a newer one says 410 with the redirect.
pub(crate) async fn with_a_challenge_used_twice(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let client = register_web_app(world).await?;
    let subject = world.name("ada");
    let mut visit = Visit::new(world);
    let login = visit.start(&client).await?;
    visit.log_in(&login, &subject).await?;
    let again = oauth2
        .get_oauth2_login_request(login.challenge.clone())
        .await?;
    holds(
        again.open().is_some(),
        "Hydra 2.3 gives a used login challenge",
    )?;
    let body = AcceptOAuth2LoginRequest::new(&subject);
    let redirect = oauth2
        .accept_oauth2_login_request(login.challenge.clone(), body)
        .await?;
    holds(
        redirect.redirect_to.contains("login_verifier"),
        "Hydra 2.3 accepts a used login challenge",
    )?;

    let mut visit = Visit::new(world);
    let login = visit.start(&client).await?;
    let consent = visit.log_in(&login, &subject).await?;
    visit.consent(&consent).await?;
    let again = oauth2
        .get_oauth2_consent_request(consent.challenge.clone())
        .await?;
    holds(
        again.open().is_some(),
        "Hydra 2.3 gives a used consent challenge",
    )?;
    let body = AcceptOAuth2ConsentRequest::new().grant_scope(["openid"]);
    let redirect = oauth2
        .accept_oauth2_consent_request(consent.challenge, body)
        .await?;
    // The browser was sent on before: the second visit is refused, not granted once more.
    let end = visit.carry_on(&redirect.redirect_to).await?;
    query(&end, "error")?;
    Ok(())
}

/// Challenges that nobody made are not found, whatever is done with them.
pub(crate) async fn with_a_challenge_of_nobody(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let unknown = "nonsense";
    let login = oauth2.get_oauth2_login_request(unknown.into()).await;
    refused("a login", login, 404)?;
    let body = AcceptOAuth2LoginRequest::new("ada");
    let login = oauth2
        .accept_oauth2_login_request(unknown.into(), body)
        .await;
    refused("accepting a login", login, 404)?;
    let body = RejectOAuth2Request::new().error("access_denied");
    let login = oauth2
        .reject_oauth2_login_request(unknown.into(), body.clone())
        .await;
    refused("rejecting a login", login, 404)?;
    let consent = oauth2.get_oauth2_consent_request(unknown.into()).await;
    refused("a consent", consent, 404)?;
    let accept = AcceptOAuth2ConsentRequest::new();
    let consent = oauth2
        .accept_oauth2_consent_request(unknown.into(), accept)
        .await;
    refused("accepting a consent", consent, 404)?;
    let consent = oauth2
        .reject_oauth2_consent_request(unknown.into(), body.clone())
        .await;
    refused("rejecting a consent", consent, 404)?;
    let logout = oauth2.get_oauth2_logout_request(unknown.into()).await;
    refused("a logout", logout, 404)?;
    let logout = oauth2.accept_oauth2_logout_request(unknown.into()).await;
    refused("accepting a logout", logout, 404)?;
    let logout = oauth2.reject_oauth2_logout_request(unknown.into()).await;
    refused("rejecting a logout", logout, 404)?;
    Ok(())
}

/// The login page and the consent page say no; the application is told.
pub(crate) async fn is_rejected(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let client = register_web_app(world).await?;
    let reason = || {
        RejectOAuth2Request::new()
            .error("access_denied")
            .error_description("not today")
            .status_code(403)
    };
    let mut visit = Visit::new(world);
    let login = visit.start(&client).await?;
    let next = oauth2
        .reject_oauth2_login_request(login.challenge, reason())
        .await?;
    let location = visit.carry_on(&next.redirect_to).await?;
    equal(
        "error",
        query(&location, "error")?.as_str(),
        "access_denied",
    )?;
    equal(
        "description",
        query(&location, "error_description")?.as_str(),
        "not today",
    )?;

    let mut visit = Visit::new(world);
    let login = visit.start(&client).await?;
    let consent = visit.log_in(&login, &world.name("ada")).await?;
    let next = oauth2
        .reject_oauth2_consent_request(consent.challenge, reason())
        .await?;
    let location = visit.carry_on(&next.redirect_to).await?;
    equal(
        "error",
        query(&location, "error")?.as_str(),
        "access_denied",
    )
}

/// What a user allowed is listed, and taken back: for one application, and for all. Hydra 2.3 does not know the third way,
/// by the id of the request for consent, nor does it tell such an id.
pub(crate) async fn is_consent_taken_back(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let (first, second) = (
        register_web_app(world).await?,
        register_web_app(world).await?,
    );
    let subject = world.name("ada");
    Visit::new(world).sign_in(&first, &subject).await?;
    let tokens = Visit::new(world).sign_in(&second, &subject).await?;
    let access = some("the access token", tokens.access_token)?;

    let sessions = oauth2.list_oauth2_consent_sessions(&subject).await?;
    equal("sessions", sessions.len(), 2)?;
    let session = some("a session", sessions.items.first())?;
    equal("remembered for", session.remember_for, Some(3600))?;

    oauth2
        .revoke_oauth2_consent_sessions()
        .subject(&subject)
        .client(&first.id)
        .await?;
    equal(
        "sessions",
        oauth2.list_oauth2_consent_sessions(&subject).await?.len(),
        1,
    )?;
    oauth2
        .revoke_oauth2_consent_sessions()
        .subject(&subject)
        .all(true)
        .await?;
    equal(
        "sessions",
        oauth2.list_oauth2_consent_sessions(&subject).await?.len(),
        0,
    )?;
    holds(
        !oauth2.introspect_oauth2_token(access).await?.active,
        "the tokens are gone with the consent",
    )?;
    refused(
        "no subject",
        oauth2.revoke_oauth2_consent_sessions().all(true).await,
        400,
    )?;
    let subject_alone = oauth2.revoke_oauth2_consent_sessions().subject(&subject);
    refused("neither a client nor all", subject_alone.await, 400)?;

    let mut visit = Visit::new(world);
    let login = visit.start(&first).await?;
    let consent = visit.log_in(&login, &subject).await?;
    let id = consent.consent_request_id.clone();
    equal("an id", id.is_some(), world.hydra_by_release(false, true))?;
    visit.consent(&consent).await?;
    let by_request = ConsentRevocation::Request {
        consent_request_id: consent.challenge.expose().to_owned(),
    };
    // The challenge is no id: one release says so, the other does nothing.
    let revoked = world.hydra.oauth2().revoke_consent(&by_request).await;
    let status = revoked.err().and_then(|error| error.status());
    let expected = world.hydra_by_release(Some(400), None);
    equal("status", status.map(|status| status.as_u16()), expected)?;
    let sessions = oauth2.list_oauth2_consent_sessions(&subject).await?;
    equal("sessions after that", sessions.len(), 1)?;
    let session = some("a session", sessions.items.first())?;
    equal("id of a session", &session.consent_request_id, &id)?;
    if let Some(consent_request_id) = id {
        let by_id = ConsentRevocation::Request { consent_request_id };
        world.hydra.oauth2().revoke_consent(&by_id).await?;
        let sessions = oauth2.list_oauth2_consent_sessions(&subject).await?;
        equal("sessions in the end", sessions.len(), 0)?;
    }
    Ok(())
}

/// What a user allowed five applications, two at a time, each once, although this release's links lead astray.
pub(crate) async fn is_consent_listed_across_pages(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let subject = world.name("ada");
    let mut allowed = BTreeSet::new();
    for _ in 0..5 {
        let client = register_web_app(world).await?;
        Visit::new(world).sign_in(&client, &subject).await?;
        allowed.insert(client.id);
    }
    for size in [2, 3, 5, 250] {
        let mut listed = Vec::new();
        let list = oauth2.list_oauth2_consent_sessions(&subject);
        let mut items = list.page_size(size).items();
        while let Some(session) = items.next().await {
            let request = some("the request", session?.consent_request)?;
            let client = some("the client", request.client)?.client_id;
            listed.push(some("the client's id", client)?);
        }
        equal("sessions", listed.len(), 5)?;
        let listed: BTreeSet<String> = listed.into_iter().collect();
        if size >= 5 {
            equal("clients", &listed, &allowed)?;
        } else {
            // Hydra orders by the second, and PostgreSQL those of one second as it likes: a page may repeat what
            // another one had.
            holds(listed.is_subset(&allowed), "clients that nobody allowed")?;
        }
    }
    let nobody = world.name("nobody");
    let none = oauth2.list_oauth2_consent_sessions(&nobody).await?;
    equal("sessions of nobody", none.len(), 0)
}
