//! Answers as a release writes them.

use ory_core::fake::answer::{Answer, ErrorBody, json};
use ory_core::fake::incoming::Incoming;
use ory_core::http::StatusCode;
use ory_core::http::header::{HeaderName, HeaderValue};
use serde_json::Value;

use super::settings::Release;
use super::state::State;

/// The answer, or the error as this release writes it.
pub(super) fn answer(
    state: &State,
    incoming: &Incoming,
    result: Result<Answer, ErrorBody>,
) -> Answer {
    result.unwrap_or_else(|error| {
        let mut answer = error.answer(incoming);
        if state.settings.release == Release::Current {
            let name = HeaderName::from_static("ory-error-id");
            let id = HeaderValue::from_static(error.id.unwrap_or_default());
            answer.headers_mut().insert(name, id);
        }
        answer
    })
}

pub(super) fn ok(body: &Value) -> Result<Answer, ErrorBody> {
    Ok(json(StatusCode::OK, body))
}
