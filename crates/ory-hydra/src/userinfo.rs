//! The user info endpoint's two answers: JSON, or a JWT for clients that asked for one.

use std::fmt;

use ory_core::__private::Answer;
use ory_core::http::header::CONTENT_TYPE;
use ory_core::{Error, Secret};

use crate::models::OidcUserInfo;

/// The claims about a user, plain or signed.
///
/// Which one it is depends on the OAuth2 client that the access token was issued to: `userinfo_signed_response_alg` of
/// `RS256` gives a JWT, anything else plain claims. A service that serves one client knows which to expect:
///
/// ```no_run
/// # async fn whoami(hydra: ory_hydra::Client, access_token: ory_hydra::ory_core::Secret) -> Result<(), ory_hydra::Error> {
/// use ory_hydra::UserInfo;
///
/// match hydra.oidc().get_oidc_user_info(access_token).await? {
///     UserInfo::Claims(claims) => println!("{:?}", claims.sub),
///     UserInfo::Signed(jwt) => println!("a JWT of {} bytes, to be verified", jwt.expose().len()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq)]
pub enum UserInfo {
    /// The claims, as trustworthy as the connection to the server.
    Claims(Box<OidcUserInfo>),
    /// A JWT (`application/jwt`) of the claims. Its signature was not verified: that takes the keys of
    /// `discover_json_web_keys`.
    Signed(Secret),
}

impl UserInfo {
    /// The claims, unless they are signed.
    #[must_use]
    pub fn claims(self) -> Option<OidcUserInfo> {
        match self {
            UserInfo::Claims(claims) => Some(*claims),
            UserInfo::Signed(_) => None,
        }
    }

    /// The JWT, if the claims are signed.
    #[must_use]
    pub fn signed(&self) -> Option<&Secret> {
        match self {
            UserInfo::Claims(_) => None,
            UserInfo::Signed(jwt) => Some(jwt),
        }
    }
}

impl fmt::Debug for UserInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UserInfo::Claims(claims) => f.debug_tuple("Claims").field(claims).finish(),
            UserInfo::Signed(_) => f.write_str("Signed(..)"),
        }
    }
}

/// A JWT where the answer says so (`application/jwt`), else JSON.
pub(crate) fn decode(answer: &Answer) -> Result<UserInfo, Error> {
    answer.check()?;
    if !is_jwt(answer) {
        return answer
            .json()
            .map(|claims| UserInfo::Claims(Box::new(claims)));
    }
    match std::str::from_utf8(answer.body()).map(str::trim) {
        Ok(jwt) if !jwt.is_empty() => Ok(UserInfo::Signed(Secret::new(jwt))),
        _ => Err(answer.unexpected("its JWT is empty or not text")),
    }
}

fn is_jwt(answer: &Answer) -> bool {
    answer
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/jwt"))
}

#[cfg(test)]
mod tests {
    use ory_core::http::{HeaderValue, Method, Response, StatusCode};
    use ory_core::operation::{Auth, Endpoint, Idempotency, OperationSpec};
    use ory_core::{Bytes, ErrorKind};

    use super::*;

    static SPEC: OperationSpec = OperationSpec::new(
        "getOidcUserInfo",
        "hydra",
        Method::GET,
        "/userinfo",
        Endpoint::new(0, "public", "public_url"),
    )
    .auth(Auth::AccessToken)
    .idempotency(Idempotency::Safe)
    .accept("application/json, application/jwt");

    fn answer(status: u16, kind: &'static str, body: &'static [u8]) -> Result<UserInfo, Error> {
        let mut response = Response::new(Bytes::from_static(body));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        let kind = HeaderValue::from_static(kind);
        response.headers_mut().insert(CONTENT_TYPE, kind);
        decode(&Answer::new(&SPEC, response))
    }

    #[test]
    fn json_is_claims() {
        let info = answer(200, "application/json; charset=utf-8", br#"{"sub":"s"}"#).unwrap();
        assert_eq!(info.signed(), None);
        assert_eq!(info.claims().unwrap().sub.as_deref(), Some("s"));
    }

    #[test]
    fn a_jwt_is_kept_as_it_is() {
        for kind in ["application/jwt", "Application/JWT;charset=utf-8"] {
            let info = answer(200, kind, b"eyJhbGciOiJSUzI1NiJ9.e30.c2ln\n").unwrap();
            let jwt = info.signed().map(Secret::expose);
            assert_eq!(jwt, Some("eyJhbGciOiJSUzI1NiJ9.e30.c2ln"), "{kind}");
            assert_eq!(info.claims(), None);
        }
    }

    #[test]
    fn what_is_neither_cannot_be_read() {
        for (kind, body) in [
            ("application/jwt", &b""[..]),
            ("application/jwt", &b"\xff\xfe"[..]),
            ("application/json", &b"eyJhbGciOiJSUzI1NiJ9.e30.c2ln"[..]),
            ("text/html", &b"<html>"[..]),
        ] {
            assert_eq!(
                answer(200, kind, body).unwrap_err().kind(),
                ErrorKind::Decode
            );
        }
    }

    #[test]
    fn a_refused_token_is_an_error_of_the_server() {
        let body = br#"{"error":"request_unauthorized","error_description":"no"}"#;
        let error = answer(401, "application/json", body).unwrap_err();
        assert!(error.is_unauthorized());
        assert_eq!(
            answer(401, "application/jwt", b"x.y.z").unwrap_err().kind(),
            ErrorKind::Api
        );
    }

    #[test]
    fn debug_shows_no_claim_and_no_jwt() {
        let signed = answer(200, "application/jwt", b"canary.canary.canary").unwrap();
        assert_eq!(format!("{signed:?}"), "Signed(..)");
        let claims = answer(
            200,
            "application/json",
            br#"{"sub":"canary","email":"canary"}"#,
        )
        .unwrap();
        assert!(!format!("{claims:?}").contains("canary"), "{claims:?}");
    }
}
