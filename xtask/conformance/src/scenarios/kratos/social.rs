//! Somebody signs in with an account elsewhere: here, at the local Hydra.

use ory_core::Secret;
use ory_hydra::models::{
    AcceptOAuth2ConsentRequest, AcceptOAuth2LoginRequest, OAuth2Client, RejectOAuth2Request,
};
use ory_kratos::models::{
    RegistrationFlow, Session, SettingsFlow, UpdateLoginFlowWithOidcMethod,
    UpdateRegistrationFlowWithOidcMethod, UpdateSettingsFlowWithOidcMethod,
};
use ory_kratos::outcome::{FlowOutcome, LoginOutcome};

use super::browser::{Visitor, value};
use super::{csrf_token, log_in, person};
use crate::check::{Check, Failure, equal, fail, holds, refused, some};
use crate::http::query;
use crate::world::World;

/// Kratos is a client of Hydra; it is registered once.
async fn register_kratos(world: &World) -> Check {
    let oauth2 = world.hydra.oauth2();
    match oauth2.get_oauth2_client("kratos").await {
        Ok(_) => return Ok(()),
        Err(error) if error.is_not_found() => {}
        Err(error) => return Err(error.into()),
    }
    let callback = format!(
        "{}/self-service/methods/oidc/callback/hydra",
        world.urls.kratos_public
    );
    let client = OAuth2Client::new()
        .client_id("kratos")
        .client_secret("kratos-secret")
        .grant_types(["authorization_code"])
        .response_types(["code"])
        .redirect_uris([callback])
        .scope("openid");
    oauth2.create_oauth2_client(client).await?;
    Ok(())
}

/// At Hydra: logs in as `subject` (or does not want to) and comes back; returns where Kratos sends the browser then.
async fn visit_hydra(
    visitor: &mut Visitor<'_>,
    url: &str,
    subject: Option<&str>,
) -> Result<String, Failure> {
    let world = visitor.world;
    let host = |url: &str| url.trim_start_matches("http://").to_owned();
    let (hydra, kratos) = (
        host(&world.urls.hydra_public),
        host(&world.urls.kratos_public),
    );
    let hosts = [hydra.as_str(), kratos.as_str()];
    let oauth2 = world.hydra.oauth2();
    let login = visitor.browser.follow(url, &hosts).await?;
    let challenge = query(&login, "login_challenge")?;
    let Some(subject) = subject else {
        let body = RejectOAuth2Request::new().error("access_denied");
        let next = oauth2
            .reject_oauth2_login_request(challenge.into(), body)
            .await?;
        return visitor.browser.follow(&next.redirect_to, &hosts).await;
    };
    let next = oauth2
        .accept_oauth2_login_request(challenge.into(), AcceptOAuth2LoginRequest::new(subject))
        .await?;
    let consent = visitor.browser.follow(&next.redirect_to, &hosts).await?;
    let challenge = query(&consent, "consent_challenge")?;
    let body = AcceptOAuth2ConsentRequest::new().grant_scope(["openid"]);
    let next = oauth2
        .accept_oauth2_consent_request(challenge.into(), body)
        .await?;
    visitor.browser.follow(&next.redirect_to, &hosts).await
}

/// Where the answer to a form sends the browser.
fn redirect<T>(what: &str, answer: Result<T, ory_core::Error>) -> Result<String, Failure> {
    let error = refused(what, answer, 422)?;
    let api = some("the error", error.api())?;
    equal("error", api.id(), Some("browser_location_change_required"))?;
    Ok(some("where to go", api.redirect_browser_to())?.to_owned())
}

/// The traits that the mapper makes of a subject.
fn address(session: &Session) -> Option<&str> {
    session.identity.as_ref()?.traits["email"].as_str()
}

