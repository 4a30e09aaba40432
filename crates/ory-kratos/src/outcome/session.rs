//! Who is signed in ("whoami").

use ory_core::http::Response;
use ory_core::operation::{FullResponseFuture, OperationSpec};
use ory_core::{Bytes, Error, decode};

use super::decide::{State, state};
use super::{FlowErrorId, RedirectTo, Refusal};
use crate::{models, operations};

/// Who is signed in, if anybody is.
///
/// A rate limit, a broken server and a missing connection are errors, never [`SignedOut`](Self::SignedOut).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // the session is what is usually there
pub enum SessionOutcome {
    /// Somebody is.
    Active(models::Session),
    /// Nobody is: no cookie or token, or one that is over.
    SignedOut(Refusal),
    /// Somebody is, but without the second factor that is asked for. Begin a login with `aal` `aal2`, or send
    /// the browser to [`Refusal::redirect_browser_to`].
    Aal2Required(Refusal),
    /// The user has to verify an address first.
    VerifiedAddressRequired(Refusal),
    /// The browser has to go elsewhere.
    Redirect(RedirectTo),
    /// Another reason, among them those that newer servers add: see [`Refusal::id`].
    Refused(Refusal),
}

impl SessionOutcome {
    /// The session, if somebody is signed in as strongly as is asked for.
    #[must_use]
    pub fn into_session(self) -> Option<models::Session> {
        match self {
            SessionOutcome::Active(session) => Some(session),
            _ => None,
        }
    }
}

// Inline: reading flows is compiled for those who ask for outcomes, not with the crate.
#[inline]
fn decide(
    spec: &'static OperationSpec,
    response: &Response<Bytes>,
) -> Result<SessionOutcome, Error> {
    if response.status().is_success() {
        return decode::json_body(spec, response).map(SessionOutcome::Active);
    }
    Ok(match state(spec, response)? {
        State::NotSignedIn(refusal) => SessionOutcome::SignedOut(refusal),
        State::Refused(FlowErrorId::Aal2Required, refusal) => SessionOutcome::Aal2Required(refusal),
        State::Refused(FlowErrorId::VerifiedAddressRequired, refusal) => {
            SessionOutcome::VerifiedAddressRequired(refusal)
        }
        State::Refused(_, refusal) => SessionOutcome::Refused(refusal),
        State::Redirect(to) => SessionOutcome::Redirect(to),
        // There is no flow that could be over.
        State::Expired(_) | State::Replaced(_) => return Err(Error::from_response(spec, response)),
    })
}

impl operations::ToSession {
    /// Asks who is signed in and gives the answer as a value with the response's headers: its `Set-Cookie`
    /// belongs to the browser, its `Ory-Session-Cache-For` says for how many seconds it holds.
    ///
    /// # Errors
    ///
    /// A failure that says nothing about the session: see [`outcome`](crate::outcome).
    #[inline]
    pub fn outcome(self) -> FullResponseFuture<SessionOutcome> {
        self.call
            .send(decide as ory_core::operation::Decode<_>)
            .into_full()
    }
}
