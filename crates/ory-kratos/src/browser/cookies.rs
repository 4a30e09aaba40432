//! Cookies of the browser, from its requests to Kratos and back.

use ory_core::http::header::{COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use ory_core::{Response, Secret};

/// The browser's whole `Cookie` header, which every call for a browser has to forward: it holds the
/// anti-CSRF cookies of the flows and the session's, whose name is configurable.
///
/// `None` if there is none. HTTP/2 may split it, then the parts are joined again (RFC 9113, section
/// 8.2.3). A cookie that is not visible ASCII is dropped, and that one alone: Ory's servers set none.
#[must_use]
pub fn cookies(request: &HeaderMap) -> Option<Secret> {
    let headers = request.get_all(COOKIE).iter();
    let pairs = headers.flat_map(|header| header.as_bytes().split(|byte| *byte == b';'));
    let pairs: Vec<&str> = pairs
        .map(<[u8]>::trim_ascii)
        .filter(|pair| pair.iter().all(|byte| matches!(byte, b' '..=b'~')))
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        .filter(|pair| !pair.is_empty())
        .collect();
    (!pairs.is_empty()).then(|| Secret::new(pairs.join("; ")))
}

/// Adds every `Set-Cookie` of Kratos's response to the headers of your own, each as a header of its
/// own beside those that are there. Without them the next submission fails with an anti-CSRF
/// violation, also after a wrong password.
///
/// `to` has to be the headers of the response itself: a second map that a framework merges in may
/// replace the handler's own cookies.
pub fn relay_cookies<T>(from: &Response<T>, to: &mut HeaderMap) {
    for cookie in from.set_cookies() {
        // Cookies of a session must not end up in logs.
        let mut cookie: HeaderValue = cookie.clone();
        cookie.set_sensitive(true);
        to.append(SET_COOKIE, cookie);
    }
}
