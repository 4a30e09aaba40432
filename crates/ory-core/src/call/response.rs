//! A value beside the status and headers that it came with.

use std::fmt;

use http::StatusCode;
use http::header::{HeaderMap, HeaderValue, SET_COOKIE};

use crate::call::answer::Answer;
use crate::headers::{self, RateLimit};

/// An operation's value with the status and headers of the response, returned by `.response()`.
///
/// ```
/// # async fn example(
/// #     operation: impl ory_core::operation::Operation<Value = String>,
/// # ) -> Result<(), ory_core::Error> {
/// let response = operation.response().await?;
/// println!("{} {:?}", response.status(), response.rate_limit());
/// let text: String = response.value;
/// # let _ = text;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The value.
    pub value: T,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Response<T> {
    /// Joins a value with the response it was read from.
    pub(crate) fn new(value: T, answer: Answer) -> Self {
        let (parts, _) = answer.into_response().into_parts();
        Response {
            value,
            status: parts.status,
            headers: parts.headers,
        }
    }

    /// The value alone.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers. They may hold secrets; `Set-Cookie` and `Location` are marked as sensitive, so
    /// that `Debug` does not print them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The `Set-Cookie` headers, in order. A web service forwards them to the browser it serves.
    pub fn set_cookies(&self) -> impl Iterator<Item = &HeaderValue> {
        self.headers.get_all(SET_COOKIE).iter()
    }

    /// The state of the rate limit, if the server states it.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::from_headers(&self.headers)
    }

    /// The id under which to find the request in the server's logs, if the server states it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(&self.headers)
    }

    /// Status, headers and value.
    #[must_use]
    pub fn into_parts(self) -> (StatusCode, HeaderMap, T) {
        (self.status, self.headers, self.value)
    }

    /// Changes the value and keeps the rest.
    #[must_use]
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            value: f(self.value),
            status: self.status,
            headers: self.headers,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status.as_u16())
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{SAFE, header, response};

    #[test]
    fn keeps_status_and_headers_beside_the_value() {
        let mut answer = response(201, "");
        *answer.headers_mut() = header(&[
            ("set-cookie", b"a=CANARY"),
            ("set-cookie", b"b=2"),
            ("x-request-id", b"r"),
        ]);
        let response = Response::new(1, Answer::new(&SAFE, answer)).map(|value| value + 1);
        assert_eq!((response.value, response.status().as_u16()), (2, 201));
        assert_eq!(response.set_cookies().count(), 2);
        assert_eq!(response.request_id(), Some("r"));
        assert_eq!(response.rate_limit(), None);
        assert!(!format!("{response:?}").contains("CANARY"));
        let (status, headers, value) = response.into_parts();
        assert_eq!((status.as_u16(), headers.len(), value), (201, 3, 2));
    }
}
