//! Somebody comes back to a form that is too old, or changes something long after the login. This Kratos's flows live for
//! a second; what a scenario does with the next flow it does again if that one is too old as well.

use std::cell::RefCell;
use std::fmt::Debug;
use std::time::Duration;

use ory_core::Secret;
use ory_core::operation::FullResponseFuture;
use ory_kratos::models::{
    ContinueWith, RecoveryFlow, RegistrationFlow, SettingsFlow, UpdateLoginFlowWithPasswordMethod,
    UpdateRecoveryFlowWithCodeMethod, UpdateRegistrationFlowWithPasswordMethod,
    UpdateSettingsFlowWithPasswordMethod, UpdateSettingsFlowWithProfileMethod,
    UpdateVerificationFlowWithCodeMethod, VerificationFlow,
};
use ory_kratos::outcome::{
    ExpiredFlow, FlowErrorId, FlowOutcome, LoginOutcome, RecoveryOutcome, SettingsOutcome,
    VerificationOutcome,
};
use serde_json::json;

use super::browser::Visitor;
use super::{PASSWORD, Person, csrf_token, email, person_at};
use crate::check::{Check, Failure, equal, fail, holds, some};
use crate::world::World;

/// Much longer than flows live, and than a login counts as fresh, at this server.
const WITHIN: Duration = Duration::from_secs(40);

/// Time between two looks.
const TICK: Duration = Duration::from_millis(100);

/// Looks again and again until there is something.
async fn until<T>(
    what: &str,
    mut look: impl AsyncFnMut() -> Result<Option<T>, Failure>,
) -> Result<T, Failure> {
    let looking = async {
        loop {
            if let Some(found) = look().await? {
                return Ok(found);
            }
            tokio::time::sleep(TICK).await;
        }
    };
    match tokio::time::timeout(WITHIN, looking).await {
        Ok(result) => result,
        Err(_) => fail(format!("{what} did not come within {} s", WITHIN.as_secs())),
    }
}

/// Reads a flow until it is too old.
async fn expired<F: Debug>(
    read: impl Fn() -> FullResponseFuture<FlowOutcome<F, F>>,
) -> Result<ExpiredFlow, Failure> {
    let flow = until("the end of a flow", async || {
        match read().await?.into_value() {
            FlowOutcome::Success(_) => Ok(None),
            FlowOutcome::Expired(flow) => Ok(Some(flow)),
            other => fail(format!("a flow that is read: {other:?}")),
        }
    });
    let flow = flow.await?;
    equal("status", flow.error.code(), Some(410))?;
    Ok(flow)
}

/// Where a page that is too old sends its visitor.
fn begins_anew(read: &ExpiredFlow, path: &str) -> Check {
    let to = some("where to begin anew", read.redirect_browser_to.as_deref())?;
    holds(to.contains(path), &format!("{to} is {path}"))
}

/// Submits a form that is too old; then to the flow that each answer names, until one is in time. Returns the first
/// answer, and what came of it in the end.
async fn submit<S: Debug, F: Debug>(
    flow: &str,
    mut submit: impl AsyncFnMut(&str) -> Result<FlowOutcome<S, F>, Failure>,
) -> Result<(FlowOutcome<S, F>, FlowOutcome<S, F>), Failure> {
    let first = submit(flow).await?;
    let mut next = successor(&first)?;
    let last = until("an answer in time", async || {
        let outcome = submit(&next).await?;
        if matches!(outcome, FlowOutcome::Expired(_)) {
            next = successor(&outcome)?;
            return Ok(None);
        }
        Ok(Some(outcome))
    });
    let last = last.await?;
    Ok((first, last))
}

/// The flow that takes the place of one that is over.
fn successor<S: Debug, F: Debug>(outcome: &FlowOutcome<S, F>) -> Result<String, Failure> {
    match outcome {
        FlowOutcome::Expired(over) => some("the flow to use", over.use_flow_id.clone()),
        other => fail(format!("a form that is too old: {other:?}")),
    }
}

/// The answer says since when the flow is over, and for how long.
fn says_since_when<S: Debug, F: Debug>(outcome: &FlowOutcome<S, F>) -> Check {
    match outcome {
        FlowOutcome::Expired(over) => {
            holds(over.expired_at.is_some(), "it says since when")?;
            holds(over.since.is_some(), "it says for how long")
        }
        other => fail(format!("a form that is too old: {other:?}")),
    }
}

