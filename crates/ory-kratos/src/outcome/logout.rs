//! Logging out.

use ory_core::__private::Answer;
use ory_core::Error;
use ory_core::http::StatusCode;

use super::decide::{State, body, state};
use super::{FlowErrorId, RedirectTo, Refusal};

/// The outcome of logging out.
#[derive(Debug, Clone, PartialEq)]
pub enum LogoutOutcome {
    /// The session has ended. A browser needs the response's `Set-Cookie` headers.
    LoggedOut,
    /// The session has ended, and the browser has to be redirected.
    Redirect(RedirectTo),
    /// There was no session to end: the token is unknown or over, or does not belong to the
    /// cookies.
    NoSession(Refusal),
    /// The server refuses, for the reason that the [`Refusal`] names.
    Refused(Refusal),
}

/// The outcome of ending a session.
///
/// # Errors
///
/// A failure that says nothing about the session.
#[inline]
pub(crate) fn logged_out(answer: &Answer) -> Result<LogoutOutcome, Error> {
    if answer.status().is_success() {
        return Ok(LogoutOutcome::LoggedOut);
    }
    Ok(match state(answer, body(answer))? {
        State::Redirect(redirect) => LogoutOutcome::Redirect(redirect),
        State::Refused(refusal) if ends_nothing(&refusal) => LogoutOutcome::NoSession(refusal),
        State::Refused(refusal) => LogoutOutcome::Refused(refusal),
        State::Expired(_) => return Err(answer.error()),
    })
}

/// Whether there was no session. A token that is unknown, or not the cookie's, is a 403 without an
/// id, but with a reason.
fn ends_nothing(refusal: &Refusal) -> bool {
    refusal.is(FlowErrorId::SessionInactive)
        || (refusal.id.is_none()
            && refusal.status == StatusCode::FORBIDDEN
            && refusal.error.reason().is_some())
}
