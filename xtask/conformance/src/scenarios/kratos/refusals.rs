//! Why a flow does not go on, as a value: it is too old, somebody is logged in already, nobody is, or too long ago.

use std::time::Duration;

use ory_core::Secret;
use ory_core::http::HeaderMap;
use ory_kratos::Flow;
use ory_kratos::browser::BrowserRequest;
use ory_kratos::models::{
    SettingsFlow, UpdateLoginFlowWithPasswordMethod, UpdateSettingsFlowWithPasswordMethod,
    UpdateSettingsFlowWithProfileMethod,
};
use ory_kratos::outcome::{ExpiredFlow, FlowOutcome, LoginOutcome, SettingsOutcome};
use serde_json::json;

use super::{NOBODY, PASSWORD, log_in, log_in_by_browser, person};
use crate::check::{Check, Failure, equal, fail, holds, some};
use crate::world::World;

/// Longer than flows of the settings live, and than a login counts as fresh, at these servers.
const WITHIN: Duration = Duration::from_secs(40);

/// Time between two looks.
const TICK: Duration = Duration::from_millis(250);

/// Waits until the flow cannot be read any more.
async fn expired(
    world: &World,
    token: &Secret,
    flow: &SettingsFlow,
) -> Result<ExpiredFlow, Failure> {
    let looking = async {
        loop {
            let get = world.kratos.frontend().get_settings_flow(&flow.id);
            match get.session_token(token).outcome().await?.into_value() {
                FlowOutcome::Flow(_) => tokio::time::sleep(TICK).await,
                FlowOutcome::Expired(expired) => return Ok(expired),
                other => return fail(format!("a flow of the settings: {other:?}")),
            }
        }
    };
    match tokio::time::timeout(WITHIN, looking).await {
        Ok(result) => result,
        Err(_) => fail("the flow did not expire"),
    }
}

/// A flow of the settings that is too old names its successor. There the name may be changed, but not the password:
/// the login is too long ago as well, and a new one helps.
pub(crate) async fn of_what_is_too_old(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let token = log_in(world, &somebody).await?;
    let create = || {
        frontend
            .create_native_settings_flow()
            .session_token(&token)
            .outcome()
    };
    let old = some("the settings", create().await?.into_value().into_flow())?;
    let read = expired(world, &token, &old).await?;
    equal("status", read.error.code(), Some(410))?;

    let rename = UpdateSettingsFlowWithProfileMethod::new(json!({
        "email": somebody.email, "name": "Ada",
    }));
    let submit = |flow: &str| {
        frontend
            .update_settings_flow(flow, rename.clone())
            .session_token(&token)
            .outcome()
    };
    let next = match submit(&old.id).await?.into_value() {
        SettingsOutcome::Expired(expired) => {
            holds(expired.expired_at.is_some(), "it says since when")?;
            holds(expired.since.is_some(), "it says for how long")?;
            some("the flow to use", expired.use_flow_id)?
        }
        other => return fail(format!("a form that expired: {other:?}")),
    };
    let saved = some(
        "the settings were saved",
        submit(&next).await?.into_value().into_success(),
    )?;
    equal("name", &saved.identity.traits["name"], &json!("Ada"))?;

    let change = |flow: String| {
        let body = UpdateSettingsFlowWithPasswordMethod::new("a battery horse staples correctly");
        let call = frontend.update_settings_flow(flow, body);
        call.session_token(&token).outcome()
    };
    let asked = async {
        loop {
            let flow = some("the settings", create().await?.into_value().into_flow())?;
            match change(flow.id).await?.into_value() {
                SettingsOutcome::Success(_) => tokio::time::sleep(TICK).await,
                SettingsOutcome::RefreshRequired(refusal) => return Ok(refusal),
                other => return fail(format!("a new password: {other:?}")),
            }
        }
    };
    let refusal = match tokio::time::timeout(WITHIN, asked).await {
        Ok(result) => result?,
        Err(_) => return fail("the login stayed fresh"),
    };
    let to = some("where to log in again", refusal.redirect_browser_to)?;
    holds(to.contains("refresh=true"), "it asks for a refresh")?;

    let flow = frontend
        .create_native_login_flow()
        .refresh(true)
        .session_token(&token)
        .outcome();
    let flow = some("the login", flow.await?.into_value().into_flow())?;
    let body = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD);
    let again = frontend
        .update_login_flow(&flow.id, body)
        .session_token(&token)
        .outcome();
    some("logged in", again.await?.into_value().into_success())?;
    let flow = some("the settings", create().await?.into_value().into_flow())?;
    let changed = change(flow.id).await?.into_value();
    some("the password was changed", changed.into_success())?;
    Ok(())
}