/// Logs in natively, however many flows it takes.
async fn log_in(world: &World, person: &Person) -> Result<Secret, Failure> {
    until("a login in time", async || {
        let frontend = world.expiring_kratos.frontend();
        let login = frontend.native_login(&person.email, PASSWORD).await?;
        match login.outcome {
            LoginOutcome::Success(_) => Ok(login.session_token),
            LoginOutcome::Expired(_) => Ok(None),
            other => fail(format!("logging in: {other:?}")),
        }
    })
    .await
}

/// Logs in at a browser, however many flows it takes.
async fn log_in_by_browser<'w>(world: &'w World, person: &Person) -> Result<Visitor<'w>, Failure> {
    let mut visitor = Visitor::at(world, &world.expiring_kratos);
    until("a login in time", async || {
        let page = visitor.login_flow().await?;
        let body = UpdateLoginFlowWithPasswordMethod::new(&person.email, PASSWORD)
            .csrf_token(csrf_token(&page.ui)?);
        let call = visitor.kratos.frontend().update_login_flow(page.id, body);
        let outcome = visitor
            .take(call.cookie(visitor.cookie()).outcome())
            .await?;
        Ok((!matches!(outcome, FlowOutcome::Expired(_))).then_some(()))
    })
    .await?;
    visitor.session().await?;
    Ok(visitor)
}

/// The login: the next flow takes the password, in an app and at a browser.
pub(crate) async fn of_a_login(world: &World) -> Check {
    let kratos = &world.expiring_kratos;
    let frontend = kratos.frontend();
    let somebody = person_at(world, kratos).await?;
    let body = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD);

    let page = frontend.create_native_login_flow().await?;
    expired(|| frontend.get_login_flow(&page.id).outcome()).await?;
    let (first, last) = submit(&page.id, async |flow| {
        let call = frontend.update_login_flow(flow, body.clone());
        Ok(call.outcome().await?.into_value())
    })
    .await?;
    says_since_when(&first)?;
    let login = some("the login in an app", last.into_success())?;
    holds(login.session_token.is_some(), "the app is logged in")?;

    let mut visitor = Visitor::at(world, kratos);
    let page = visitor.login_flow().await?;
    let read = || frontend.get_login_flow(&page.id).cookie(visitor.cookie());
    let read = expired(|| read().outcome()).await?;
    begins_anew(&read, "/self-service/login/browser")?;
    // The token is the browser's, not the form's: it fits the next form as well.
    let body = body.csrf_token(csrf_token(&page.ui)?);
    let (first, last) = submit(&page.id, async |flow| {
        let call = frontend.update_login_flow(flow, body.clone());
        Ok(visitor
            .take(call.cookie(visitor.cookie()).outcome())
            .await?)
    })
    .await?;
    says_since_when(&first)?;
    some("the login at a browser", last.into_success())?;
    visitor.session().await?;

    // What signs in in one call does not notice.
    log_in(world, &somebody).await?;
    Ok(())
}

/// The registration: the same.
pub(crate) async fn of_a_registration(world: &World) -> Check {
    let kratos = &world.expiring_kratos;
    let frontend = kratos.frontend();
    let body = || {
        UpdateRegistrationFlowWithPasswordMethod::new(PASSWORD, json!({ "email": email(world) }))
    };

    let page = frontend.create_native_registration_flow().await?;
    expired(|| frontend.get_registration_flow(&page.id).outcome()).await?;
    let native = body();
    let (first, last) = submit(&page.id, async |flow| {
        let call = frontend.update_registration_flow(flow, native.clone());
        Ok(call.outcome().await?.into_value())
    })
    .await?;
    says_since_when(&first)?;
    some("the registration in an app", last.into_success())?;

    let mut visitor = Visitor::at(world, kratos);
    let page: RegistrationFlow = visitor.create().await?;
    let read = || {
        let call = frontend.get_registration_flow(&page.id);
        call.cookie(visitor.cookie())
    };
    let read = expired(|| read().outcome()).await?;
    begins_anew(&read, "/self-service/registration/browser")?;
    let body = body().csrf_token(csrf_token(&page.ui)?);
    let (first, last) = submit(&page.id, async |flow| {
        let call = frontend.update_registration_flow(flow, body.clone());
        Ok(visitor
            .take(call.cookie(visitor.cookie()).outcome())
            .await?)
    })
    .await?;
    says_since_when(&first)?;
    some("the registration at a browser", last.into_success())?;
    visitor.session().await?;
    Ok(())
}

