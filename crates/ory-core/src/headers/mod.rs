//! The response headers that the SDK understands, with one reader each.

mod link;

use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderName};

pub(crate) use link::{NextLink, next_link};

/// The state of a rate limit, from the `x-ratelimit-*` headers of Ory Network.
///
/// See <https://www.ory.com/docs/guides/rate-limits>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests the current window allows.
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
        let limit = RateLimit {
            limit: leading_number(headers, "x-ratelimit-limit"),
            remaining: leading_number(headers, "x-ratelimit-remaining"),
            reset: leading_number(headers, "x-ratelimit-reset").map(Duration::from_secs),
        };
        (limit != RateLimit::default()).then_some(limit)
    }
}

fn leading_number(headers: &HeaderMap, name: &'static str) -> Option<u64> {
    let text = headers.get(name)?.to_str().ok()?;
    let number = text.split([',', ';']).next()?.trim();
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // More digits than fit is still "very many".
    Some(number.parse().unwrap_or(u64::MAX))
}

/// The id under which the server logged the request, or the echo of the client's own.
///
/// `Ory-Error-Id` is not one: since v25.4 it names the error, or is empty.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
    let id = headers.get(X_REQUEST_ID)?.to_str().ok()?.trim();
    (!id.is_empty()).then_some(id)
}

/// How long the server asks to wait before the next request: the longer of `Retry-After` and, once
/// nothing remains of the rate limit, the time until its window ends.
pub(crate) fn retry_delay(headers: &HeaderMap) -> Option<Duration> {
    let reset = RateLimit::from_headers(headers)
        .filter(|limit| limit.remaining.unwrap_or(0) == 0)
        .and_then(|limit| limit.reset);
    retry_after(headers, SystemTime::now()).max(reset)
}

/// `Retry-After` (RFC 9110, section 10.2.3), in seconds or as a date. A date in the past is no wait.
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit is still "very long".
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or(Duration::ZERO))
}

/// Whether a header says how a message is carried rather than what it says: those are the
/// transport's alone (RFC 9110, sections 7.2, 7.6.1 and 8.6). Set by anybody else, they can make the
/// next request on a shared connection a part of this one.
pub(crate) fn belongs_to_connection(name: &HeaderName) -> bool {
    matches!(
        name.as_str(),
        "connection"
            | "content-length"
            | "expect"
            | "host"
            | "http2-settings"
            | "keep-alive"
            | "proxy-authorization"
            | "proxy-connection"
            | "te"
            | "trailer"
            | "transfer-encoding"
            | "upgrade"
    )
}

/// How many items a list has on all its pages, from `x-total-count`.
pub(crate) fn total_count(headers: &HeaderMap) -> Option<u64> {
    let text = headers.get("x-total-count")?.to_str().ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, header};

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_770);
        let read = |value: &[u8]| retry_after(&header(&[("retry-after", value)]), now);
        assert_eq!(read(b"3"), Some(Duration::from_secs(3)));
        assert_eq!(read(b" 0 "), Some(Duration::ZERO));
        for date in [
            &b"Sun, 06 Nov 1994 08:49:37 GMT"[..],
            b"Sunday, 06-Nov-94 08:49:37 GMT",
            b"Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(read(date), Some(Duration::from_secs(7)));
        }
        assert_eq!(read(b"Sun, 06 Nov 1994 08:49:00 GMT"), Some(Duration::ZERO));
        assert_eq!(
            read(b"99999999999999999999999"),
            Some(Duration::from_secs(u64::MAX))
        );
        for odd in [
            &b"-1"[..],
            b"1.5",
            b"",
            b"soon",
            b"\xff",
            b"Sun, 32 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(read(odd), None);
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
        let mut random = Random::new(17);
        for _ in 0..5_000 {
            let text = random.text_of("SunMoTvFeb 0123456789:,-GMTé", 40);
            let _ = read(text.as_bytes());
        }
    }

    #[test]
    fn the_longer_delay_counts_and_a_window_only_once_it_is_used_up() {
        let both = header(&[("retry-after", b"2"), ("x-ratelimit-reset", b"9")]);
        assert_eq!(retry_delay(&both), Some(Duration::from_secs(9)));
        let left = header(&[("x-ratelimit-remaining", b"4"), ("x-ratelimit-reset", b"9")]);
        assert_eq!(retry_delay(&left), None);
        let none = header(&[
            ("x-ratelimit-remaining", b"0"),
            ("x-ratelimit-reset", b"9, 9;w=1"),
        ]);
        assert_eq!(retry_delay(&none), Some(Duration::from_secs(9)));
    }

    #[test]
    fn the_rate_limit_is_read_as_far_as_it_is_there() {
        let limit = |pairs: &[(&'static str, &[u8])]| RateLimit::from_headers(&header(pairs));
        let all = limit(&[
            ("x-ratelimit-limit", b"10, 10;w=1, 300;w=60"),
            ("x-ratelimit-remaining", b"9"),
            ("x-ratelimit-reset", b"1"),
        ]);
        let expected = RateLimit {
            limit: Some(10),
            remaining: Some(9),
            reset: Some(Duration::from_secs(1)),
        };
        assert_eq!(all, Some(expected));
        let some = limit(&[
            ("x-ratelimit-remaining", b"0"),
            ("x-ratelimit-reset", b"soon"),
        ])
        .unwrap();
        assert_eq!(
            (some.limit, some.remaining, some.reset),
            (None, Some(0), None)
        );
        for odd in [&b""[..], b"-1", b"+1", b"\xff", b";w=1"] {
            assert_eq!(limit(&[("x-ratelimit-limit", odd)]), None);
        }
    }

    #[test]
    fn the_request_id_is_the_requests_and_never_the_errors() {
        let id = |pairs: &[(&'static str, &[u8])]| request_id(&header(pairs)).map(str::to_owned);
        assert_eq!(id(&[("x-request-id", b"r")]).as_deref(), Some("r"));
        assert_eq!(id(&[("ory-error-id", b"e")]), None);
        assert_eq!(id(&[("x-request-id", b"")]), None);
        assert_eq!(id(&[("x-request-id", b"\xff")]), None);
    }

    #[test]
    fn the_total_is_a_number_or_unknown() {
        assert_eq!(
            total_count(&header(&[("x-total-count", b" 17 ")])),
            Some(17)
        );
        assert_eq!(total_count(&header(&[("x-total-count", b"many")])), None);
        assert_eq!(total_count(&HeaderMap::new()), None);
    }
}
