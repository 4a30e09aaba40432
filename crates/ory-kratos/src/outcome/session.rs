//! The user's session ("whoami").

use ory_core::__private::Answer;
use ory_core::http::StatusCode;
use ory_core::{Error, Timestamp};

use super::decide::{State, body, state};
use super::{FlowErrorId, Refusal};
use crate::models::Session;

/// The user's session, if there is a valid one.
///
/// A rate limit, a broken server and a missing connection are errors, never
/// [`SignedOut`](Self::SignedOut); so is every redirect, as only a wrong base URL gives one.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant)] // an active session is the usual outcome
pub enum SessionOutcome {
    /// There is an active session.
    Active(Session),
    /// The server returned a session that is revoked (`active` is `false`) or past its
    /// `expires_at` by this machine's clock. Treat it like no session.
    Inactive(Session),
    /// There is no valid session: no cookie or token, or one that is over.
    SignedOut(Refusal),
    /// There is a session, but the server refuses to give it:
    /// [`Aal2Required`](FlowErrorId::Aal2Required) asks for a login with `aal` `aal2`,
    /// [`VerifiedAddressRequired`](FlowErrorId::VerifiedAddressRequired) for a verification.
    Refused(Refusal),
}

impl SessionOutcome {
    /// The session, if it is active and as strong as required.
    #[must_use]
    pub fn into_session(self) -> Option<Session> {
        match self {
            SessionOutcome::Active(session) => Some(session),
            _ => None,
        }
    }

    /// The HTTP status that an API returns to its own caller: 200, 401 without a valid session, or
    /// the server's status for a refusal (403).
    ///
    /// ```
    /// use ory_kratos::outcome::SessionOutcome;
    ///
    /// fn may_pass(outcome: &SessionOutcome) -> bool {
    ///     outcome.status().is_success()
    /// }
    /// ```
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            SessionOutcome::Active(_) => StatusCode::OK,
            SessionOutcome::Inactive(_) | SessionOutcome::SignedOut(_) => StatusCode::UNAUTHORIZED,
            SessionOutcome::Refused(refusal) => refusal.status,
        }
    }
}

impl Session {
    /// Whether the session may be used: not revoked, and not past its `expires_at` by this machine's
    /// clock.
    #[must_use]
    pub fn is_active(&self) -> bool {
        let expired = self.expires_at.is_some_and(|end| end <= Timestamp::now());
        self.active != Some(false) && !expired
    }
}

/// The outcome of "whoami".
///
/// # Errors
///
/// A failure that says nothing about the session.
#[inline]
pub(crate) fn session(answer: &Answer) -> Result<SessionOutcome, Error> {
    if answer.status().is_success() {
        let session: Session = answer.json()?;
        return Ok(if session.is_active() {
            SessionOutcome::Active(session)
        } else {
            SessionOutcome::Inactive(session)
        });
    }
    match state(answer, body(answer))? {
        State::Refused(refusal) if refusal.is(FlowErrorId::SessionInactive) => {
            Ok(SessionOutcome::SignedOut(refusal))
        }
        // A 400 is about the call, such as a tokenizer template that does not exist.
        State::Refused(refusal) if refusal.id.is_some() || refusal.status != 400 => {
            Ok(SessionOutcome::Refused(refusal))
        }
        // Whoami has no flow that could be over and never redirects.
        _ => Err(answer.error()),
    }
}
