//! Why a flow does not go on, as a value: somebody is logged in already, nobody is, the form is another site's, or it was
//! used before.

use ory_core::http::HeaderMap;
use ory_kratos::browser::BrowserRequest;
use ory_kratos::models::{
    RecoveryFlow, RegistrationFlow, SettingsFlow, UpdateLoginFlowWithPasswordMethod,
    UpdateRecoveryFlowWithCodeMethod, UpdateRegistrationFlowWithPasswordMethod,
    UpdateSettingsFlowWithProfileMethod, UpdateVerificationFlowWithCodeMethod, VerificationFlow,
};
use ory_kratos::outcome::{
    FlowErrorId, FlowOutcome, LoginOutcome, RecoveryOutcome, RegistrationOutcome,
    VerificationOutcome,
};
use ory_kratos::{Flow, MessageId};
use serde_json::json;

use super::browser::Visitor;
use super::{NOBODY, PASSWORD, code, email, log_in, log_in_by_browser, person};
use crate::check::{Check, equal, fail, holds, some};
use crate::world::World;

/// Who is logged in has to log out first, or to ask for a refresh or for a second factor, for which it takes one.
pub(crate) async fn of_a_second_login(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let token = log_in(world, &somebody).await?;
    let create = || frontend.create_native_login_flow().session_token(&token);
    match create().outcome().await?.into_value() {
        FlowOutcome::Refused(refusal) => {
            holds(refusal.is(FlowErrorId::AlreadyAvailable), "the reason")?;
            equal("status", refusal.error.code(), Some(400))?;
        }
        other => return fail(format!("in an app: {other:?}")),
    }
    let refresh = create().refresh(true).outcome().await?.into_value();
    let flow = some("a login to refresh", refresh.into_success())?;
    equal("refresh", flow.refresh, Some(true))?;

    let browser = log_in_by_browser(world, &somebody).await?;
    let mut headers = HeaderMap::new();
    headers.insert("cookie", browser.cookies().parse()?);
    let request = BrowserRequest::new(&headers, "");
    let login = request.create_login(&world.kratos).outcome().await?;
    holds(
        login.value.is_refused(FlowErrorId::AlreadyAvailable),
        &format!("at a browser: {:?}", login.value),
    )?;
    let registration = request.create_registration(&world.kratos).outcome().await?;
    holds(
        registration.value.is_refused(FlowErrorId::AlreadyAvailable)
            || matches!(registration.value, FlowOutcome::Redirect(_)),
        &format!("a registration at a browser: {:?}", registration.value),
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

/// Another site can make a browser send a form, but does not know the browser's token.
pub(crate) async fn of_another_site(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let mut visitor = Visitor::new(world);

    let page = visitor.login_flow().await?;
    let body = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD);
    let call = frontend.update_login_flow(&page.id, body);
    let forged = call.cookie(visitor.cookie()).outcome().await?.into_value();
    holds(
        forged.is_refused(FlowErrorId::CsrfViolation),
        &format!("a login is refused: {forged:?}"),
    )?;

    let page: RegistrationFlow = visitor.open().await?;
    let traits = json!({ "email": email(world) });
    let body = UpdateRegistrationFlowWithPasswordMethod::new(PASSWORD, traits);
    let call = frontend.update_registration_flow(&page.id, body);
    let forged = call.cookie(visitor.cookie()).outcome().await?.into_value();
    holds(
        forged.is_refused(FlowErrorId::CsrfViolation),
        &format!("a registration is refused: {forged:?}"),
    )?;

    let page: RecoveryFlow = visitor.open().await?;
    let body = UpdateRecoveryFlowWithCodeMethod::new().email(&somebody.email);
    let call = frontend.update_recovery_flow(&page.id, body);
    let forged = call.cookie(visitor.cookie()).outcome().await?.into_value();
    holds(
        forged.is_refused(FlowErrorId::CsrfViolation),
        &format!("a recovery is refused: {forged:?}"),
    )?;

    let page: VerificationFlow = visitor.open().await?;
    let body = UpdateVerificationFlowWithCodeMethod::new().email(&somebody.email);
    let call = frontend.update_verification_flow(&page.id, body);
    let forged = call.cookie(visitor.cookie()).outcome().await?.into_value();
    holds(
        forged.is_refused(FlowErrorId::CsrfViolation),
        &format!("a verification is refused: {forged:?}"),
    )?;

    visitor.log_in(&somebody).await?;
    let page: SettingsFlow = visitor.open().await?;
    let body = UpdateSettingsFlowWithProfileMethod::new(json!({ "email": somebody.email }));
    let call = frontend.update_settings_flow(&page.id, body);
    let forged = call.cookie(visitor.cookie()).outcome().await?.into_value();
    holds(
        forged.is_refused(FlowErrorId::CsrfViolation),
        &format!("the settings are refused: {forged:?}"),
    )
}

/// An app submits once more what it completed before. This release takes a login, a registration and the settings
/// again, as if the form were new; recoveries and verifications are used up.
pub(crate) async fn of_what_was_used_in_an_app(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let page = frontend.create_native_login_flow().await?;
    let mut logins = Vec::new();
    for _ in 0..2 {
        let body = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD);
        let outcome = frontend.update_login_flow(&page.id, body).outcome().await?;
        logins.push(some("a login", outcome.into_value().into_success())?);
    }
    holds(
        logins[0].session.id != logins[1].session.id,
        "the second login is a session of its own",
    )?;
    let token = some("the token", logins[0].session_token.as_ref())?;

    let page = frontend.create_native_registration_flow().await?;
    let traits = json!({ "email": email(world) });
    let submit = |traits: &serde_json::Value| {
        let body = UpdateRegistrationFlowWithPasswordMethod::new(PASSWORD, traits.clone());
        frontend.update_registration_flow(&page.id, body).outcome()
    };
    let first = submit(&traits).await?.into_value().into_success();
    some("the registration", first)?;
    match submit(&traits).await?.into_value() {
        RegistrationOutcome::Invalid(page) => holds(
            page.ui.has_message(MessageId::DuplicateCredentials),
            "the form says that the address is taken",
        )?,
        other => return fail(format!("the same registration: {other:?}")),
    }

    let page = frontend.create_native_settings_flow().session_token(token);
    let page = page.await?;
    for name in ["Ada", "Grace"] {
        let traits = json!({ "email": somebody.email, "name": name });
        let body = UpdateSettingsFlowWithProfileMethod::new(traits);
        let call = frontend.update_settings_flow(&page.id, body);
        let saved = call.session_token(token).outcome().await?.into_value();
        let saved = some("the settings", saved.into_success())?;
        equal("name", &saved.identity.traits["name"], &json!(name))?;
    }

    let somebody = person(world).await?;
    let page = frontend.create_native_recovery_flow().await?;
    let submit = |body| frontend.update_recovery_flow(&page.id, body).outcome();
    submit(UpdateRecoveryFlowWithCodeMethod::new().email(&somebody.email)).await?;
    let sent = code(world, &somebody.email, "recovery_code", 0).await?;
    let right = || UpdateRecoveryFlowWithCodeMethod::new().code(sent.as_str());
    let passed = submit(right()).await?.into_value().into_success();
    some("the recovery", passed)?;
    match submit(right()).await?.into_value() {
        RecoveryOutcome::Expired(over) => {
            let reason = over.error.reason().unwrap_or_default();
            holds(reason.contains("already used"), "the reason says so")?;
            let next = some("the flow to use", over.use_flow_id)?;
            frontend.get_recovery_flow(next).await?;
        }
        other => return fail(format!("a used recovery: {other:?}")),
    }

    let somebody = person(world).await?;
    let page = frontend.create_native_verification_flow().await?;
    let submit = |body| frontend.update_verification_flow(&page.id, body).outcome();
    submit(UpdateVerificationFlowWithCodeMethod::new().email(&somebody.email)).await?;
    let wrong = submit(UpdateVerificationFlowWithCodeMethod::new().code("000000")).await?;
    match wrong.into_value() {
        VerificationOutcome::Invalid(page) => holds(
            page.ui.has_message(MessageId::VerificationCodeInvalid),
            "the form says that the code is wrong",
        )?,
        other => return fail(format!("a wrong code: {other:?}")),
    }
    let sent = code(world, &somebody.email, "verification_code", 0).await?;
    let right = || UpdateVerificationFlowWithCodeMethod::new().code(sent.as_str());
    let passed = submit(right()).await?.into_value().into_success();
    some("the verification", passed)?;
    match submit(right()).await?.into_value() {
        VerificationOutcome::Expired(over) => {
            let next = some("the flow to use", over.use_flow_id)?;
            frontend.get_verification_flow(next).await?;
            Ok(())
        }
        other => fail(format!("a used verification: {other:?}")),
    }
}