/// Who is logged in has to log out first, or to ask for a refresh or for a second factor, for which it takes one.
pub(crate) async fn of_a_second_login(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let token = log_in(world, &somebody).await?;
    let create = || frontend.create_native_login_flow().session_token(&token);
    match create().outcome().await?.into_value() {
        FlowOutcome::AlreadySignedIn(refusal) => {
            equal("status", refusal.error.code(), Some(400))?;
        }
        other => return fail(format!("in an app: {other:?}")),
    }
    let refresh = create().refresh(true).outcome().await?.into_value();
    let flow = some("a login to refresh", refresh.into_flow())?;
    equal("refresh", flow.refresh, Some(true))?;

    let browser = log_in_by_browser(world, &somebody).await?;
    let mut headers = HeaderMap::new();
    headers.insert("cookie", browser.cookies().parse()?);
    let request = BrowserRequest::new(&headers, "");
    let login = request.create_login(&world.kratos).outcome().await?;
    holds(
        matches!(login.value(), FlowOutcome::AlreadySignedIn(_)),
        &format!("at a browser: {:?}", login.value()),
    )?;
    let registration = request.create_registration(&world.kratos).outcome().await?;
    holds(
        matches!(
            registration.value(),
            FlowOutcome::AlreadySignedIn(_) | FlowOutcome::Redirect(_)
        ),
        &format!("a registration at a browser: {:?}", registration.value()),
    )?;

    // A form that was opened before somebody logged in comes back, with a message instead of an id.
    let early = frontend.create_native_login_flow().await?;
    let body = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD);
    let late = frontend
        .update_login_flow(&early.id, body)
        .session_token(&token)
        .outcome();
    match late.await?.into_value() {
        LoginOutcome::Invalid(flow) => holds(flow.has_errors(), "the form says why"),
        other => fail(format!("an early form: {other:?}")),
    }
}

/// Who is not logged in has no settings, no second factor to give, and nothing to log out of.
pub(crate) async fn of_nobody(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let nobody = BrowserRequest::new(&HeaderMap::new(), "");
    let settings = nobody.create_settings(&world.kratos).outcome().await?;
    holds(
        matches!(settings.value(), FlowOutcome::NotSignedIn(_)),
        &format!("settings at a browser: {:?}", settings.value()),
    )?;
    let settings = frontend.create_native_settings_flow().outcome().await?;
    holds(
        matches!(settings.value(), FlowOutcome::NotSignedIn(_)),
        &format!("settings in an app: {:?}", settings.value()),
    )?;
    let logout = nobody.create_logout(&world.kratos).outcome().await?;
    holds(
        matches!(logout.value(), FlowOutcome::NotSignedIn(_)),
        &format!("logging out: {:?}", logout.value()),
    )?;
    let second = frontend.create_native_login_flow().aal("aal2").outcome();
    let second = second.await?.into_value();
    holds(
        matches!(second, FlowOutcome::Aal1Required(_)),
        &format!("a second factor without a first one: {second:?}"),
    )?;
    let step = frontend.native_totp("ory_st_nobody", "123456").await?;
    holds(
        matches!(step.outcome, LoginOutcome::Aal1Required(_)) && step.session_token.is_none(),
        &format!("a code without a session: {step:?}"),
    )?;
    let body = UpdateSettingsFlowWithProfileMethod::new(json!({}));
    match frontend.update_settings_flow(NOBODY, body).outcome().await {
        Ok(response) => holds(
            matches!(response.value(), SettingsOutcome::NotSignedIn(_)),
            &format!("a form of nobody's: {:?}", response.value()),
        ),
        Err(error) => Err(error.into()),
    }
}
