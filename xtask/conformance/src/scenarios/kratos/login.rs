//! Somebody with an account logs in.

use ory_hydra::models::OAuth2Client;
use ory_kratos::models::{
    AuthenticatorAssuranceLevel, LoginFlow, UpdateLoginFlowWithCodeMethod,
    UpdateLoginFlowWithPasskeyMethod, UpdateLoginFlowWithPasswordMethod,
};

use super::browser::{Visitor, flow, shown_again, told, value};
use super::{PASSWORD, code, csrf_token, error_id, log_in, person};
use crate::authenticator::SecurityKey;
use crate::check::{Check, equal, holds, refused, some};
use crate::http::query;
use crate::world::World;

/// At a browser: a wrong password, the right one, and the login page when it is too late for it.
pub(crate) async fn at_a_browser_with_a_password(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let mut visitor = Visitor::new(world);
    refused("nobody yet", visitor.session().await, 401)?;
    let page: LoginFlow = visitor.open().await?;

    let wrong = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, "wrong")
        .csrf_token(csrf_token(&page.ui)?);
    let page: LoginFlow = shown_again("a wrong password", visitor.submit(&page, wrong).await)?;
    holds(
        told(&page.ui).contains(&4000006),
        "the form says that the credentials are wrong",
    )?;
    let right = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD)
        .csrf_token(csrf_token(&page.ui)?);
    let login = visitor.submit(&page, right.clone()).await?;
    let identity = some("an identity", login.session.identity)?;
    equal("identity", &identity.id, &somebody.id)?;
    equal("session", &visitor.session().await?.id, &login.session.id)?;

    // The page that was used, and a new one, by somebody who is logged in already.
    let error = refused("a used flow", visitor.submit(&page, right).await, 400)?;
    equal(
        "the id of a flow is not the id of an error",
        error_id(&error),
        None,
    )?;
    let page: LoginFlow = flow(&error)?;
    holds(
        told(&page.ui).contains(&4000001),
        "the form says that one is logged in already",
    )?;
    let call = frontend
        .create_browser_login_flow()
        .cookie(visitor.cookie());
    let error = refused(
        "logged in already",
        visitor.take(call.response()).await,
        400,
    )?;
    equal("error", error_id(&error), Some("session_already_available"))?;

    // Another site cannot post the form: it has neither the cookie nor the token.
    let mut other = Visitor::new(world);
    let page = other.login_flow().await?;
    let forged = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD)
        .csrf_token(csrf_token(&page.ui)?);
    let error = refused(
        "a form without its cookie",
        frontend.update_login_flow(&page.id, forged).await,
        403,
    )?;
    equal("error", error_id(&error), Some("security_csrf_violation"))?;
    let error = refused(
        "a page without its cookie",
        frontend.get_login_flow(&page.id).await,
        403,
    )?;
    equal("error", error_id(&error), Some("security_csrf_violation"))
}

/// With a code by mail, at a browser and in an app.
pub(crate) async fn with_a_code(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let mut visitor = Visitor::new(world);
    let page = visitor.login_flow().await?;
    let ask = UpdateLoginFlowWithCodeMethod::new()
        .identifier(&somebody.email)
        .csrf_token(csrf_token(&page.ui)?);
    let page: LoginFlow = shown_again("asking for a code", visitor.submit(&page, ask).await)?;
    let state = page.state.as_ref().map(|state| state.as_str());
    equal("state", state, Some("sent_email"))?;
    let wrong = UpdateLoginFlowWithCodeMethod::new()
        .identifier(&somebody.email)
        .code("000000")
        .csrf_token(csrf_token(&page.ui)?);
    let page: LoginFlow = shown_again("a wrong code", visitor.submit(&page, wrong).await)?;
    holds(
        told(&page.ui).contains(&4010008),
        "the form says that the code is wrong",
    )?;
    let sent = code(world, &somebody.email, "login_code", 0).await?;
    let right = UpdateLoginFlowWithCodeMethod::new()
        .identifier(&somebody.email)
        .code(sent)
        .csrf_token(csrf_token(&page.ui)?);
    let login = visitor.submit(&page, right).await?;
    equal("session", &visitor.session().await?.id, &login.session.id)?;

    let page = frontend.create_native_login_flow().await?;
    let ask = UpdateLoginFlowWithCodeMethod::new().identifier(&somebody.email);
    refused(
        "asking for a code",
        frontend.update_login_flow(&page.id, ask).await,
        400,
    )?;
    let sent = code(world, &somebody.email, "login_code", 1).await?;
    let answer = UpdateLoginFlowWithCodeMethod::new()
        .identifier(&somebody.email)
        .code(sent);
    let login = frontend.update_login_flow(&page.id, answer).await?;
    let token = some("the session token", login.session_token)?;
    let session = frontend.to_session().session_token(token).await?;
    equal("session", &session.id, &login.session.id)
}

