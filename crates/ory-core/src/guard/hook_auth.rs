//! How Ory proves itself to a hook.

use std::fmt;

use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName};

use crate::guard::denial::Denial;
use crate::guard::reason::DenialReason;
use crate::wire::encoded::base64;
use crate::wire::secret::Secret;

/// How Ory proves itself to a web hook or token hook: an API key in a header or cookie, or basic
/// authentication, as the hook's `auth` is configured. Ory does not sign its requests, so serve
/// hooks over TLS or a private network.
///
/// ```
/// use ory_core::HookAuth;
/// use ory_core::http::{HeaderMap, HeaderName, HeaderValue};
///
/// let auth = HookAuth::header(HeaderName::from_static("x-api-key"), "new").or(HookAuth::basic("ory", "old"));
/// let mut headers = HeaderMap::new();
/// assert_eq!(auth.check(&headers).unwrap_err().status(), 401);
/// headers.insert("x-api-key", HeaderValue::from_static("new"));
/// assert!(auth.check(&headers).is_ok());
/// ```
#[derive(Clone)]
pub struct HookAuth {
    accepted: Vec<Accepted>,
}

#[derive(Clone)]
enum Accepted {
    Header(HeaderName, Secret),
    Cookie(String, Secret),
    /// `user:password`, as it is inside of base64.
    Basic(Secret),
}

impl HookAuth {
    /// An API key in a header: `type: api_key` with `in: header`.
    #[must_use]
    pub fn header(name: HeaderName, value: impl Into<Secret>) -> Self {
        Self::one(Accepted::Header(name, value.into()))
    }

    /// An API key in a cookie: `type: api_key` with `in: cookie`.
    #[must_use]
    pub fn cookie(name: impl Into<String>, value: impl Into<Secret>) -> Self {
        Self::one(Accepted::Cookie(name.into(), value.into()))
    }

    /// Basic authentication: `type: basic_auth`. Kratos sends user and password as they are, not
    /// form-encoded.
    #[must_use]
    pub fn basic(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        let mut pair = user.into();
        pair.push(':');
        pair.push_str(password.into().expose());
        Self::one(Accepted::Basic(pair.into()))
    }

    fn one(accepted: Accepted) -> Self {
        HookAuth {
            accepted: vec![accepted],
        }
    }

    /// Accepts the other too: while a secret is being replaced.
    #[must_use]
    pub fn or(mut self, other: HookAuth) -> Self {
        self.accepted.extend(other.accepted);
        self
    }

    /// Whether the request comes from Ory. Secrets of one length take the same time to compare,
    /// whatever is in them.
    ///
    /// # Errors
    ///
    /// 401 if the secret is missing, another one or comes twice. An empty secret is none.
    pub fn check(&self, headers: &HeaderMap) -> Result<(), Denial> {
        // All are looked at, so that the time does not tell which of them is close.
        let passed = self
            .accepted
            .iter()
            .fold(false, |passed, accepted| passed | accepted.is_in(headers));
        if passed {
            Ok(())
        } else {
            Err(Denial::new(DenialReason::InvalidSecret))
        }
    }
}

impl Accepted {
    fn is_in(&self, headers: &HeaderMap) -> bool {
        let (sent, expected) = match self {
            Accepted::Header(name, expected) => (only(headers, name).map(Secret::from), expected),
            Accepted::Cookie(name, expected) => (cookie(headers, name).map(Secret::from), expected),
            Accepted::Basic(expected) => (basic(headers).map(Secret::from), expected),
        };
        let empty = match self {
            Accepted::Basic(pair) => pair.expose().ends_with(':'),
            _ => expected.is_empty(),
        };
        !empty && sent.is_some_and(|sent| sent == *expected)
    }
}

/// The value of a header that comes once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    match values.next() {
        None => std::str::from_utf8(value.as_bytes()).ok(),
        Some(_) => None,
    }
}

/// The value of a cookie that comes once.
fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut found = headers
        .get_all(COOKIE)
        .iter()
        .flat_map(|header| header.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| std::str::from_utf8(pair).ok()?.trim().split_once('='))
        .filter(|(key, _)| *key == name);
    let (_, value) = found.next()?;
    found.next().is_none().then_some(value)
}

