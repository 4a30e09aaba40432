//! Logout tokens: by back channel, Hydra tells each application that a user has logged out (OpenID
//! Connect Back-Channel Logout 1.0).

use std::fmt;
use std::future::Future;
use std::time::Duration;

use ory_core::http::header::{CACHE_CONTROL, HeaderMap, HeaderValue};
use ory_core::http::{Response, StatusCode};
use ory_core::jwt::{JwtError, JwtVerifier};
use ory_core::{Bytes, Denial, DenialReason, Secret, Timestamp};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A logout token that was verified: whose sessions at this application are over.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogoutToken {
    /// Hydra's login session, which the ID token named in `sid`.
    pub session_id: Option<String>,
    /// The user; all sessions are over if there is no session id.
    pub subject: Option<String>,
    /// The token's own id. To refuse repeated ones, remember it for [`LogoutToken::WINDOW`] and a
    /// minute; ending a session twice does no harm, so most need not.
    pub id: String,
    /// When it was issued, by Hydra's clock.
    pub issued_at: Timestamp,
}

/// The event that makes a token one of these.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

impl LogoutToken {
    /// How old a logout token may be, clocks that differ aside. It has no expiry of its own.
    pub const WINDOW: Duration = Duration::from_secs(300);

    /// Verifies a logout token. The verifier's audience is the client id.
    ///
    /// ```no_run
    /// # async fn example(hydra: ory_hydra::Client, token: ory_hydra::ory_core::Secret) -> Result<(), ory_hydra::ory_core::jwt::JwtError> {
    /// use ory_hydra::LogoutToken;
    /// use ory_hydra::ory_core::jwt::JwtVerifier;
    ///
    /// let verifier = JwtVerifier::new(hydra.jwk().jwks(), "https://auth.example", "shop");
    /// let logout = LogoutToken::verify(&token, &verifier).await?;
    /// println!("end the sessions of {:?}", logout.session_id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Why it is not accepted; [`JwtError::Unavailable`] if that cannot be told.
    pub async fn verify(token: &Secret, verifier: &JwtVerifier) -> Result<Self, JwtError> {
        let jwt = verifier.verify_recent(token, Self::WINDOW).await?;
        // An ID token must not pass, nor one of these for an ID token.
        if jwt.claims().contains_key("nonce") {
            return Err(JwtError::Kind);
        }
        let event = jwt
            .claims()
            .get("events")
            .and_then(|events| events.get(EVENT));
        if !event.is_some_and(Value::is_object) {
            return Err(JwtError::Claim("events"));
        }
        let text = |name: &'static str| match jwt.claims().get(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
            Some(_) => Err(JwtError::Claim(name)),
        };
        let (session_id, subject) = (text("sid")?, text("sub")?);
        if session_id.is_none() && subject.is_none() {
            return Err(JwtError::Claim("sid"));
        }
        Ok(LogoutToken {
            session_id,
            subject,
            id: text("jti")?.ok_or(JwtError::Claim("jti"))?,
            issued_at: jwt.issued_at().ok_or(JwtError::Claim("iat"))?,
        })
    }
}

impl fmt::Debug for LogoutToken {
    /// Without the subject, which is personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogoutToken")
            .field("session_id", &self.session_id)
            .field("issued_at", &self.issued_at)
            .finish_non_exhaustive()
    }
}

/// The endpoint that Hydra posts logout tokens to: a client's `backchannel_logout_uri`.
///
/// ```
/// use ory_hydra::BackChannelLogout;
/// use ory_hydra::ory_core::http::{HeaderMap, Response};
/// use ory_hydra::ory_core::jwt::JwtVerifier;
/// use ory_hydra::ory_core::Bytes;
///
/// # fn example(hydra: ory_hydra::Client) {
/// let verifier = JwtVerifier::new(hydra.jwk().jwks(), "https://auth.example", "shop");
/// let endpoint = BackChannelLogout::new(verifier);
/// # let _ = endpoint;
/// # }
/// async fn handler(endpoint: &BackChannelLogout, headers: HeaderMap, body: Bytes) -> Response<Bytes> {
///     endpoint
///         .handle(&headers, &body, |logout| async move {
///             println!("end the sessions of {:?}", logout.session_id);
///             Ok(())
///         })
///         .await
/// }
/// ```
#[derive(Debug, Clone)]
pub struct BackChannelLogout {
    verifier: JwtVerifier,
}

/// More than any form with a logout token has.
const LONGEST_FORM: usize = 256 * 1024;

impl BackChannelLogout {
    /// An endpoint for the client that is the verifier's audience.
    #[must_use]
    pub fn new(verifier: JwtVerifier) -> Self {
        BackChannelLogout { verifier }
    }

    /// Reads the token of a request.
    ///
    /// # Errors
    ///
    /// 400 for a token that is missing or not accepted, as the specification has it; 503 if there
    /// are no keys to verify it.
    pub async fn read(&self, headers: &HeaderMap, form: &[u8]) -> Result<LogoutToken, Denial> {
        let invalid = || Denial::new(DenialReason::InvalidBody);
        let media = headers
            .get("content-type")
            .and_then(|value| value.to_str().ok());
        let media = media
            .and_then(|media| media.split(';').next())
            .unwrap_or_default();
        if !media
            .trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        {
            return Err(invalid());
        }
        let token = token_of(form).ok_or_else(invalid)?;
        match LogoutToken::verify(&token, &self.verifier).await {
            Ok(token) => Ok(token),
            Err(JwtError::Unavailable(error)) => Err(Denial::failed(error)),
            Err(_) => Err(invalid()),
        }
    }

    /// Answers a request: ends the sessions by `log_out`, then 204. If `log_out` fails, 503: Hydra
    /// tells the user's browser that not every application has logged out.
    pub async fn handle<F>(
        &self,
        headers: &HeaderMap,
        form: &[u8],
        log_out: impl FnOnce(LogoutToken) -> F,
    ) -> Response<Bytes>
    where
        F: Future<Output = Result<(), Box<dyn std::error::Error + Send + Sync>>>,
    {
        let logout = match self.read(headers, form).await {
            Ok(logout) => logout,
            Err(denial) => return denial.response(),
        };
        if log_out(logout).await.is_err() {
            return Denial::new(DenialReason::Unavailable).response();
        }
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// The field `logout_token`, which comes once.
fn token_of(form: &[u8]) -> Option<Secret> {
    if form.len() > LONGEST_FORM {
        return None;
    }
    let form = std::str::from_utf8(form).ok()?;
    let mut values = form
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(name, _)| *name == "logout_token");
    let (_, value) = values.next()?;
    if values.next().is_some() {
        return None;
    }
    let value = percent_decode_str(value).decode_utf8().ok()?;
    Some(Secret::new(value))
}