/// Logs a new visitor in with a passkey, without telling who it is.
pub(super) async fn with_passkey(world: &World, key: &mut SecurityKey, identity: &str) -> Check {
    let mut visitor = Visitor::new(world);
    let page = visitor.login_flow().await?;
    let options = some(
        "the passkey's options",
        value(&page.ui, "passkey_challenge"),
    )?;
    let answer = UpdateLoginFlowWithPasskeyMethod::new()
        .passkey_login(key.get(&options).await?)
        .csrf_token(csrf_token(&page.ui)?);
    let login = visitor.submit(&page, answer).await?;
    let found = some("an identity", login.session.identity)?;
    equal("identity", found.id.as_str(), identity)
}

/// Proves again who it is before something important: the session stays, its age starts anew.
pub(crate) async fn again(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let mut visitor = Visitor::new(world);
    let first = visitor.log_in(&somebody).await?;
    let call = frontend
        .create_browser_login_flow()
        .refresh(true)
        .cookie(visitor.cookie());
    let page = visitor.take(call.response()).await?;
    equal("refresh", page.refresh, Some(true))?;
    let answer = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD)
        .csrf_token(csrf_token(&page.ui)?);
    let second = visitor.submit(&page, answer).await?.session;
    equal("session", &second.id, &first.id)?;
    holds(
        second.authenticated_at > first.authenticated_at,
        "the session was authenticated anew",
    )?;

    let token = log_in(world, &somebody).await?;
    let first = frontend.to_session().session_token(token.clone()).await?;
    let page = frontend
        .create_native_login_flow()
        .refresh(true)
        .session_token(token.clone())
        .await?;
    let answer = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD);
    let second = frontend
        .update_login_flow(&page.id, answer)
        .session_token(token.clone())
        .await?
        .session;
    equal("session", &second.id, &first.id)?;
    holds(
        second.authenticated_at > first.authenticated_at,
        "the session was authenticated anew",
    )?;
    equal(
        "assurance",
        second.authenticator_assurance_level,
        Some(AuthenticatorAssuranceLevel::Aal1),
    )?;

    // A session of the wrong kind of client is none.
    let error = refused(
        "a login flow while logged in",
        frontend
            .create_native_login_flow()
            .session_token(token)
            .await,
        400,
    )?;
    equal("error", error_id(&error), Some("session_already_available"))
}

/// Kratos is the login page of the local Hydra: the flow tells which application asks, and leads back to Hydra.
pub(crate) async fn for_an_application(world: &World) -> Check {
    let somebody = person(world).await?;
    let callback = "http://127.0.0.1:3000/callback";
    let client = OAuth2Client::new()
        .client_name(world.name("application"))
        .grant_types(["authorization_code"])
        .response_types(["code"])
        .redirect_uris([callback])
        .scope("openid");
    let oauth2 = world.hydra.oauth2();
    let client = oauth2.create_oauth2_client(client).await?;
    let id = some("the client's id", client.client_id)?;
    let mut visitor = Visitor::new(world);
    let start = oauth2
        .oauth2_authorize(&id, "code")
        .redirect_uri(callback)
        .scope("openid")
        .state("a state that is long enough");
    let sent = visitor.take(start.response()).await?;

    let frontend = world.kratos.frontend();
    let call = frontend
        .create_browser_login_flow()
        .login_challenge(query(&sent.url, "login_challenge")?)
        .cookie(visitor.cookie());
    let page = visitor.take(call.response()).await?;
    let request = page.oauth2_login_request.as_ref();
    let request = some("the application's request", request)?;
    let asking = some("the application", request.client.as_ref())?;
    equal("application", asking.client_id.as_ref(), Some(&id))?;
    let answer = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD)
        .csrf_token(csrf_token(&page.ui)?);
    let error = refused(
        "back to the application",
        visitor.submit(&page, answer).await,
        422,
    )?;
    let next = error.api().and_then(|error| error.redirect_browser_to());
    let next = some("where to go", next)?;
    let host = world.urls.hydra_public.trim_start_matches("http://");
    let consent = visitor.browser.follow(next, &[host]).await?;
    query(&consent, "consent_challenge")?;
    Ok(())
}
