//! Self-service as a web page does it: cookies, and a token against forged requests in every form.

use ory_core::Secret;
use ory_kratos::models::{
    UpdateLoginFlowWithPasswordMethod, UpdateRecoveryFlowWithCodeMethod,
    UpdateRegistrationFlowWithPasswordMethod, UpdateSettingsFlowWithProfileMethod,
    UpdateVerificationFlowWithCodeMethod,
};
use serde_json::json;

use super::{PASSWORD, code, csrf_token, email, person};
use crate::check::{Check, equal, holds, refused, some};
use crate::http::Browser;
use crate::world::World;

/// Registers, is logged in by cookie, and logs out.
pub(crate) async fn registers_and_logs_out(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let mut browser = Browser::new(&world.http);
    let flow = browser.value(frontend.create_browser_registration_flow().response().await)?;
    let read = frontend
        .get_registration_flow(&flow.id)
        .cookie(browser.cookies())
        .await?;
    equal("the same flow", &read.id, &flow.id)?;
    let answer =
        UpdateRegistrationFlowWithPasswordMethod::new(PASSWORD, json!({ "email": email(world) }))
            .csrf_token(csrf_token(&flow.ui)?);
    let submitted = frontend
        .update_registration_flow(&flow.id, answer)
        .cookie(browser.cookies())
        .response()
        .await;
    let registered = browser.value(submitted)?;
    holds(
        registered.session_token.is_none(),
        "a browser gets a cookie, not a token",
    )?;

    let session = frontend.to_session().cookie(browser.cookies()).await?;
    let identity = some("the session's identity", session.identity)?;
    equal("identity", &identity.id, &registered.identity.id)?;

    let logout = browser.value(
        frontend
            .create_browser_logout_flow()
            .cookie(browser.cookies())
            .response()
            .await,
    )?;
    frontend
        .update_logout_flow(logout.logout_token)
        .cookie(browser.cookies())
        .await?;
    refused(
        "after logout",
        frontend.to_session().cookie(browser.cookies()).await,
        401,
    )?;
    refused(
        "logout without a session",
        frontend.create_browser_logout_flow().await,
        401,
    )?;
    Ok(())
}

/// A form without its token, and one without its cookie, are refused; then the login succeeds.
pub(crate) async fn logs_in(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let somebody = person(world).await?;
    let mut browser = Browser::new(&world.http);
    let flow = browser.value(frontend.create_browser_login_flow().response().await)?;
    let read = frontend
        .get_login_flow(&flow.id)
        .cookie(browser.cookies())
        .await?;
    equal("the same flow", &read.id, &flow.id)?;

    let token: Secret = csrf_token(&flow.ui)?;
    let answer = || UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD);
    let forged = frontend
        .update_login_flow(&flow.id, answer())
        .cookie(browser.cookies())
        .await;
    let error = refused("a form without its token", forged, 403)?;
    equal(
        "error",
        error.api().and_then(|api| api.id()),
        Some("security_csrf_violation"),
    )?;
    let forged = frontend
        .update_login_flow(&flow.id, answer().csrf_token(token.clone()))
        .await;
    refused("a form without its cookie", forged, 403)?;

    let right = frontend
        .update_login_flow(&flow.id, answer().csrf_token(token))
        .cookie(browser.cookies());
    let login = browser.value(right.response().await)?;
    equal("active", login.session.active, Some(true))?;
    let again = frontend
        .create_browser_login_flow()
        .cookie(browser.cookies())
        .await;
    let error = refused("a login while logged in", again, 400)?;
    equal(
        "error",
        error.api().and_then(|api| api.id()),
        Some("session_already_available"),
    )
}

/// Recovers the account by a code; the session that this gives leads to the settings.
pub(crate) async fn recovers_and_changes_settings(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let somebody = person(world).await?;
    let mut browser = Browser::new(&world.http);
    let flow = browser.value(frontend.create_browser_recovery_flow().response().await)?;
    let ask = UpdateRecoveryFlowWithCodeMethod::new()
        .email(&somebody.email)
        .csrf_token(csrf_token(&flow.ui)?);
    let asked = frontend
        .update_recovery_flow(&flow.id, ask)
        .cookie(browser.cookies());
    let sent = browser.value(asked.response().await)?;
    equal("state", sent.state.as_str(), "sent_email")?;
    let code = code(world, &somebody.email, "recovery_code", 0).await?;
    let answer = UpdateRecoveryFlowWithCodeMethod::new()
        .code(code)
        .csrf_token(csrf_token(&sent.ui)?);
    let answered = frontend
        .update_recovery_flow(&flow.id, answer)
        .cookie(browser.cookies())
        .response()
        .await;
    match answered {
        Ok(response) => browser.keep(response.headers()),
        // This release sends the browser to the settings by a status of its own; the session is in its cookies.
        Err(error) if error.status().map(|status| status.as_u16()) == Some(422) => {
            browser.keep(some("the headers of the redirect", error.headers())?);
        }
        Err(error) => return Err(error.into()),
    }

    let flow = browser.value(
        frontend
            .create_browser_settings_flow()
            .cookie(browser.cookies())
            .response()
            .await,
    )?;
    let profile =
        UpdateSettingsFlowWithProfileMethod::new(json!({ "email": somebody.email, "name": "Ada" }))
            .csrf_token(csrf_token(&flow.ui)?);
    let changed = frontend
        .update_settings_flow(&flow.id, profile)
        .cookie(browser.cookies());
    let changed = browser.value(changed.response().await)?;
    equal("name", &changed.identity.traits["name"], &json!("Ada"))?;
    refused(
        "settings without a session",
        frontend.create_browser_settings_flow().await,
        401,
    )?;
    Ok(())
}

/// Confirms the address by the code in a mail.
pub(crate) async fn verifies_an_address(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let somebody = person(world).await?;
    let mut browser = Browser::new(&world.http);
    let flow = browser.value(frontend.create_browser_verification_flow().response().await)?;
    let ask = UpdateVerificationFlowWithCodeMethod::new()
        .email(&somebody.email)
        .csrf_token(csrf_token(&flow.ui)?);
    let asked = frontend
        .update_verification_flow(&flow.id, ask)
        .cookie(browser.cookies());
    let sent = browser.value(asked.response().await)?;
    let code = code(world, &somebody.email, "verification_code", 0).await?;
    let answer = UpdateVerificationFlowWithCodeMethod::new()
        .code(code)
        .csrf_token(csrf_token(&sent.ui)?);
    let answered = frontend
        .update_verification_flow(&flow.id, answer)
        .cookie(browser.cookies());
    let passed = browser.value(answered.response().await)?;
    equal("state", passed.state.as_str(), "passed_challenge")
}

/// The page for errors asks what went wrong; the page for security keys loads a script.
pub(crate) async fn shows_errors_and_loads_scripts(world: &World) -> Check {
    let error = world.kratos.frontend().get_flow_error("stub:500").await?;
    let body = some("the error", error.error)?;
    equal("code", &body["code"], &json!(500))?;
    let nothing = "00000000-0000-0000-0000-000000000000";
    refused(
        "an error that nobody had",
        world.kratos.frontend().get_flow_error(nothing).await,
        404,
    )?;
    let script = world.kratos.frontend().get_webauthn_javascript().await?;
    holds(
        script.contains("navigator.credentials"),
        "the script talks to the browser's authenticators",
    )
}
