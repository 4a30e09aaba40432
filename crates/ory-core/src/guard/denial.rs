//! A request that is not let through, and the response that says so.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER, SET_COOKIE, WWW_AUTHENTICATE,
};
use http::{Response, StatusCode};
use serde_json::json;

use crate::error::{Error, ErrorKind};
use crate::guard::reason::DenialReason;

/// Why a request is not let through, and the HTTP response that says so. It never contains a
/// credential.
///
/// With the feature `axum` a handler can return it.
///
/// ```
/// use ory_core::{Denial, DenialReason};
///
/// let denial = Denial::new(DenialReason::Forbidden);
/// let response = denial.response();
/// assert_eq!(response.status(), 403);
/// assert_eq!(response.headers()["cache-control"], "no-store");
/// ```
#[derive(Clone)]
pub struct Denial(Box<Inner>);

#[derive(Clone)]
struct Inner {
    reason: DenialReason,
    /// Instead of the reason's own text.
    message: Option<&'static str>,
    /// Where the browser is sent instead of being told.
    location: Option<HeaderValue>,
    /// Where a page's script may send the browser.
    redirect_browser_to: Option<String>,
    challenge: Option<HeaderValue>,
    retry_after: Option<Duration>,
    cookies: Vec<HeaderValue>,
    error: Option<Arc<Error>>,
}

impl Denial {
    /// A denial for this reason, with the status and the text that belong to it.
    #[must_use]
    pub fn new(reason: DenialReason) -> Self {
        Denial(Box::new(Inner {
            reason,
            message: None,
            location: None,
            redirect_browser_to: None,
            challenge: None,
            retry_after: None,
            cookies: Vec::new(),
            error: None,
        }))
    }

    /// A call that was needed to decide has failed: 503 for what shows an outage, a rate limit
    /// included, and 500 for what no user can help, such as a wrong URL or key. It is never 401 or
    /// 403, which would log users out.
    #[must_use]
    pub fn failed(error: impl Into<Arc<Error>>) -> Self {
        let error = error.into();
        let outage = match error.kind() {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Decode => {
                true
            }
            ErrorKind::Api => error
                .status()
                .is_some_and(|status| status.is_server_error() || status == 429),
            ErrorKind::Configuration => false,
        };
        let mut denial = if outage {
            let mut denial = Denial::new(DenialReason::Unavailable);
            denial.0.retry_after = error.retry_after();
            denial
        } else {
            Denial::new(DenialReason::Misconfigured)
        };
        denial.0.error = Some(error);
        denial
    }

    /// The service is set up wrongly, as the message says: a layer is missing. It is shown to the
    /// caller too.
    #[doc(hidden)]
    #[must_use]
    pub fn misconfigured(message: &'static str) -> Self {
        tracing::error!(message, "the service is set up wrongly");
        let mut denial = Denial::new(DenialReason::Misconfigured);
        denial.0.message = Some(message);
        denial
    }

    fn message(&self) -> &'static str {
        self.0.message.unwrap_or_else(|| self.0.reason.message())
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &DenialReason {
        &self.0.reason
    }

