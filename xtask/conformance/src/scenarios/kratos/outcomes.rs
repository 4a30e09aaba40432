//! What a flow answers, as a value: the helpers of `ory-kratos` for apps and for backends of browser apps.

use ory_core::http::HeaderMap;
use ory_kratos::browser::{BrowserRequest, relay_cookies};
use ory_kratos::models::{
    AuthenticatorAssuranceLevel, UiNodeGroup, UpdateLoginFlowWithPasswordMethod,
    UpdateRecoveryFlowWithCodeMethod, UpdateSettingsFlowWithTotpMethod,
};
use ory_kratos::outcome::{
    FlowErrorId, LoginOutcome, LogoutOutcome, RecoveryOutcome, RegistrationOutcome, SessionOutcome,
    SettingsOutcome,
};
use ory_kratos::{Flow, MessageId};
use serde_json::json;

use super::browser::shown;
use super::second_factor::totp;
use super::{NOBODY, PASSWORD, code, email, log_in, person};
use crate::check::{Check, equal, fail, holds, some};
use crate::world::World;

/// Signed up, a wrong password, the right one, an address that is taken, a flow that nobody has made.
pub(crate) async fn of_a_sign_in_by_password(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let address = email(world);
    let traits = json!({ "email": address });
    let signed_up = frontend
        .native_registration(traits.clone(), PASSWORD)
        .await?;
    holds(signed_up.session_token.is_some(), "signing up signs in")?;
    match frontend
        .native_registration(traits, PASSWORD)
        .await?
        .outcome
    {
        RegistrationOutcome::Invalid(flow) => holds(
            flow.ui.has_message(MessageId::DuplicateCredentials),
            "the form says that the address is taken",
        )?,
        other => return fail(format!("a taken address: {other:?}")),
    }
    match frontend.native_login(&address, "wrong").await?.outcome {
        LoginOutcome::Invalid(flow) => {
            holds(
                flow.ui.has_message(MessageId::InvalidCredentials),
                "the form says what is wrong",
            )?;
            holds(
                flow.ui.offers(&UiNodeGroup::Password),
                "a password is on offer",
            )?;
        }
        other => return fail(format!("a wrong password: {other:?}")),
    }
    let right = frontend.native_login(&address, PASSWORD).await?;
    holds(right.session_token.is_some(), "the right password signs in")?;
    let body = UpdateLoginFlowWithPasswordMethod::new(&address, PASSWORD);
    match frontend.update_login_flow(NOBODY, body).outcome().await {
        Err(error) => equal("a flow that nobody made", error.is_not_found(), true),
        Ok(response) => fail(format!("a flow that nobody made: {:?}", response.value)),
    }
}

/// Signed in, logged out, and nobody.
pub(crate) async fn of_whoami_and_logging_out(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let token = log_in(world, &person(world).await?).await?;
    let whoami = || frontend.to_session().session_token(&token).outcome();
    let response = whoami().await?;
    holds(
        response.headers().contains_key("ory-session-cache-for"),
        "whoami says for how long its answer holds",
    )?;
    some("a session", response.into_value().into_session())?;
    let first = frontend.native_logout(&token).await?;
    equal("logged out", first, LogoutOutcome::LoggedOut)?;
    let after = whoami().await?.into_value();
    holds(
        matches!(after, SessionOutcome::SignedOut(_)),
        "nobody is signed in afterwards",
    )?;
    let again = frontend.native_logout("ory_st_of_nobody").await?;
    holds(
        matches!(again, LogoutOutcome::NoSession(_)),
        "there is nothing left to end",
    )?;
    let nobody = frontend.to_session().outcome().await?.into_value();
    holds(
        matches!(nobody, SessionOutcome::SignedOut(_)),
        "without credentials nobody is",
    )
}