/// Who is not logged in has no settings, no second factor to give, and nothing to log out of.
pub(crate) async fn of_nobody(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let nobody = BrowserRequest::new(&HeaderMap::new(), "");
    let settings = nobody.create_settings(&world.kratos).outcome().await?;
    holds(
        settings.value.is_refused(FlowErrorId::SessionInactive),
        &format!("settings at a browser: {:?}", settings.value),
    )?;
    let settings = frontend.create_native_settings_flow().outcome().await?;
    holds(
        settings.value.is_refused(FlowErrorId::SessionInactive),
        &format!("settings in an app: {:?}", settings.value),
    )?;
    let logout = nobody.create_logout(&world.kratos).outcome().await?;
    holds(
        logout.value.is_refused(FlowErrorId::SessionInactive),
        &format!("logging out: {:?}", logout.value),
    )?;
    let second = frontend.create_native_login_flow().aal("aal2").outcome();
    let second = second.await?.into_value();
    holds(
        second.is_refused(FlowErrorId::Aal1Required),
        &format!("a second factor without a first one: {second:?}"),
    )?;
    let step = frontend.native_totp("ory_st_nobody", "123456").await?;
    holds(
        step.outcome.is_refused(FlowErrorId::Aal1Required) && step.session_token.is_none(),
        &format!("a code without a session: {step:?}"),
    )?;
    let body = UpdateSettingsFlowWithProfileMethod::new(json!({}));
    match frontend.update_settings_flow(NOBODY, body).outcome().await {
        Ok(response) => holds(
            response.value.is_refused(FlowErrorId::SessionInactive),
            &format!("a form of nobody's: {:?}", response.value),
        ),
        Err(error) => Err(error.into()),
    }
}