/// At a browser: signs up, and signs in later; then somebody who changes their mind at the other site.
pub(crate) async fn at_a_browser(world: &World) -> Check {
    register_kratos(world).await?;
    let subject = world.name("social");
    let expected = format!("{subject}@hydra.test");
    let frontend = world.kratos.frontend();

    let mut visitor = Visitor::new(world);
    let page: RegistrationFlow = visitor.open().await?;
    equal(
        "provider",
        value(&page.ui, "provider").as_deref(),
        Some("hydra"),
    )?;
    let answer =
        UpdateRegistrationFlowWithOidcMethod::new("hydra").csrf_token(csrf_token(&page.ui)?);
    let url = redirect("signing up", visitor.submit(&page, answer).await)?;
    visit_hydra(&mut visitor, &url, Some(&subject)).await?;

    let mut sessions = Vec::new();
    for _ in 0..2 {
        let mut visitor = Visitor::new(world);
        let page = visitor.login_flow().await?;
        let answer = UpdateLoginFlowWithOidcMethod::new("hydra").csrf_token(csrf_token(&page.ui)?);
        let url = redirect("signing in", visitor.submit(&page, answer).await)?;
        let end = visit_hydra(&mut visitor, &url, Some(&subject)).await?;
        holds(
            end.starts_with("http://127.0.0.1:3000/"),
            "the browser is sent back to the website",
        )?;
        let session = visitor.session().await?;
        equal("address", address(&session), Some(expected.as_str()))?;
        sessions.push(session);
    }
    let ids: Vec<_> = sessions
        .iter()
        .map(|session| session.identity.as_ref().map(|identity| &identity.id))
        .collect();
    equal("the same person", &ids[0], &ids[1])?;

    let mut visitor = Visitor::new(world);
    let page = visitor.login_flow().await?;
    let answer = UpdateLoginFlowWithOidcMethod::new("hydra").csrf_token(csrf_token(&page.ui)?);
    let url = redirect("signing in", visitor.submit(&page, answer).await)?;
    let end = visit_hydra(&mut visitor, &url, None).await?;
    // Back on the login page, whose flow says why.
    let call = frontend
        .get_login_flow(query(&end, "flow")?)
        .cookie(visitor.cookie());
    let page = visitor.take(call.response()).await?;
    holds(
        !super::browser::told(&page.ui).is_empty(),
        "the form says what went wrong",
    )
}

/// Somebody with a password links the other account, signs in with it, and unlinks it.
pub(crate) async fn linked_to_an_account(world: &World) -> Check {
    register_kratos(world).await?;
    let subject = world.name("social");
    let somebody = person(world).await?;
    let mut visitor = Visitor::new(world);
    visitor.log_in(&somebody).await?;
    let page: SettingsFlow = visitor.open().await?;
    let link = UpdateSettingsFlowWithOidcMethod::new().link("hydra");
    let url = redirect("linking", visitor.submit(&page, link).await)?;
    visit_hydra(&mut visitor, &url, Some(&subject)).await?;

    let mut other = Visitor::new(world);
    let login = other.login_flow().await?;
    let answer = UpdateLoginFlowWithOidcMethod::new("hydra").csrf_token(csrf_token(&login.ui)?);
    let url = redirect("signing in", other.submit(&login, answer).await)?;
    visit_hydra(&mut other, &url, Some(&subject)).await?;
    let session = other.session().await?;
    equal("address", address(&session), Some(somebody.email.as_str()))?;

    let page: SettingsFlow = visitor.open().await?;
    equal(
        "the page offers to unlink",
        value(&page.ui, "unlink").as_deref(),
        Some("hydra"),
    )?;
    let unlink = UpdateSettingsFlowWithOidcMethod::new().unlink("hydra");
    let changed = visitor.submit(&page, unlink).await?;
    equal("state", changed.state.as_str(), "success")?;
    equal("nothing to unlink", value(&changed.ui, "unlink"), None)
}

/// In an app: somebody signs up at the other site, by a visit in a browser.
pub(crate) async fn in_an_app_to_sign_up(world: &World) -> Check {
    register_kratos(world).await?;
    let subject = world.name("social");
    let frontend = world.kratos.frontend();
    let page = frontend
        .create_native_registration_flow()
        .return_session_token_exchange_code(true)
        .return_to("app://native/back")
        .await?;
    let own = some("the app's code", page.session_token_exchange_code)?;
    let mut visitor = Visitor::new(world);
    let answer = UpdateRegistrationFlowWithOidcMethod::new("hydra");
    let call = frontend.update_registration_flow(&page.id, answer);
    let url = redirect("signing up", visitor.take(call.response()).await)?;
    let end = visit_hydra(&mut visitor, &url, Some(&subject)).await?;
    let brought = query(&end, "code")?;
    let login = frontend.exchange_session_token(own, Secret::new(brought));
    let token = some("the session token", login.await?.session_token)?;
    let session = frontend.to_session().session_token(&token).await?;
    equal(
        "address",
        address(&session),
        Some(format!("{subject}@hydra.test").as_str()),
    )
}