/// The recovery. A browser is told of the next flow by a redirect, which does not say why.
pub(crate) async fn of_a_recovery(world: &World) -> Check {
    let kratos = &world.expiring_kratos;
    let frontend = kratos.frontend();
    let somebody = person_at(world, kratos).await?;
    let ask = UpdateRecoveryFlowWithCodeMethod::new().email(&somebody.email);

    let page = frontend.create_native_recovery_flow().await?;
    expired(|| frontend.get_recovery_flow(&page.id).outcome()).await?;
    let (first, last) = submit(&page.id, async |flow| {
        let call = frontend.update_recovery_flow(flow, ask.clone());
        Ok(call.outcome().await?.into_value())
    })
    .await?;
    says_since_when(&first)?;
    if let FlowOutcome::Expired(over) = &first {
        let step = over.continue_with.first();
        holds(
            matches!(step, Some(ContinueWith::ShowRecoveryUi(next)) if Some(&next.flow.id) == over.use_flow_id.as_ref()),
            "what to do next names the flow as well",
        )?;
    }
    holds(
        matches!(last, RecoveryOutcome::NextStep(_)),
        &format!("a code was sent in an app: {last:?}"),
    )?;

    let mut visitor = Visitor::at(world, kratos);
    let page: RecoveryFlow = visitor.create().await?;
    let read = || {
        let call = frontend.get_recovery_flow(&page.id);
        call.cookie(visitor.cookie())
    };
    let read = expired(|| read().outcome()).await?;
    begins_anew(&read, "/self-service/recovery/browser")?;
    let ask = ask.csrf_token(csrf_token(&page.ui)?);
    let (first, last) = submit(&page.id, async |flow| {
        let call = frontend.update_recovery_flow(flow, ask.clone());
        Ok(visitor
            .take(call.cookie(visitor.cookie()).outcome())
            .await?)
    })
    .await?;
    holds(
        matches!(first, RecoveryOutcome::Expired(_)),
        &format!("a redirect to the next flow: {first:?}"),
    )?;
    holds(
        matches!(last, RecoveryOutcome::NextStep(_)),
        &format!("a code was sent at a browser: {last:?}"),
    )
}

/// The verification. The next flow is a browser's even for an app, which makes one of its own instead.
pub(crate) async fn of_a_verification(world: &World) -> Check {
    let kratos = &world.expiring_kratos;
    let frontend = kratos.frontend();
    let somebody = person_at(world, kratos).await?;
    let ask = UpdateVerificationFlowWithCodeMethod::new().email(&somebody.email);

    let page = frontend.create_native_verification_flow().await?;
    expired(|| frontend.get_verification_flow(&page.id).outcome()).await?;
    let (first, last) = submit(&page.id, async |flow| {
        let call = frontend.update_verification_flow(flow, ask.clone());
        Ok(call.outcome().await?.into_value())
    })
    .await?;
    holds(
        matches!(first, VerificationOutcome::Expired(_)),
        &format!("a redirect to the next flow: {first:?}"),
    )?;
    holds(
        last.is_refused(FlowErrorId::CsrfViolation),
        &format!("which an app cannot submit: {last:?}"),
    )?;

    let mut visitor = Visitor::at(world, kratos);
    let page: VerificationFlow = visitor.create().await?;
    let read = || {
        let call = frontend.get_verification_flow(&page.id);
        call.cookie(visitor.cookie())
    };
    let read = expired(|| read().outcome()).await?;
    begins_anew(&read, "/self-service/verification/browser")?;
    let mut token = csrf_token(&page.ui)?;
    let (first, last) = submit(&page.id, async |flow| {
        // The redirect renews the browser's token: the next form has to be read.
        let read = frontend.get_verification_flow(flow);
        let read = read.cookie(visitor.cookie()).outcome().await?;
        if let Some(page) = read.into_value().into_success() {
            token = csrf_token(&page.ui)?;
        }
        let call = frontend.update_verification_flow(flow, ask.clone().csrf_token(&token));
        Ok(visitor
            .take(call.cookie(visitor.cookie()).outcome())
            .await?)
    })
    .await?;
    holds(
        matches!(first, VerificationOutcome::Expired(_)),
        &format!("a redirect to the next flow: {first:?}"),
    )?;
    holds(
        matches!(last, VerificationOutcome::NextStep(_)),
        &format!("a code was sent at a browser: {last:?}"),
    )
}

