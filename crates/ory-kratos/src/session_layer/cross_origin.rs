//! Requests that a page of another origin makes a browser send (CSRF).

use ory_core::http::header::{HOST, HeaderMap, ORIGIN};
use ory_core::http::request::Parts;
use ory_core::http::{HeaderName, Method, Uri};
use ory_core::{Denial, DenialReason};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses a request that changes something and that a page of another origin sends with the user's
/// cookie.
///
/// Browsers say where a request comes from by `Sec-Fetch-Site`, older ones by `Origin`. What sends
/// neither is no browser, and has no cookie that it did not mean to send. The rules are those of
/// Go's `http.CrossOriginProtection`.
pub(super) fn check(request: &Parts, allowed: &[String]) -> Result<(), Denial> {
    if matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let origin = header(&request.headers, &ORIGIN);
    let same = match header(&request.headers, &SEC_FETCH_SITE) {
        Some(site) => site == b"same-origin" || site == b"none",
        None => match origin {
            None => true,
            Some(origin) => host_of(origin).is_some_and(|host| Some(host) == own_host(request)),
        },
    };
    let listed = || origin.is_some_and(|origin| allowed.iter().any(|one| one.as_bytes() == origin));
    if same || listed() {
        Ok(())
    } else {
        Err(Denial::new(DenialReason::CrossOrigin))
    }
}

fn header<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h [u8]> {
    let value = headers.get(name)?.as_bytes();
    (!value.is_empty()).then_some(value)
}

/// Host and port of `https://host:port`; `None` for `null`.
fn host_of(origin: &[u8]) -> Option<String> {
    let uri = Uri::try_from(origin).ok()?;
    uri.scheme()?;
    Some(uri.authority()?.as_str().to_ascii_lowercase())
}

/// The host that the request was sent to: HTTP/2 has it in the URI.
fn own_host(request: &Parts) -> Option<String> {
    let host = match request.uri.authority() {
        Some(authority) => authority.as_str(),
        None => request.headers.get(HOST)?.to_str().ok()?,
    };
    Some(host.to_ascii_lowercase())
}
