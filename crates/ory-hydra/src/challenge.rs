//! What a login, consent or logout page finds behind its challenge.

use std::fmt;

use ory_core::__private::{Answer, decode};
use ory_core::Error;
use ory_core::http::StatusCode;
use serde::de::DeserializeOwned;

use crate::OAuth2ErrorCode;

/// The request behind a challenge: still to be answered, or answered before.
///
/// A user who goes back in the browser's history, or opens a page twice, brings a challenge that was used. Hydra then
/// says where the flow has gone on (410 with `redirect_to`), and the page should send the browser there:
///
/// ```
/// use ory_hydra::Challenge;
///
/// fn page(challenge: Challenge<String>) -> String {
///     match challenge {
///         Challenge::Open(request) => format!("Log in for {request}"),
///         Challenge::AlreadyHandled { redirect_to } => format!("Location: {redirect_to}"),
///     }
/// }
///
/// assert_eq!(page(Challenge::Open("the shop".to_owned())), "Log in for the shop");
/// ```
///
/// The contract says so for all three pages. Hydra up to v26.2.0 does it for logouts only, and since June 2026 for none:
/// a used request is shown once more, and answering it again is accepted. Pages that follow the redirect work with all.
#[derive(Clone, PartialEq, Eq)]
pub enum Challenge<T> {
    /// The request, to be accepted or rejected.
    Open(T),
    /// The request was accepted or rejected before.
    AlreadyHandled {
        /// Where to send the browser. Continues the user's flow: keep it out of logs.
        redirect_to: String,
    },
}

impl<T> Challenge<T> {
    /// The request, unless it was answered before.
    #[must_use]
    pub fn open(self) -> Option<T> {
        match self {
            Challenge::Open(request) => Some(request),
            Challenge::AlreadyHandled { .. } => None,
        }
    }

    /// Where to send the browser, if the request was answered before.
    #[must_use]
    pub fn redirect_to(&self) -> Option<&str> {
        match self {
            Challenge::Open(_) => None,
            Challenge::AlreadyHandled { redirect_to } => Some(redirect_to),
        }
    }
}

/// Without the URL, which holds a verifier.
impl<T: fmt::Debug> fmt::Debug for Challenge<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Challenge::Open(request) => f.debug_tuple("Open").field(request).finish(),
            Challenge::AlreadyHandled { .. } => {
                f.debug_struct("AlreadyHandled").finish_non_exhaustive()
            }
        }
    }
}

/// Whether Hydra says that it has no such request: it never issued the challenge (404), or the challenge has expired
/// (401 `request_unauthorized` since v25.4, 404 before).
pub(crate) fn is_unknown(error: &Error) -> bool {
    let expired = error.status() == Some(StatusCode::UNAUTHORIZED)
        && OAuth2ErrorCode::of(error) == Some(OAuth2ErrorCode::RequestUnauthorized);
    expired || error.is_not_found()
}

/// The request under a success, the redirect under 410.
///
/// A 410 without `redirect_to` is an error: an expired request, or something in between.
pub(crate) fn decode<T: DeserializeOwned>(answer: &Answer) -> Result<Challenge<T>, Error> {
    struct Handled {
        redirect_to: String,
    }
    ory_core::object! {
        Handled {
            "redirect_to" => redirect_to: required,
        }
    }
    if answer.status() == StatusCode::GONE {
        return match serde_json::from_slice::<Handled>(answer.body()) {
            Ok(Handled { redirect_to }) if !redirect_to.is_empty() => {
                Ok(Challenge::AlreadyHandled { redirect_to })
            }
            _ => Err(answer.error()),
        };
    }
    decode::json(answer).map(Challenge::Open)
}

#[cfg(test)]
mod tests {
    use ory_core::http::{Method, Response};
    use ory_core::operation::{Auth, Endpoint, Idempotency, OperationSpec};
    use ory_core::{Bytes, ErrorKind};
    use serde_json::{Value, json};

    use super::*;

    static SPEC: OperationSpec = OperationSpec::new(
        "getOAuth2LoginRequest",
        "hydra",
        Method::GET,
        "/admin/oauth2/auth/requests/login",
        Endpoint::new(1, "admin", "admin_url"),
    )
    .auth(Auth::ApiKey)
    .idempotency(Idempotency::Safe)
    .success(&[200, 410]);

    fn answer(status: u16, body: &'static str) -> Result<Challenge<Value>, Error> {
        let mut response = Response::new(Bytes::from_static(body.as_bytes()));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        decode(&Answer::new(&SPEC, response))
    }

    #[test]
    fn a_new_challenge_is_open() {
        let challenge = answer(200, r#"{"challenge":"c","skip":false}"#).unwrap();
        assert_eq!(challenge.redirect_to(), None);
        assert_eq!(
            challenge.open(),
            Some(json!({"challenge": "c", "skip": false}))
        );
    }

    #[test]
    fn a_used_challenge_redirects() {
        let challenge = answer(
            410,
            r#"{"redirect_to":"https://h/oauth2/auth?login_verifier=v"}"#,
        )
        .unwrap();
        assert_eq!(
            challenge.redirect_to(),
            Some("https://h/oauth2/auth?login_verifier=v")
        );
        assert_eq!(challenge.open(), None);
    }

    #[test]
    fn a_410_that_redirects_nowhere_is_an_error() {
        let bodies = [
            r#"{"error":"request_expired","error_description":"too late"}"#,
            r#"{"redirect_to":""}"#,
            r#"{"redirect_to":null}"#,
            "<html>gone</html>",
            "",
        ];
        for body in bodies {
            let error = answer(410, body).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Api, "{body}");
            assert!(error.is_gone(), "{body}");
        }
    }

    #[test]
    fn other_statuses_are_errors_whatever_the_body() {
        for status in [401, 404, 500] {
            let error = answer(status, r#"{"redirect_to":"https://h/"}"#).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Api, "{status}");
        }
        let body = "<html>";
        assert_eq!(answer(200, body).unwrap_err().kind(), ErrorKind::Decode);
    }

    #[test]
    fn debug_shows_no_verifier() {
        let challenge =
            answer(410, r#"{"redirect_to":"https://h/?login_verifier=canary"}"#).unwrap();
        assert_eq!(format!("{challenge:?}"), "AlreadyHandled { .. }");
        let challenge = Challenge::Open(1);
        assert_eq!(format!("{challenge:?}"), "Open(1)");
    }
}
