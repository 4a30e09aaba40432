//! Reads the outcome of an operation off its response: one function for each kind of operation.
//!
//! The body is parsed once. These functions are compiled where `outcome()` is called, not with the
//! crate, which is why the ones without type parameters are `#[inline]`.

use std::time::Duration;

use ory_core::__private::Answer;
use ory_core::http::{StatusCode, header};
use ory_core::serde_json::{Map, Value};
use ory_core::{ApiError, Error};
use serde::de::DeserializeOwned;

use super::redirect::{absolute, is_absolute};
use super::{AnyFlow, ExpiredFlow, FlowErrorId, FlowOutcome, RedirectTo, Refusal};
use crate::flow::{Flow, id_in_url};
use crate::models::{
    ContinueWith, FlowState, LoginFlow, RecoveryFlow, RegistrationFlow, SettingsFlow,
    SuccessfulNativeLogin, SuccessfulNativeRegistration, VerificationFlow,
};

/// The outcome of making or fetching a flow.
///
/// # Errors
///
/// The server's error, if it is not a state of a flow, or a body that is not the flow.
pub(crate) fn fetched<F: DeserializeOwned>(answer: &Answer) -> Result<FlowOutcome<F, F>, Error> {
    if answer.status().is_success() {
        return answer.json().map(FlowOutcome::Success);
    }
    state(answer, body(answer)).map(FlowOutcome::from)
}

/// The outcome of submitting a form, by the body first: a form comes back under any status.
///
/// # Errors
///
/// As for [`fetched`].
pub(crate) fn submitted<S: DeserializeOwned, F: Submitted<S>>(
    answer: &Answer,
) -> Result<FlowOutcome<S, F>, Error> {
    let body = body(answer);
    let status = answer.status();
    if let Some(kind) = kind_of_form(status, &body) {
        if kind != F::KIND
            && let Some(other) = any_flow(answer, &body, kind)?
        {
            return Ok(FlowOutcome::OtherFlow(other));
        }
        let flow: F = read(answer, &body)?;
        if flow.has_errors() {
            return Ok(FlowOutcome::Invalid(flow));
        }
        return Ok(match flow.completed() {
            Ok(success) => FlowOutcome::Success(success),
            Err(flow) => FlowOutcome::NextStep(flow),
        });
    }
    if status.is_success() {
        return read(answer, &body).map(FlowOutcome::Success);
    }
    state(answer, body).map(FlowOutcome::from)
}

/// The outcome of exchanging codes for a session token, where the 404 is a state: there is no
/// session yet.
///
/// # Errors
///
/// As for [`fetched`].
#[inline]
pub(crate) fn exchanged(
    answer: &Answer,
) -> Result<FlowOutcome<SuccessfulNativeLogin, LoginFlow>, Error> {
    if answer.status() != StatusCode::NOT_FOUND {
        return submitted(answer);
    }
    let Some(Value::Object(body)) = body(answer) else {
        return Err(answer.error());
    };
    let error = ApiError::from_json(Value::Object(body.clone()));
    // A 404 of a proxy does not state its code in Ory's form.
    if error.code() != Some(404) {
        return Err(answer.error());
    }
    let refusal = refusal(answer.status(), None, body, error);
    Ok(FlowOutcome::Refused(refusal))
}

/// What is particular to one kind of flow when its form was submitted.
pub(crate) trait Submitted<S>: Flow + DeserializeOwned {
    /// The kind of flow in the path of its form.
    const KIND: &'static str;

    /// The flow as a success, where a completed flow is shown once more.
    fn completed(self) -> Result<S, Self>;
}

impl Submitted<SuccessfulNativeLogin> for LoginFlow {
    const KIND: &'static str = "login";

    fn completed(self) -> Result<SuccessfulNativeLogin, Self> {
        Err(self)
    }
}

impl Submitted<SuccessfulNativeRegistration> for RegistrationFlow {
    const KIND: &'static str = "registration";

    fn completed(self) -> Result<SuccessfulNativeRegistration, Self> {
        Err(self)
    }
}

impl Submitted<Self> for SettingsFlow {
    const KIND: &'static str = "settings";

    fn completed(self) -> Result<Self, Self> {
        if self.state == FlowState::Success {
            Ok(self)
        } else {
            Err(self)
        }
    }
}

impl Submitted<Self> for RecoveryFlow {
    const KIND: &'static str = "recovery";

    fn completed(self) -> Result<Self, Self> {
        if self.state == FlowState::PassedChallenge {
            Ok(self)
        } else {
            Err(self)
        }
    }
}

