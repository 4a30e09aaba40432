//! The one credential of a request.

use ory_core::checks::{CheckKey, KeyParts, bearer, one_header, visible};
use ory_core::http::HeaderName;
use ory_core::http::header::{COOKIE, HeaderMap};
use ory_core::{Denial, DenialReason, Secret};

use crate::{Client, operations};

/// Where a session may be in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SessionSource {
    /// The header `X-Session-Token`, of native apps.
    Header,
    /// The session cookie, of browsers.
    Cookie,
    /// `Authorization: Bearer` with a session token (`ory_st_...`) or, where the layer verifies
    /// them, with a tokenized session. Any other bearer is no session.
    Bearer,
}

impl SessionSource {
    /// Where Kratos looks, in its order.
    pub(super) const ALL: [SessionSource; 3] = [
        SessionSource::Header,
        SessionSource::Cookie,
        SessionSource::Bearer,
    ];
}

/// More than any session token or cookie has.
const LONGEST: usize = 8 * 1024;

const SESSION_TOKEN: HeaderName = HeaderName::from_static("x-session-token");

/// One credential. Kratos is never sent two: of two users' it may take either.
#[derive(Clone)]
pub(super) enum Credential {
    Token(Secret),
    /// The session cookies, as they were sent: with two of one name Kratos tries each.
    Cookies(Secret),
    /// A tokenized session, which is not sent anywhere.
    Jwt(Secret),
}

/// Which cookies are sessions.
#[derive(Debug, Clone)]
pub(super) enum CookieNames {
    /// `ory_kratos_session`, and those of Ory Network: `ory_session_<slug>`.
    Usual,
    One(String),
}

impl CookieNames {
    fn has(&self, name: &[u8]) -> bool {
        match self {
            CookieNames::Usual => {
                name == b"ory_kratos_session" || name.starts_with(b"ory_session_")
            }
            CookieNames::One(own) => name == own.as_bytes(),
        }
    }
}

impl Credential {
    /// The credential of the first source that has one.
    pub(super) fn of(
        headers: &HeaderMap,
        sources: &[SessionSource],
        names: &CookieNames,
        takes_jwt: bool,
    ) -> Result<Option<Self>, Denial> {
        for source in sources {
            let found = match source {
                SessionSource::Header => match one_header(headers, &SESSION_TOKEN, LONGEST)? {
                    Some(token) if !visible(token) => return Err(invalid()),
                    token => token.map(|token| Credential::Token(token.into())),
                },
                SessionSource::Cookie => cookies(headers, names)?.map(Credential::Cookies),
                SessionSource::Bearer => match bearer(headers, LONGEST)? {
                    Some(token) if token.starts_with("ory_st_") => {
                        Some(Credential::Token(token.into()))
                    }
                    Some(token) if takes_jwt && token.split('.').count() == 3 => {
                        Some(Credential::Jwt(token.into()))
                    }
                    _ => None,
                },
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// What the session is kept by.
    pub(super) fn key(&self) -> CheckKey {
        match self {
            Credential::Token(token) => token_key(token),
            Credential::Cookies(cookies) => {
                let pairs = cookies.expose().split("; ");
                pairs
                    .fold(KeyParts::new("cookie"), |key, pair| {
                        key.part(pair.as_bytes())
                    })
                    .finish()
            }
            Credential::Jwt(token) => KeyParts::new("jwt")
                .part(token.expose().as_bytes())
                .finish(),
        }
    }

    /// The question to Kratos; `None` for what is verified here.
    pub(super) fn question(&self, kratos: &Client) -> Option<operations::ToSession> {
        let question = kratos.frontend().to_session();
        match self {
            Credential::Token(token) => Some(question.session_token(token)),
            Credential::Cookies(cookies) => Some(question.cookie(cookies)),
            Credential::Jwt(_) => None,
        }
    }
}

/// What the session of a token is kept by.
pub(super) fn token_key(token: &Secret) -> CheckKey {
    KeyParts::new("token")
        .part(token.expose().as_bytes())
        .finish()
}

/// The session cookies among all: no others leave for Kratos, and no others make a request differ
/// from the last one.
fn cookies(headers: &HeaderMap, names: &CookieNames) -> Result<Option<Secret>, Denial> {
    let mut found = String::new();
    // HTTP/2 may send each cookie in a header of its own.
    for header in headers.get_all(COOKIE) {
        for pair in header.as_bytes().split(|byte| *byte == b';') {
            let pair = pair.trim_ascii();
            let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
            // Without a value it is the trace of a log out.
            if !names.has(name) || pair.len() <= name.len() + 1 {
                continue;
            }
            match std::str::from_utf8(pair) {
                Ok(pair) if visible(pair) => {
                    if !found.is_empty() {
                        found.push_str("; ");
                    }
                    found.push_str(pair);
                }
                _ => return Err(invalid()),
            }
            if found.len() > LONGEST {
                return Err(invalid());
            }
        }
    }
    Ok((!found.is_empty()).then(|| found.into()))
}

fn invalid() -> Denial {
    Denial::new(DenialReason::InvalidRequest)
}
