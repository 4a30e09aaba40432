//! Logging out.

use ory_core::http::{Response, StatusCode};
use ory_core::operation::{FullResponseFuture, OperationSpec};
use ory_core::{ApiError, Bytes, Error};

use super::decide::{State, state};
use super::{RedirectTo, Refusal};
use crate::operations;

/// What came of logging out.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum LogoutOutcome {
    /// The session has ended. A browser needs the response's `Set-Cookie` headers.
    LoggedOut,
    /// The session has ended, and the browser goes elsewhere.
    Redirect(RedirectTo),
    /// There was no session to end: the token is unknown or over, or does not belong to the cookies.
    NoSession(Refusal),
    /// Another reason, among them those that newer servers add: see [`Refusal::id`].
    Refused(Refusal),
}

fn decide(
    spec: &'static OperationSpec,
    response: &Response<Bytes>,
) -> Result<LogoutOutcome, Error> {
    let status = response.status();
    if status.is_success() {
        return Ok(LogoutOutcome::LoggedOut);
    }
    match state(spec, response) {
        Ok(State::Redirect(to)) => Ok(LogoutOutcome::Redirect(to)),
        Ok(State::NotSignedIn(refusal)) => Ok(LogoutOutcome::NoSession(refusal)),
        Ok(State::Refused(_, refusal)) => Ok(LogoutOutcome::Refused(refusal)),
        Ok(State::Expired(_) | State::Replaced(_)) => Err(Error::from_response(spec, response)),
        Err(error) => {
            // A token that is unknown, or not the cookie's, is a 403 without an id. A proxy's 403 says neither
            // which code nor why.
            let api = ApiError::parse(response.body());
            let unknown = status == StatusCode::FORBIDDEN
                && api.id().is_none()
                && api.code() == Some(403)
                && api.reason().is_some();
            if !unknown {
                return Err(error);
            }
            Ok(LogoutOutcome::NoSession(Refusal {
                id: None,
                redirect_browser_to: None,
                continue_with: Vec::new(),
                error: api,
            }))
        }
    }
}

macro_rules! outcomes {
    ($($operation:ident),*) => {
        $(impl operations::$operation {
            /// Ends the session and gives what came of it as a value with the response's headers.
            ///
            /// # Errors
            ///
            /// A failure that says nothing about the session: see [`outcome`](crate::outcome).
            #[inline]
            pub fn outcome(self) -> FullResponseFuture<LogoutOutcome> {
                self.call.send(decide as ory_core::operation::Decode<_>).into_full()
            }
        })*
    };
}

outcomes! { UpdateLogoutFlow, PerformNativeLogout }
