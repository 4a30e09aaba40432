//! A value beside the status and headers that it came with.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderMap, HeaderValue, SET_COOKIE};
use http::{HeaderName, StatusCode};

/// An operation's value with the status and headers of the response, which `.response()` gives.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Response<T> {
    /// Joins a value with the response it was read from.
    #[doc(hidden)]
    #[must_use]
    pub fn new(value: T, response: http::Response<Bytes>) -> Self {
        let (parts, _) = response.into_parts();
        Response {
            value,
            status: parts.status,
            headers: parts.headers,
        }
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
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

    /// The headers. They may hold secrets.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The `Set-Cookie` headers, in order. A web service hands them on to the browser it serves.
    pub fn set_cookies(&self) -> impl Iterator<Item = &HeaderValue> {
        self.headers.get_all(SET_COOKIE).iter()
    }

    /// What the server says about the rate limit, if it does.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::from_headers(&self.headers)
    }

    /// The id to look for in the server's logs.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
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

/// The state of a rate limit, from the `x-ratelimit-*` headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many calls the current window allows.
    pub limit: Option<u64>,
    /// How many of them are left.
    pub remaining: Option<u64>,
    /// When the window ends, counted from the response.
    pub reset: Option<Duration>,
}

impl RateLimit {
    /// Reads the headers; `None` if there are none that can be read.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap) -> Option<Self> {
        // `10, 10;w=1, 300;w=60`: the current limit comes first, the policies follow.
        let limit = header_number(headers, "x-ratelimit-limit");
        let remaining = header_number(headers, "x-ratelimit-remaining");
        let reset = rate_limit_reset(headers);
        if limit.is_none() && remaining.is_none() && reset.is_none() {
            return None;
        }
        Some(RateLimit {
            limit,
            remaining,
            reset,
        })
    }
}

fn header_number(headers: &HeaderMap, name: &'static str) -> Option<u64> {
    let text = headers.get(name)?.to_str().ok()?;
    text.split([',', ';']).next()?.trim().parse().ok()
}

fn rate_limit_reset(headers: &HeaderMap) -> Option<Duration> {
    header_number(headers, "x-ratelimit-reset").map(Duration::from_secs)
}

/// The server's own id for a request, or the echo of the client's.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    const NAMES: [HeaderName; 2] = [
        HeaderName::from_static("x-request-id"),
        HeaderName::from_static("ory-error-id"),
    ];
    NAMES
        .iter()
        .find_map(|name| headers.get(name)?.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{header, response};

    #[test]
    fn keeps_status_and_headers_beside_the_value() {
        let mut answer = response(201, "");
        *answer.headers_mut() = header(&[
            ("set-cookie", b"a=CANARY"),
            ("set-cookie", b"b=2"),
            ("x-request-id", b"r"),
        ]);
        let response = Response::new(1, answer).map(|value| value + 1);
        assert_eq!((*response.value(), response.status().as_u16()), (2, 201));
        assert_eq!(response.set_cookies().count(), 2);
        assert_eq!(response.request_id(), Some("r"));
        assert_eq!(response.rate_limit(), None);
        assert!(!format!("{response:?}").contains("CANARY"));
        let (status, headers, value) = response.into_parts();
        assert_eq!((status.as_u16(), headers.len(), value), (201, 3, 2));
    }

    #[test]
    fn the_rate_limit_is_read_as_far_as_it_is_there() {
        let limit = |pairs: &[(&'static str, &[u8])]| RateLimit::from_headers(&header(pairs));
        let all = limit(&[
            ("x-ratelimit-limit", b"10, 10;w=1, 300;w=60"),
            ("x-ratelimit-remaining", b"9"),
            ("x-ratelimit-reset", b"1"),
        ]);
        assert_eq!(
            all,
            Some(RateLimit {
                limit: Some(10),
                remaining: Some(9),
                reset: Some(Duration::from_secs(1))
            })
        );
        let some = limit(&[
            ("x-ratelimit-remaining", b"0"),
            ("x-ratelimit-reset", b"soon"),
        ])
        .unwrap();
        assert_eq!(
            (some.limit, some.remaining, some.reset),
            (None, Some(0), None)
        );
        for odd in ["", "-1", "\u{7f}", "99999999999999999999999", ";w=1"] {
            let mut headers = HeaderMap::new();
            if let Ok(value) = HeaderValue::from_str(odd) {
                headers.insert("x-ratelimit-limit", value);
            }
            assert_eq!(RateLimit::from_headers(&headers), None, "{odd}");
        }
    }
}