impl Submitted<Self> for VerificationFlow {
    const KIND: &'static str = "verification";

    fn completed(self) -> Result<Self, Self> {
        if self.state == FlowState::PassedChallenge {
            Ok(self)
        } else {
            Err(self)
        }
    }
}

/// A state of a flow that is not the flow itself.
pub(super) enum State {
    Redirect(RedirectTo),
    Expired(ExpiredFlow),
    Refused(Refusal),
}

impl<S, F> From<State> for FlowOutcome<S, F> {
    fn from(state: State) -> Self {
        match state {
            State::Redirect(redirect) => FlowOutcome::Redirect(redirect),
            State::Expired(flow) => FlowOutcome::Expired(flow),
            State::Refused(refusal) => FlowOutcome::Refused(refusal),
        }
    }
}

/// The body as JSON; `None` if it is not JSON.
#[inline]
pub(super) fn body(answer: &Answer) -> Option<Value> {
    serde_json::from_slice(answer.body()).ok()
}

/// Reads a body that was parsed. If that fails, the error names the place in the text.
fn read<T: DeserializeOwned>(answer: &Answer, body: &Option<Value>) -> Result<T, Error> {
    match body.as_ref().map(T::deserialize) {
        Some(Ok(value)) => Ok(value),
        _ => answer.json(),
    }
}

/// The kind of flow that a body holds, `login`, if it holds one: the last part of the path that its
/// form is submitted to.
#[inline]
fn kind_of_form(status: StatusCode, body: &Option<Value>) -> Option<&str> {
    if status.is_redirection() || status.is_server_error() {
        return None;
    }
    let action = body.as_ref()?.get("ui")?.get("action")?.as_str()?;
    let (_, rest) = action.split_once("/self-service/").unwrap_or_default();
    rest.split(['?', '/', '#']).next()
}

/// Reads a flow of the kind that its form says; `None` for a kind that is not known.
#[inline]
fn any_flow(answer: &Answer, body: &Option<Value>, kind: &str) -> Result<Option<AnyFlow>, Error> {
    Ok(Some(match kind {
        "login" => AnyFlow::Login(read(answer, body)?),
        "registration" => AnyFlow::Registration(read(answer, body)?),
        "settings" => AnyFlow::Settings(read(answer, body)?),
        "recovery" => AnyFlow::Recovery(read(answer, body)?),
        "verification" => AnyFlow::Verification(read(answer, body)?),
        _ => return Ok(None),
    }))
}

/// The state that a response without a value or a form states.
///
/// # Errors
///
/// The server's error, if it is not a state of a flow.
#[inline]
pub(super) fn state(answer: &Answer, body: Option<Value>) -> Result<State, Error> {
    let status = answer.status();
    let state = match body {
        // No other redirect is a flow's: a base URL with a wrong port or scheme gives those.
        _ if status == StatusCode::SEE_OTHER => redirected(answer),
        Some(Value::Object(body)) if may_state_a_flow(status) => stated(status, body),
        _ => None,
    };
    state.ok_or_else(|| answer.error())
}

/// Whether a status can carry a state of a flow. Not found, wrong method, timeout and rate limit
/// are failures whatever their bodies say.
fn may_state_a_flow(status: StatusCode) -> bool {
    status.is_client_error() && !matches!(status.as_u16(), 404 | 405 | 408 | 429)
}

#[inline]
fn redirected(answer: &Answer) -> Option<State> {
    let url = answer.headers().get(header::LOCATION)?.to_str().ok()?;
    let redirect = absolute(url)?;
    Some(match fetched_from(url) {
        Some(id) => State::Expired(ExpiredFlow {
            use_flow_id: Some(id.to_owned()),
            ..expired(Map::new(), ApiError::default())
        }),
        None => State::Redirect(redirect),
    })
}

#[inline]
fn stated(status: StatusCode, body: Map<String, Value>) -> Option<State> {
    if !body.get("error").is_some_and(Value::is_object) {
        return None;
    }
    let error = ApiError::from_json(Value::Object(body.clone()));
    match error.id().map(FlowErrorId::from) {
        Some(FlowErrorId::BrowserLocationChangeRequired) => {
            let redirect = absolute(error.redirect_browser_to()?)?;
            Some(State::Redirect(redirect))
        }
        Some(FlowErrorId::FlowReplaced | FlowErrorId::FlowExpired) => {
            Some(State::Expired(expired(body, error)))
        }
        Some(id) => Some(State::Refused(refusal(status, Some(id), body, error))),
        None if !is_kratos_refusal(status, &error) => None,
        // The settings and the verification flow of a native app expire without an id.
        None if status == StatusCode::GONE => Some(State::Expired(expired(body, error))),
        // A recovery whose code was used, or guessed at too often, goes on as a new one.
        None => match next_flow(&continue_with(&body, &error)) {
            Some(next) => Some(State::Expired(ExpiredFlow {
                use_flow_id: Some(next),
                ..expired(body, error)
            })),
            None => {
                let id = inferred_id(status, &error);
                Some(State::Refused(refusal(status, id, body, error)))
            }
        },
    }
}