/// The settings: the next flow takes the name, in an app and at a browser.
pub(crate) async fn of_the_settings(world: &World) -> Check {
    let kratos = &world.expiring_kratos;
    let frontend = kratos.frontend();
    let somebody = person_at(world, kratos).await?;
    let rename = |name: &str| {
        UpdateSettingsFlowWithProfileMethod::new(json!({ "email": somebody.email, "name": name }))
    };

    let token = log_in(world, &somebody).await?;
    let create = frontend.create_native_settings_flow().session_token(&token);
    let page = create.await?;
    let read = || frontend.get_settings_flow(&page.id).session_token(&token);
    expired(|| read().outcome()).await?;
    let (first, last) = submit(&page.id, async |flow| {
        let call = frontend.update_settings_flow(flow, rename("Ada"));
        let answer = call.session_token(&token).outcome().await?;
        Ok(answer.into_value())
    })
    .await?;
    says_since_when(&first)?;
    let saved = some("the name in an app", last.into_success())?;
    equal("name", &saved.identity.traits["name"], &json!("Ada"))?;

    let mut visitor = log_in_by_browser(world, &somebody).await?;
    let page: SettingsFlow = visitor.create().await?;
    let read = || {
        let call = frontend.get_settings_flow(&page.id);
        call.cookie(visitor.cookie())
    };
    let read = expired(|| read().outcome()).await?;
    begins_anew(&read, "/self-service/settings/browser")?;
    let body = rename("Grace").csrf_token(csrf_token(&page.ui)?);
    let (first, last) = submit(&page.id, async |flow| {
        let call = frontend.update_settings_flow(flow, body.clone());
        Ok(visitor
            .take(call.cookie(visitor.cookie()).outcome())
            .await?)
    })
    .await?;
    says_since_when(&first)?;
    let saved = some("the name at a browser", last.into_success())?;
    equal("name", &saved.identity.traits["name"], &json!("Grace"))
}

/// A login that is too long ago for a new password: another login helps.
pub(crate) async fn of_a_fresh_login(world: &World) -> Check {
    let kratos = &world.expiring_kratos;
    let frontend = kratos.frontend();
    let somebody = person_at(world, kratos).await?;
    let token = log_in(world, &somebody).await?;
    // The current release refuses the password that is set already.
    let password = RefCell::new(PASSWORD.to_owned());
    let change = async || {
        let create = frontend.create_native_settings_flow().session_token(&token);
        let page = create.await?;
        let fresh = world.name("a good new password");
        let body = UpdateSettingsFlowWithPasswordMethod::new(fresh.as_str());
        let call = frontend.update_settings_flow(page.id, body);
        let answer = call.session_token(&token).outcome().await?.into_value();
        if matches!(answer, SettingsOutcome::Success(_)) {
            password.replace(fresh);
        }
        Ok::<_, Failure>(answer)
    };
    let refusal = until("the end of the fresh login", async || {
        match change().await? {
            SettingsOutcome::Refused(refusal) if refusal.is(FlowErrorId::RefreshRequired) => {
                Ok(Some(refusal))
            }
            SettingsOutcome::Success(_) | SettingsOutcome::Expired(_) => Ok(None),
            other => fail(format!("a new password: {other:?}")),
        }
    })
    .await?;
    let to = some("where to log in again", refusal.redirect_browser_to)?;
    holds(to.contains("refresh=true"), "it asks for a refresh")?;

    until("a new password in time", async || {
        let create = frontend.create_native_login_flow().refresh(true);
        let page = create.session_token(&token).await?;
        let body =
            UpdateLoginFlowWithPasswordMethod::new(&somebody.email, password.borrow().as_str());
        let call = frontend.update_login_flow(page.id, body);
        match call.session_token(&token).outcome().await?.into_value() {
            LoginOutcome::Success(_) => {}
            LoginOutcome::Expired(_) => return Ok(None),
            other => return fail(format!("logging in again: {other:?}")),
        }
        match change().await? {
            SettingsOutcome::Success(_) => Ok(Some(())),
            SettingsOutcome::Expired(_) => Ok(None),
            outcome if outcome.is_refused(FlowErrorId::RefreshRequired) => Ok(None),
            other => fail(format!("a new password: {other:?}")),
        }
    })
    .await
}
