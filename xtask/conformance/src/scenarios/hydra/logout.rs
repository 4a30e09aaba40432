//! Users log out, and the applications are told.

use ory_hydra::models::OAuth2Client;

use super::{CALLBACK, Visit, register};
use crate::check::{Check, equal, holds, some};
use crate::http::query;
use crate::jwt::claims;
use crate::world::World;

/// The application starts it; the user confirms; other applications are told through the back channel (OpenID Connect
/// Back-Channel Logout 1.0) and the browser through the front channel.
pub(crate) async fn through_both_channels(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let after = "http://127.0.0.1:3000/goodbye";
    let path = format!("/{}", world.name("backchannel"));
    let client = OAuth2Client::new()
        .grant_types(["authorization_code", "refresh_token"])
        .response_types(["code"])
        .redirect_uris([CALLBACK])
        .post_logout_redirect_uris([after])
        .scope("openid offline")
        .backchannel_logout_uri(format!("{}{path}", world.urls.inbox))
        .backchannel_logout_session_required(true)
        .frontchannel_logout_uri("http://127.0.0.1:3000/frontchannel")
        .frontchannel_logout_session_required(true);
    let client = register(world, client).await?;
    let subject = world.name("ada");
    let mut visit = Visit::new(world);
    let tokens = visit.sign_in(&client, &subject).await?;
    let id_token = some("the ID token", tokens.id_token)?;

    let response = world
        .hydra
        .oidc()
        .revoke_oidc_session()
        .id_token_hint(id_token)
        .post_logout_redirect_uri(after)
        .state("bye")
        .with_header("cookie", &visit.browser.cookies())
        .response()
        .await?;
    visit.browser.keep(response.headers());
    let challenge = query(&response.into_value().url, "logout_challenge")?;
    let request = oauth2
        .get_oauth2_logout_request(challenge.as_str().into())
        .await?;
    let request = some("an open logout request", request.open())?;
    equal(
        "subject",
        request.subject.as_deref(),
        Some(subject.as_str()),
    )?;
    equal(
        "started by the application",
        request.rp_initiated,
        Some(true),
    )?;

    let next = oauth2
        .accept_oauth2_logout_request(challenge.as_str().into())
        .await?;
    // A page that opens the front-channel URLs in frames, then goes on.
    let page = visit.browser.open(&next.redirect_to).await?;
    let text = String::from_utf8_lossy(page.body()).into_owned();
    holds(
        text.contains("/frontchannel?") && text.contains("sid="),
        "the front channel is told which session ended",
    )?;
    holds(
        text.contains("/goodbye?state=bye"),
        "the browser goes on to the application",
    )?;

    let is_ours = |message: &serde_json::Value| message["path"] == path.as_str();
    let message = world.message("a back-channel logout", is_ours, 0).await?;
    let form = message.as_str().unwrap_or_default();
    let token = some("the logout token", form.strip_prefix("logout_token="))?;
    let payload = claims(token)?;
    holds(
        payload["events"].is_object(),
        "the logout token says what happened",
    )?;

    let again = oauth2
        .get_oauth2_logout_request(challenge.as_str().into())
        .await?;
    // The current release does not remember which challenges were used.
    equal(
        "a used logout challenge says where to send the browser",
        again.redirect_to().is_some(),
        world.hydra_by_release(true, false),
    )
}

/// The user stays.
pub(crate) async fn is_declined(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    let client = super::register_web_app(world).await?;
    let subject = world.name("ada");
    let mut visit = Visit::new(world);
    visit.sign_in(&client, &subject).await?;
    // Without a hint it may be anybody's link: the user has to confirm.
    let response = world
        .hydra
        .oidc()
        .revoke_oidc_session()
        .with_header("cookie", &visit.browser.cookies())
        .response()
        .await?;
    visit.browser.keep(response.headers());
    let challenge = query(&response.into_value().url, "logout_challenge")?;
    oauth2
        .reject_oauth2_logout_request(challenge.as_str().into())
        .await?;
    let rejected = oauth2
        .get_oauth2_logout_request(challenge.as_str().into())
        .await;
    let status = rejected.err().and_then(|error| error.status());
    let expected = world.hydra_by_release(Some(404), None);
    equal(
        "a rejected request",
        status.map(|status| status.as_u16()),
        expected,
    )?;
    holds(
        visit.start(&client).await?.skip,
        "the user is still logged in",
    )
}