/// In an app, somebody with a password cannot link an account elsewhere with this release: it sends the user to the other
/// site, but wants a session in the browser that comes back.
pub(crate) async fn is_not_linked_in_an_app(world: &World) -> Check {
    register_kratos(world).await?;
    let subject = world.name("social");
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let token = log_in(world, &somebody).await?;
    let page = frontend.create_native_settings_flow().session_token(&token);
    let page = page.await?;
    let link = UpdateSettingsFlowWithOidcMethod::new().link("hydra");
    let call = frontend.update_settings_flow(&page.id, link);
    let mut visitor = Visitor::new(world);
    let url = visitor.take(call.session_token(&token).response()).await;
    let url = redirect("linking", url)?;
    let end = visit_hydra(&mut visitor, &url, Some(&subject)).await?;
    holds(
        end.starts_with("http://127.0.0.1:3000/error?"),
        "the visit ends at the page for errors",
    )?;
    let error = frontend.get_flow_error(query(&end, "id")?).await?;
    let error = serde_json::json!(error.error);
    equal("error", &error["id"], "session_inactive")?;
    let identity = world.kratos.identity().get_identity(&somebody.id);
    let identity = identity.include_credential(["oidc"]).await?;
    holds(
        !identity.credentials.contains_key("oidc"),
        "nothing is linked",
    )
}

/// An app sends its user to a browser and gets the session for two codes: its own, and one that the browser brings back.
pub(crate) async fn in_an_app_for_two_codes(world: &World) -> Check {
    register_kratos(world).await?;
    let subject = world.name("social");
    let frontend = world.kratos.frontend();
    let page = frontend
        .create_native_login_flow()
        .return_session_token_exchange_code(true)
        .return_to("app://native/back")
        .await?;
    let own = some("the app's code", page.session_token_exchange_code)?;
    let exchange = |own: &Secret, brought: &str| {
        let call = frontend.exchange_session_token(own.clone(), Secret::new(brought));
        call.outcome()
    };
    let early = exchange(&own, "nothing").await?.into_value();
    holds(is_pending(&early), &format!("too early: {early:?}"))?;

    // What the app gets is for the browser, with the cookie that ties the two visits.
    let mut visitor = Visitor::new(world);
    let answer = UpdateLoginFlowWithOidcMethod::new("hydra");
    let call = frontend.update_login_flow(&page.id, answer);
    let url = redirect("signing in", visitor.take(call.response()).await)?;
    let end = visit_hydra(&mut visitor, &url, Some(&subject)).await?;
    holds(end.starts_with("app://native/back"), "the app is called")?;
    let brought = query(&end, "code")?;

    let wrong = exchange(&own, "wrong").await?.into_value();
    holds(is_pending(&wrong), &format!("a wrong code: {wrong:?}"))?;
    let wrong = exchange(&Secret::new("wrong"), &brought)
        .await?
        .into_value();
    holds(
        is_pending(&wrong),
        &format!("another app's code: {wrong:?}"),
    )?;
    let FlowOutcome::Success(login) = exchange(&own, &brought).await?.into_value() else {
        return fail("the right codes give no session");
    };
    let token = some("the session token", login.session_token)?;
    // This release gives the same session again, where others may not know the codes any more.
    let again = exchange(&own, &brought).await?.into_value();
    let FlowOutcome::Success(again) = again else {
        return fail(format!("the codes once more: {again:?}"));
    };
    equal("the same session", again.session.id, login.session.id)?;
    let session = frontend.to_session().session_token(token).await?;
    equal(
        "address",
        address(&session),
        Some(format!("{subject}@hydra.test").as_str()),
    )
}

/// There is no session for the codes, or not yet.
fn is_pending(outcome: &LoginOutcome) -> bool {
    outcome
        .refusal()
        .is_some_and(|refusal| refusal.status == 404 && refusal.id.is_none())
}
