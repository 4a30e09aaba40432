//! What code asks of an error.

use http::StatusCode;

use crate::error::{ApiError, Error, ErrorKind};

impl Error {
    fn has_status(&self, status: StatusCode) -> bool {
        self.0.kind == ErrorKind::Api && self.status() == Some(status)
    }

    /// Whether the client or the call is set up wrongly.
    #[must_use]
    pub fn is_configuration(&self) -> bool {
        self.0.kind == ErrorKind::Configuration
    }

    /// Whether the request was not sent because no connection or no credentials could be had.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether a deadline passed.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether something that a server sent cannot be read.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// Whether the status is 400.
    #[must_use]
    pub fn is_bad_request(&self) -> bool {
        self.has_status(StatusCode::BAD_REQUEST)
    }

    /// Whether the status is 401.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// Whether the status is 403.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// Whether Ory says that there is no such thing: a 404 in the form of Ory's errors.
    ///
    /// Any other 404 is a sign of a wrong URL: see [`is_wrong_endpoint`](Self::is_wrong_endpoint).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND) && self.api().is_some_and(ApiError::is_not_found)
    }

    /// Whether the response does not come from the API that the operation belongs to: a 404 that is
    /// not in the form of Ory's errors, a 405, a redirect, or an HTML page.
    ///
    /// The base URL is wrong, two ports are swapped, or a proxy answered in the server's place: a
    /// matter for the operator, not for the user.
    #[must_use]
    pub fn is_wrong_endpoint(&self) -> bool {
        self.0.reply.as_ref().is_some_and(|reply| reply.foreign)
    }

    /// Whether the status is 409.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Whether the status is 410: an expired flow, a used challenge.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.has_status(StatusCode::GONE)
    }

    /// Whether the status is 429.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the status is one of 5xx.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.0.kind == ErrorKind::Api
            && self.status().is_some_and(|status| status.is_server_error())
    }
}