/// Whether an error without an id is Kratos's refusal, which repeats the status as a number and in
/// words. A proxy's error does not, and neither does a failure of Kratos itself, such as that of a
/// web hook: 400 with the code 500.
fn is_kratos_refusal(status: StatusCode, error: &ApiError) -> bool {
    error.code() == Some(status.as_u16()) && error.status().is_some()
}

/// The id that older servers leave out.
fn inferred_id(status: StatusCode, error: &ApiError) -> Option<FlowErrorId> {
    if status == StatusCode::UNAUTHORIZED {
        // Kratos names the identity in the details if it is disabled.
        let identity = error
            .details()
            .and_then(|details| details.get("identity_id"));
        return Some(match identity {
            Some(_) => FlowErrorId::IdentityDisabled,
            None => FlowErrorId::SessionInactive,
        });
    }
    // Kratos 1.3 has an id for a registration that is switched off, but not for a recovery or a
    // verification, whose text is the same.
    const SWITCHED_OFF: &str = "is not allowed because it was disabled.";
    let off = status == StatusCode::BAD_REQUEST
        && error
            .reason()
            .is_some_and(|reason| reason.ends_with(SWITCHED_OFF));
    off.then_some(FlowErrorId::FlowDisabled)
}

/// The flow to show next.
fn next_flow(steps: &[ContinueWith]) -> Option<String> {
    steps.iter().find_map(|step| match step {
        ContinueWith::ShowRecoveryUi(step) => Some(step.flow.id.clone()),
        ContinueWith::ShowVerificationUi(step) => Some(step.flow.id.clone()),
        _ => None,
    })
}

/// The id of the flow that a URL fetches. Kratos answers an expired recovery or verification with a
/// redirect to the new flow in JSON, which is not a page.
fn fetched_from(url: &str) -> Option<&str> {
    let (path, _) = url.split_once('?')?;
    let (_, route) = path.split_once("/self-service/")?;
    let (_, "flows") = route.split_once('/')? else {
        return None;
    };
    id_in_url(url, "id")
}

/// A refusal with the members of the body.
pub(super) fn refusal(
    status: StatusCode,
    id: Option<FlowErrorId>,
    mut body: Map<String, Value>,
    error: ApiError,
) -> Refusal {
    let continue_with = continue_with(&body, &error);
    for known in ["error", "redirect_browser_to", "continue_with"] {
        body.remove(known);
    }
    Refusal {
        id,
        status,
        redirect_browser_to: absolute_url(&error),
        continue_with,
        error,
        other_members: body,
    }
}

fn expired(mut body: Map<String, Value>, error: ApiError) -> ExpiredFlow {
    let expired_at = body.remove("expired_at");
    let since = body.remove("since");
    let continue_with = continue_with(&body, &error);
    for known in [
        "error",
        "redirect_browser_to",
        "continue_with",
        "use_flow_id",
    ] {
        body.remove(known);
    }
    ExpiredFlow {
        use_flow_id: error.use_flow_id().map(str::to_owned),
        expired_at: expired_at.and_then(|time| time.as_str()?.parse().ok()),
        since: since
            .and_then(|since| since.as_u64())
            .map(Duration::from_nanos),
        redirect_browser_to: absolute_url(&error),
        continue_with,
        error,
        other_members: body,
    }
}

fn absolute_url(error: &ApiError) -> Option<String> {
    let url = error.redirect_browser_to().filter(|url| is_absolute(url))?;
    Some(url.to_owned())
}

/// The `continue_with` of an error, which is in its details or beside it. Entries that cannot be
/// read are ignored; the error still has them.
fn continue_with(body: &Map<String, Value>, error: &ApiError) -> Vec<ContinueWith> {
    let details = error
        .details()
        .and_then(|details| details.get("continue_with"));
    let list = details.or_else(|| body.get("continue_with"));
    let steps = list.and_then(Value::as_array).map(Vec::as_slice);
    steps
        .unwrap_or_default()
        .iter()
        .filter_map(|step| serde_json::from_value(step.clone()).ok())
        .collect()
}