    /// The status of the response: 303 for a browser that is sent to log in, else the
    /// [reason's](DenialReason::status).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self.0.location {
            Some(_) => StatusCode::SEE_OTHER,
            None => self.0.reason.status(),
        }
    }

    /// What failed upstream, for logs; the caller is not told.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.0.error.as_deref()
    }

    /// Where the browser may be sent so that the matter continues, where the server named it.
    #[must_use]
    pub fn redirect_browser_to(&self) -> Option<&str> {
        self.0.redirect_browser_to.as_deref()
    }

    /// The response: the status, `WWW-Authenticate`, `Retry-After`, `Location`,
    /// `Cache-Control: no-store`, and a JSON body `{"error":{"id","message"}}`.
    #[must_use]
    pub fn response(&self) -> Response<Bytes> {
        let inner = &*self.0;
        let mut body = json!({
            "error": { "id": inner.reason.id(), "message": self.message() }
        });
        if let Some(url) = &inner.redirect_browser_to {
            body["redirect_browser_to"] = json!(url);
        }
        let mut response = Response::new(Bytes::from(body.to_string()));
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(location) = &inner.location {
            headers.insert(LOCATION, location.clone());
        }
        if let Some(challenge) = &inner.challenge {
            headers.insert(WWW_AUTHENTICATE, challenge.clone());
        }
        if inner.reason == DenialReason::Unavailable {
            // Part of a second is a second.
            let wait = inner.retry_after.unwrap_or_default();
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
        for cookie in &inner.cookies {
            headers.append(SET_COOKIE, cookie.clone());
        }
        response
    }

    /// Sets `WWW-Authenticate`. A text that no header can carry is dropped.
    #[doc(hidden)]
    #[must_use]
    pub fn with_challenge(mut self, challenge: &str) -> Self {
        self.0.challenge = HeaderValue::from_str(challenge).ok();
        self
    }

    /// Sends the browser there. A URL that no header can carry is dropped.
    #[doc(hidden)]
    #[must_use]
    pub fn with_location(mut self, url: &str) -> Self {
        self.0.location = HeaderValue::from_str(url).ok();
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn with_redirect_browser_to(mut self, url: Option<String>) -> Self {
        self.0.redirect_browser_to = url;
        self
    }

    /// Hands cookies of the server on.
    #[doc(hidden)]
    #[must_use]
    pub fn with_cookies(mut self, cookies: Vec<HeaderValue>) -> Self {
        self.0.cookies = cookies;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn with_error(mut self, error: impl Into<Arc<Error>>) -> Self {
        self.0.error = Some(error.into());
        self
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl fmt::Debug for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Denial")
            .field("reason", &self.0.reason)
            .field("error", &self.0.error)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Denial {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0
            .error
            .as_deref()
            .map(|error| error as &(dyn std::error::Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::call::answer::Answer;
    use crate::testing::{SAFE, response};

    fn api(status: u16) -> Denial {
        Denial::failed(Answer::new(&SAFE, response(status, "CANARY")).error())
    }

    #[test]
    fn an_outage_is_503_and_a_mistake_of_the_operator_500() {
        for status in [429, 500, 502, 503, 504, 599] {
            assert_eq!(api(status).status(), 503, "{status}");
        }
        for status in [400, 401, 403, 404, 405, 302, 418] {
            assert_eq!(api(status).status(), 500, "{status}");
        }
        for (kind, status) in [
            (ErrorKind::Connect, 503),
            (ErrorKind::Timeout, 503),
            (ErrorKind::Transport, 503),
            (ErrorKind::Decode, 503),
            (ErrorKind::Configuration, 500),
        ] {
            let error = Error::exchange(kind, &SAFE, "x".to_owned(), None);
            assert_eq!(Denial::failed(error).status(), status, "{kind:?}");
        }
    }

    #[test]
    fn the_server_says_how_long_to_wait_and_a_second_is_the_least() {
        let wait = |value: Option<&'static str>| {
            let mut answer = response(503, "");
            if let Some(value) = value {
                let value = HeaderValue::from_static(value);
                answer.headers_mut().insert(RETRY_AFTER, value);
            }
            let denial = Denial::failed(Answer::new(&SAFE, answer).error());
            denial.response().headers()[RETRY_AFTER].clone()
        };
        assert_eq!(wait(None), "1");
        assert_eq!(wait(Some("0")), "1");
        assert_eq!(wait(Some("17")), "17");
        assert_eq!(wait(Some("soon")), "1");
    }

    #[test]
    fn the_response_says_why_and_repeats_nothing() {
        let response = api(500).response();
        assert_eq!(response.headers()[CACHE_CONTROL], "no-store");
        let body: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(body["error"]["id"], "unavailable");
        let text = format!("{:?} {}", api(500), api(500));
        assert!(!text.contains("CANARY"), "{text}");
        assert!(!String::from_utf8_lossy(response.body()).contains("CANARY"));
        assert!(api(500).error().is_some());

        let sent = Denial::new(DenialReason::NoCredentials).with_location("https://login.example/");
        assert_eq!(sent.status(), 303);
        assert_eq!(
            sent.response().headers()[LOCATION],
            "https://login.example/"
        );
        let split =
            Denial::new(DenialReason::NoCredentials).with_location("https://x/\r\nset-cookie: a=b");
        assert_eq!(split.status(), 401);
    }
}
