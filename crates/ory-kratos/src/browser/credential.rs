//! The session of a request to an API.

use ory_core::Secret;
use ory_core::http::HeaderName;
use ory_core::http::header::{AUTHORIZATION, HeaderMap};

use super::cookies;
use crate::operations::ToSession;

const SESSION_TOKEN: HeaderName = HeaderName::from_static("x-session-token");

/// One credential. Kratos is never sent two: of two users' it may take either.
enum Credential {
    Token(Secret),
    Cookies(Secret),
}

impl ToSession {
    /// Takes the session of a request to your API: the header `X-Session-Token`, or the session
    /// cookies (`ory_kratos_session`, `ory_session_...`), or `Authorization: Bearer` with a session
    /// token (`ory_st_...`), in this order, which is Kratos's. Exactly one is sent, and no other
    /// cookie.
    ///
    /// `None` if there is none: respond with 401 without asking Kratos. For a session cookie of
    /// another name use [`cookie`](Self::cookie).
    ///
    /// ```no_run
    /// # use ory_kratos::ory_core::http::{HeaderMap, StatusCode};
    /// async fn status(kratos: &ory_kratos::Client, headers: &HeaderMap) -> Result<StatusCode, ory_kratos::Error> {
    ///     let Some(whoami) = kratos.frontend().to_session().of(headers) else {
    ///         return Ok(StatusCode::UNAUTHORIZED);
    ///     };
    ///     Ok(whoami.outcome().await?.into_value().status())
    /// }
    /// ```
    #[must_use]
    pub fn of(self, headers: &HeaderMap) -> Option<Self> {
        Some(match credential(headers)? {
            Credential::Token(token) => self.session_token(token),
            Credential::Cookies(cookies) => self.cookie(cookies),
        })
    }
}

fn credential(headers: &HeaderMap) -> Option<Credential> {
    if let Some(token) = visible(headers, SESSION_TOKEN) {
        return Some(Credential::Token(token.into()));
    }
    let all = cookies(headers).unwrap_or_default();
    let sessions: Vec<&str> = all
        .expose()
        .split("; ")
        .filter(|pair| is_session(pair))
        .collect();
    if !sessions.is_empty() {
        return Some(Credential::Cookies(sessions.join("; ").into()));
    }
    let (scheme, token) = visible(headers, AUTHORIZATION)?.split_once(' ')?;
    let token = token.trim_start();
    let is_session = scheme.eq_ignore_ascii_case("bearer") && token.starts_with("ory_st_");
    is_session.then(|| Credential::Token(token.into()))
}

/// The only value of a header, if it is visible ASCII.
fn visible(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?.trim();
    (values.next().is_none() && !value.is_empty()).then_some(value)
}

/// Whether a cookie is a session; without a value it is the trace of a logout.
fn is_session(pair: &str) -> bool {
    pair.split_once('=').is_some_and(|(name, value)| {
        let named = name == "ory_kratos_session" || name.starts_with("ory_session_");
        named && !value.is_empty()
    })
}
