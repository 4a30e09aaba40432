//! Reads the states that all flows share off an answer.

use std::time::Duration;

use ory_core::http::{Response, StatusCode, header};
use ory_core::operation::OperationSpec;
use ory_core::serde_json::{Map, Value};
use ory_core::{ApiError, Bytes, Error};

use super::{ExpiredFlow, FlowErrorId, RedirectTo, Refusal};
use crate::models::ContinueWith;

/// A state of a flow that is not the flow itself.
pub(super) enum State {
    Redirect(RedirectTo),
    Expired(ExpiredFlow),
    Replaced(ExpiredFlow),
    NotSignedIn(Refusal),
    Refused(FlowErrorId, Refusal),
}

/// The state that an answer without a value states.
///
/// # Errors
///
/// The server's error, if it is no state of a flow.
// Inline: reading flows is compiled for those who ask for outcomes, not with the crate.
#[inline]
pub(super) fn state(
    spec: &'static OperationSpec,
    response: &Response<Bytes>,
) -> Result<State, Error> {
    let status = response.status();
    if status.is_redirection() {
        return match response
            .headers()
            .get(header::LOCATION)
            .map(|to| to.to_str())
        {
            Some(Ok(to)) => Ok(match fetched_from(to) {
                Some(id) => State::Replaced(ExpiredFlow {
                    use_flow_id: Some(id.to_owned()),
                    ..expired(&Map::new(), ApiError::parse(response.body()))
                }),
                None => State::Redirect(RedirectTo { to: to.to_owned() }),
            }),
            _ => Err(Error::from_response(spec, response)),
        };
    }
    let body: Map<String, Value> = serde_json::from_slice(response.body()).unwrap_or_default();
    // A rate limit and a broken server are failures whatever their bodies say.
    let has_error = body.get("error").is_some_and(Value::is_object);
    if !status.is_client_error() || status == StatusCode::TOO_MANY_REQUESTS || !has_error {
        return Err(Error::from_response(spec, response));
    }
    let error = ApiError::parse(response.body());
    let id = error.id().map(FlowErrorId::from);
    match id {
        Some(FlowErrorId::BrowserLocationChangeRequired) => match error.redirect_browser_to() {
            Some(to) => Ok(State::Redirect(RedirectTo { to: to.to_owned() })),
            None => Err(Error::from_response(spec, response)),
        },
        Some(FlowErrorId::FlowReplaced) => Ok(State::Replaced(expired(&body, error))),
        // The settings and the verification flow of a native app expire without an id.
        Some(FlowErrorId::FlowExpired) => Ok(State::Expired(expired(&body, error))),
        None if status == StatusCode::GONE => Ok(State::Expired(expired(&body, error))),
        Some(FlowErrorId::SessionInactive) => Ok(State::NotSignedIn(refusal(id, &body, error))),
        None if status == StatusCode::UNAUTHORIZED => {
            Ok(State::NotSignedIn(refusal(None, &body, error)))
        }
        Some(id) if is_state(&id, &error) => {
            let refusal = refusal(Some(id.clone()), &body, error);
            Ok(State::Refused(id, refusal))
        }
        Some(_) => Err(Error::from_response(spec, response)),
        // A recovery whose code was used, or guessed at too often, goes on as a new one, without an id.
        None => {
            let over = expired(&body, error);
            match next_flow(&over.continue_with) {
                Some(next) => Ok(State::Replaced(ExpiredFlow {
                    use_flow_id: Some(next),
                    ..over
                })),
                None => Err(Error::from_response(spec, response)),
            }
        }
    }
}

/// The flow to show next.
fn next_flow(steps: &[ContinueWith]) -> Option<String> {
    steps.iter().find_map(|step| match step {
        ContinueWith::ShowRecoveryUi(step) => Some(step.flow.id.clone()),
        ContinueWith::ShowVerificationUi(step) => Some(step.flow.id.clone()),
        _ => None,
    })
}

/// The id of the flow that a URL fetches. Kratos answers an expired recovery or verification with a redirect to the
/// new flow in JSON, which is nothing to send a browser to.
fn fetched_from(url: &str) -> Option<&str> {
    let (path, query) = url.split_once('?')?;
    let (_, route) = path.split_once("/self-service/")?;
    let (_, "flows") = route.split_once('/')? else {
        return None;
    };
    super::flow_id(query, "id")
}

/// Whether an id states how a flow stands: it is known, has the form of Kratos's ids, or comes with a way on.
fn is_state(id: &FlowErrorId, error: &ApiError) -> bool {
    const PREFIXES: [&str; 4] = ["self_service_", "session_", "security_", "identity_"];
    !matches!(id, FlowErrorId::Unknown(_))
        || PREFIXES
            .iter()
            .any(|prefix| id.as_str().starts_with(prefix))
        || error.redirect_browser_to().is_some()
        || error.use_flow_id().is_some()
}

fn refusal(id: Option<FlowErrorId>, body: &Map<String, Value>, error: ApiError) -> Refusal {
    Refusal {
        id,
        redirect_browser_to: error.redirect_browser_to().map(str::to_owned),
        continue_with: continue_with(body, &error),
        error,
    }
}

fn expired(body: &Map<String, Value>, error: ApiError) -> ExpiredFlow {
    ExpiredFlow {
        use_flow_id: error.use_flow_id().map(str::to_owned),
        expired_at: body
            .get("expired_at")
            .and_then(Value::as_str)
            .and_then(|time| time.parse().ok()),
        since: body
            .get("since")
            .and_then(Value::as_u64)
            .map(Duration::from_nanos),
        redirect_browser_to: error.redirect_browser_to().map(str::to_owned),
        continue_with: continue_with(body, &error),
        error,
    }
}

/// The `continue_with` of an error, which stands in its details or beside it. What is none is left in the error.
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

/// The kind of flow that a body holds, `login`, if it holds one: the last part of the path that its form is
/// submitted to.
pub(super) fn flow_kind(body: &[u8]) -> Option<String> {
    struct Flow {
        ui: Ui,
    }
    struct Ui {
        action: String,
    }
    ory_core::object! {
        Flow {
            "ui" => ui: required,
        }
    }
    ory_core::object! {
        Ui {
            "action" => action: required,
        }
    }
    let flow: Flow = serde_json::from_slice(body).ok()?;
    let (_, rest) = flow
        .ui
        .action
        .split_once("/self-service/")
        .unwrap_or_default();
    let kind = rest.split(['?', '/', '#']).next().unwrap_or_default();
    Some(kind.to_owned())
}
