//! Which redirects a browser may be given.

use ory_core::RedirectTo;

/// The redirect to a URL that is absolute; a browser would resolve a relative one against the app's
/// own site.
pub(super) fn absolute(url: &str) -> Option<RedirectTo> {
    is_absolute(url).then(|| RedirectTo::new(url))
}

/// Whether a URL has a scheme and a host: `https://example.org`, or `app://callback` of a native
/// app, but neither `/login`, `//example.org` nor `javascript:...`.
pub(crate) fn is_absolute(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let mut scheme = scheme.bytes();
    scheme.next().is_some_and(|b| b.is_ascii_alphabetic())
        && scheme.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        && rest
            .bytes()
            .next()
            .is_some_and(|b| !matches!(b, b'/' | b'?' | b'#' | b'\\'))
        && url.bytes().all(|b| b.is_ascii_graphic() || !b.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_url_with_scheme_and_host_is_absolute() {
        for url in [
            "http://a",
            "https://a.example/b?c=/d#e",
            "app://native",
            "com.example.app-1://cb?flow=1",
            "https://bücher.example/",
        ] {
            assert!(is_absolute(url), "{url}");
        }
        for url in [
            "",
            "/",
            "/login",
            "//a.example",
            "login",
            "javascript:alert(1)",
            "://a",
            "1a://b",
            "http://",
            "http:///a",
            "http://?a",
            "http://a b",
            "http://a\r\nx: y",
            "ht tp://a",
            "\\\\a",
            "http://\\a",
            " http://a",
            "/x?u=http://a",
        ] {
            assert!(!is_absolute(url), "{url}");
        }
    }
}