/// The password is not enough, a wrong code is not, the right one is.
pub(crate) async fn of_a_second_factor(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let somebody = person(world).await?;
    let first = log_in(world, &somebody).await?;
    let create = frontend.create_native_settings_flow().session_token(&first);
    let flow = some(
        "the settings",
        create.outcome().await?.into_value().into_success(),
    )?;
    let secret = some("the app's secret", shown(&flow.ui, "totp_secret_key"))?;
    let secret = secret.text.clone();
    let submit = |code: String| {
        let body = UpdateSettingsFlowWithTotpMethod::new().totp_code(code);
        let call = frontend.update_settings_flow(&flow.id, body);
        call.session_token(&first).outcome()
    };
    match submit("000000".to_owned()).await?.into_value() {
        SettingsOutcome::Invalid(flow) => {
            holds(
                flow.ui.has_message(MessageId::TotpWrong),
                "the form says so",
            )?;
        }
        other => return fail(format!("a wrong code: {other:?}")),
    }
    let saved = submit(totp(&secret)?).await?.into_value();
    some("the settings were saved", saved.into_success())?;

    let token = log_in(world, &somebody).await?;
    let whoami = || frontend.to_session().session_token(&token).outcome();
    let before = whoami().await?.into_value();
    holds(
        matches!(&before, SessionOutcome::Refused(r) if r.is(FlowErrorId::Aal2Required)),
        "a second factor is asked for",
    )?;
    let wrong = frontend.native_totp(&token, "000000").await?;
    holds(
        matches!(wrong.outcome, LoginOutcome::Invalid(_)),
        "a wrong code is invalid",
    )?;
    let right = frontend.native_totp(&token, totp(&secret)?).await?;
    holds(right.session_token.is_some(), "the session token is there")?;
    let session = some("a session", whoami().await?.into_value().into_session())?;
    let level = session.authenticator_assurance_level;
    equal("level", level, Some(AuthenticatorAssuranceLevel::Aal2))
}

/// A code is sent; a wrong one is invalid, the right one succeeds.
pub(crate) async fn of_a_recovery_by_code(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let somebody = person(world).await?;
    let flow = frontend.create_native_recovery_flow().outcome().await?;
    let flow = some("the recovery", flow.into_value().into_success())?;
    let submit = |body| frontend.update_recovery_flow(&flow.id, body).outcome();
    let ask = UpdateRecoveryFlowWithCodeMethod::new().email(somebody.email.as_str());
    let sent = submit(ask).await?.into_value();
    holds(
        matches!(sent, RecoveryOutcome::NextStep(_)),
        "the flow waits for the code",
    )?;
    let wrong = UpdateRecoveryFlowWithCodeMethod::new().code("000000");
    match submit(wrong).await?.into_value() {
        RecoveryOutcome::Invalid(flow) => holds(
            flow.ui.has_message(MessageId::RecoveryCodeInvalid),
            "the form says that the code is wrong",
        )?,
        other => return fail(format!("a wrong code: {other:?}")),
    }
    let code = code(world, &somebody.email, "recovery_code", 0).await?;
    match submit(UpdateRecoveryFlowWithCodeMethod::new().code(code))
        .await?
        .into_value()
    {
        RecoveryOutcome::Success(flow) => {
            holds(flow.token().is_some(), "the app is signed in")?;
            holds(flow.next_step().is_some(), "and knows where to go on")
        }
        other => fail(format!("the right code: {other:?}")),
    }
}

/// A page of a backend: cookies go in and out, a wrong token is an anti-CSRF violation.
pub(crate) async fn of_a_browser(world: &World) -> Check {
    let somebody = person(world).await?;
    let request = BrowserRequest::new(
        &HeaderMap::new(),
        "?return_to=http%3A%2F%2F127.0.0.1%3A3000%2Fx",
    );
    let response = request.create_login(&world.kratos).outcome().await?;
    let mut answer = HeaderMap::new();
    relay_cookies(&response, &mut answer);
    let flow = some("the form", response.into_value().into_success())?;
    equal(
        "return_to",
        flow.return_url(),
        Some("http://127.0.0.1:3000/x"),
    )?;

    let set = answer.get_all("set-cookie").iter();
    let pairs: Vec<&str> = set
        .filter_map(|cookie| cookie.to_str().ok()?.split(';').next())
        .collect();
    let cookies = pairs.join("; ");
    let frontend = world.kratos.frontend();
    let submit = |body: UpdateLoginFlowWithPasswordMethod| {
        let call = frontend
            .update_login_flow(&flow.id, body)
            .cookie(cookies.as_str());
        call.outcome()
    };
    let body = || UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD);
    let forged = submit(body().csrf_token("forged")).await?.into_value();
    holds(
        forged.is_refused(FlowErrorId::CsrfViolation),
        "a forged token is refused",
    )?;
    let response = submit(body().csrf_token(flow.require_csrf_token()?)).await?;
    holds(
        response.set_cookies().count() > 0,
        "the session's cookie is set",
    )?;
    some("the session", response.into_value().into_success())?;

    let forbidden = BrowserRequest::new(&HeaderMap::new(), "return_to=http://evil.example/");
    let outcome = forbidden
        .create_login(&world.kratos)
        .outcome()
        .await?
        .into_value();
    holds(
        outcome.is_refused(FlowErrorId::ReturnToForbidden),
        &format!("another site's return_to is refused: {outcome:?}"),
    )
}
