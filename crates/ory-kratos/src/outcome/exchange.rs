//! Getting the session token of a native flow that was completed in a browser.

use ory_core::http::{Response, StatusCode};
use ory_core::operation::{FullResponseFuture, OperationSpec};
use ory_core::{ApiError, Bytes, Error, decode};

use super::decide::{State, flow_kind, state};
use super::submit::any_flow;
use super::{AnyFlow, ExpiredFlow, RedirectTo, Refusal};
use crate::{models, operations};

/// What came of exchanging the codes of a native flow for a session token.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // one of them per call, and `match` is nicer without boxes
pub enum ExchangeOutcome {
    /// The session and its token.
    Success(models::SuccessfulNativeLogin),
    /// There is no session for the codes: the browser is not done yet, or the codes are wrong. Kratos 1.3 gives the
    /// session once more for codes that were used.
    Pending,
    /// The sign-in needs more from the user: a login or registration form to show.
    Form(AnyFlow),
    /// The browser has to go elsewhere.
    Redirect(RedirectTo),
    /// The flow is too old.
    Expired(ExpiredFlow),
    /// Another flow has taken its place.
    Replaced(ExpiredFlow),
    /// Another reason, among them those that newer servers add: see [`Refusal::id`].
    Refused(Refusal),
}

// Inline: reading flows is compiled for those who ask for outcomes, not with the crate.
#[inline]
fn decide(
    spec: &'static OperationSpec,
    response: &Response<Bytes>,
) -> Result<ExchangeOutcome, Error> {
    let status = response.status();
    if (status.is_success() || status.is_client_error())
        && let Some(kind) = flow_kind(response.body())
    {
        return match any_flow(spec, response, &kind)? {
            Some(flow) => Ok(ExchangeOutcome::Form(flow)),
            None => Err(Error::decode_failure(
                spec,
                response,
                "with a flow of a kind that is not known",
                None,
            )),
        };
    }
    if status.is_success() {
        return decode::json_body(spec, response).map(ExchangeOutcome::Success);
    }
    // A 404 of a proxy does not state its code in Ory's form.
    if status == StatusCode::NOT_FOUND && ApiError::parse(response.body()).code() == Some(404) {
        return Ok(ExchangeOutcome::Pending);
    }
    Ok(match state(spec, response)? {
        State::Redirect(to) => ExchangeOutcome::Redirect(to),
        State::Expired(flow) => ExchangeOutcome::Expired(flow),
        State::Replaced(flow) => ExchangeOutcome::Replaced(flow),
        State::NotSignedIn(refusal) | State::Refused(_, refusal) => {
            ExchangeOutcome::Refused(refusal)
        }
    })
}

impl operations::ExchangeSessionToken {
    /// Asks for the session token and gives the answer as a value with the response's headers.
    ///
    /// # Errors
    ///
    /// A failure that is no state of a flow: see [`outcome`](crate::outcome).
    #[inline]
    pub fn outcome(self) -> FullResponseFuture<ExchangeOutcome> {
        self.call
            .send(decide as ory_core::operation::Decode<_>)
            .into_full()
    }
}