fn basic(headers: &HeaderMap) -> Option<String> {
    let (scheme, pair) = only(headers, &AUTHORIZATION)?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    String::from_utf8(base64::decode(pair)?).ok()
}

impl fmt::Debug for HookAuth {
    /// Prints where secrets are expected, never one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.accepted.iter().map(|accepted| match accepted {
            Accepted::Header(name, _) => format!("header {name}"),
            Accepted::Cookie(name, _) => format!("cookie {name}"),
            Accepted::Basic(_) => "basic authentication".to_owned(),
        });
        f.debug_list().entries(places).finish()
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;
    use crate::testing::{Random, header};

    const KEY: HeaderName = HeaderName::from_static("x-key");

    #[test]
    fn property_29_the_secret_is_there_once_and_whole() {
        let auth = HookAuth::header(KEY, "secret").or(HookAuth::header(KEY, "older one"));
        let passes = |pairs: &[(&'static str, &'static str)]| {
            let pairs: Vec<_> = pairs
                .iter()
                .map(|(name, value)| (*name, value.as_bytes()))
                .collect();
            auth.check(&header(&pairs)).is_ok()
        };
        assert!(passes(&[("x-key", "secret")]));
        assert!(passes(&[("x-key", "older one")]));
        for wrong in [
            &[][..],
            &[("x-key", "")],
            &[("x-key", "secre")],
            &[("x-key", "secret ")],
            &[("x-key", "secretsecret")],
            &[("x-key", "Secret")],
            &[("x-key", "\u{fc}")],
            &[("x-key", "secret"), ("x-key", "secret")],
            &[("x-key", "secret"), ("x-key", "other")],
            &[("authorization", "secret")],
        ] {
            assert!(!passes(wrong), "{wrong:?}");
        }
        let denial = auth.check(&HeaderMap::new()).unwrap_err();
        assert_eq!(denial.status(), 401);
        assert!(!format!("{auth:?}").contains("secret"));
        // A secret that was not configured opens nothing.
        for empty in [
            HookAuth::header(KEY, ""),
            HookAuth::cookie("key", ""),
            HookAuth::basic("ory", ""),
        ] {
            let headers = header(&[
                ("x-key", b""),
                ("cookie", b"key="),
                ("authorization", b"Basic b3J5Og=="),
            ]);
            assert!(empty.check(&headers).is_err());
        }
    }

    #[test]
    fn a_key_in_a_cookie_and_basic_authentication() {
        let cookie = HookAuth::cookie("key", "a=b");
        let passes = |auth: &HookAuth, name: &'static str, value: &'static str| {
            auth.check(&header(&[(name, value.as_bytes())])).is_ok()
        };
        assert!(passes(&cookie, "cookie", "x=1; key=a=b"));
        assert!(passes(&cookie, "cookie", "key=a=b;y"));
        assert!(!passes(&cookie, "cookie", "xkey=a=b"));
        assert!(!passes(&cookie, "cookie", "key=a=b; key=a=b"));
        // As Kratos was seen to send it: `us:er` and `p a:ss+%`, not form-encoded.
        let basic = HookAuth::basic("us:er", "p a:ss+%");
        assert!(passes(
            &basic,
            "authorization",
            "Basic dXM6ZXI6cCBhOnNzKyU="
        ));
        assert!(passes(&basic, "authorization", "basic dXM6ZXI6cCBhOnNzKyU"));
        assert!(!passes(&basic, "authorization", "Basic dXM6ZXI6"));
        assert!(!passes(
            &basic,
            "authorization",
            "Bearer dXM6ZXI6cCBhOnNzKyU="
        ));
        let mut random = Random::new(29);
        for _ in 0..5_000 {
            if let Ok(value) = HeaderValue::from_bytes(&random.bytes(20)) {
                let mut headers = HeaderMap::new();
                headers.insert(AUTHORIZATION, value.clone());
                headers.insert(COOKIE, value);
                assert!(basic.clone().or(cookie.clone()).check(&headers).is_err());
            }
        }
    }
}
