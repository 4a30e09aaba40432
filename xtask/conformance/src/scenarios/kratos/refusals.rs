//! Why a flow does not go on, as a value: somebody is logged in already, or nobody is.

use ory_core::http::HeaderMap;
use ory_kratos::Flow;
use ory_kratos::browser::BrowserRequest;
use ory_kratos::models::{UpdateLoginFlowWithPasswordMethod, UpdateSettingsFlowWithProfileMethod};
use ory_kratos::outcome::{FlowOutcome, LoginOutcome, SettingsOutcome};
use serde_json::json;

use super::{NOBODY, PASSWORD, log_in, log_in_by_browser, person};
use crate::check::{Check, equal, fail, holds, some};
use crate::world::World;

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
