//! Tokens for a service by the OAuth2 client credentials grant.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use serde_json::Value;

use crate::credentials::credential::Credentials;
use crate::credentials::error::CredentialsError;
use crate::credentials::fixed::Basic;
use crate::credentials::headers::{CredentialHeaders, CredentialsFuture};
use crate::credentials::target::Target;
use crate::credentials::token_source::{FetchFuture, FetchToken, FetchedToken, TokenSource};
use crate::transport::server_url::ServerUrl;
use crate::wire::secret::Secret;

/// A service that gets its tokens by the OAuth2 client credentials grant (RFC 6749, section 4.4).
///
/// The token is fetched through the client's own transport and kept as a [`TokenSource`] keeps it, which
/// serves other grants too: with the first call that needs it, renewed in the background before it
/// expires, and shared by all calls.
///
/// ```
/// use ory_core::credentials::ClientCredentials;
///
/// let service = ClientCredentials::new("https://hydra.example/oauth2/token", "my-service", "secret")
///     .scope("identities.read");
/// # let _ = service;
/// ```
#[derive(Clone)]
pub struct ClientCredentials {
    grant: Grant,
    refresh_ahead: Duration,
    source: TokenSource,
}

#[derive(Clone)]
struct Grant {
    token_url: String,
    client_id: String,
    client_secret: Secret,
    scope: Option<String>,
    audience: Option<String>,
    in_form: bool,
}

impl ClientCredentials {
    /// How long before its expiry a token is renewed, unless set otherwise: 60 seconds, and never more
    /// than a quarter of its lifetime.
    pub const DEFAULT_REFRESH_AHEAD: Duration = TokenSource::DEFAULT_REFRESH_AHEAD;

    /// A service registered as `client_id` at the authorization server with this token endpoint.
    ///
    /// The URL needs `https` unless it is a loopback address or the client allows otherwise.
    #[must_use]
    pub fn new(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        let grant = Grant {
            token_url: token_url.into(),
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            scope: None,
            audience: None,
            in_form: false,
        };
        ClientCredentials::with(grant, Self::DEFAULT_REFRESH_AHEAD)
    }

    fn with(grant: Grant, refresh_ahead: Duration) -> Self {
        ClientCredentials {
            source: TokenSource::new(grant.clone()).refresh_ahead(refresh_ahead),
            grant,
            refresh_ahead,
        }
    }

    fn change(self, change: impl FnOnce(&mut Grant)) -> Self {
        let mut grant = self.grant;
        change(&mut grant);
        ClientCredentials::with(grant, self.refresh_ahead)
    }

    /// Asks for these scopes, separated by blanks.
    #[must_use]
    pub fn scope(self, scope: impl Into<String>) -> Self {
        self.change(|grant| grant.scope = Some(scope.into()))
    }

    /// Asks for a token for this audience; Hydra takes several, separated by blanks.
    #[must_use]
    pub fn audience(self, audience: impl Into<String>) -> Self {
        self.change(|grant| grant.audience = Some(audience.into()))
    }

    /// Sends id and secret in the form (`client_secret_post`) instead of by basic authentication
    /// (`client_secret_basic`); it depends on how the client was registered.
    #[must_use]
    pub fn secret_in_form(self) -> Self {
        self.change(|grant| grant.in_form = true)
    }

    /// Sets how long before its expiry a token is renewed. Default: 60 seconds; never more than a
    /// quarter of the token's lifetime.
    #[must_use]
    pub fn refresh_ahead(self, ahead: Duration) -> Self {
        ClientCredentials::with(self.grant, ahead)
    }
}

impl Credentials for ClientCredentials {
    fn headers<'a>(&'a self, target: Target<'a>) -> CredentialsFuture<'a> {
        self.source.headers(target)
    }

    fn check(&self) -> Result<(), String> {
        self.source.check()
    }

    fn rejected(&self, headers: &CredentialHeaders) {
        self.source.rejected(headers);
    }
}

impl fmt::Debug for ClientCredentials {
    /// Prints the name of the type, never what is in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientCredentials(..)")
    }
}

const EXAMPLE: &str = "https://hydra.example/oauth2/token";

impl FetchToken for Grant {
    fn fetch<'a>(&'a self, target: Target<'a>) -> FetchFuture<'a> {
        Box::pin(async move {
            let url = self.url().map_err(CredentialsError::permanent)?;
            if !target.sender().may_send_secrets_to(&url) {
                return Err(CredentialsError::permanent(
                    "the token URL of `ClientCredentials` is plain http, which would show the client \
                     secret to the network or to a proxy; use https, or \
                     `allow_insecure_credentials()` if the network is trusted",
                ));
            }
            let response = target
                .send(self.request(&url)?)
                .await
                .map_err(CredentialsError::unreachable)?;
            token(&response)
        })
    }

    fn check(&self) -> Result<(), String> {
        self.url().map(drop)
    }
}

impl Grant {
    /// The token URL, checked as every URL is that a secret goes to.
    fn url(&self) -> Result<ServerUrl, String> {
        self.token_url
            .parse::<ServerUrl>()
            .map_err(|error| error.told("token_url", EXAMPLE))
    }

    fn request(&self, url: &ServerUrl) -> Result<Request<Bytes>, CredentialsError> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        if let Some(scope) = &self.scope {
            form.append_pair("scope", scope);
        }
        if let Some(audience) = &self.audience {
            form.append_pair("audience", audience);
        }
        if self.in_form {
            form.append_pair("client_id", &self.client_id);
            form.append_pair("client_secret", self.client_secret.expose());
        }
        let mut request = Request::new(Bytes::from(form.finish()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = url.uri().clone();
        let headers = request.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if !self.in_form {
            let basic = Basic::new(&self.client_id, self.client_secret.clone());
            let value = basic.header().map_err(CredentialsError::permanent)?;
            headers.insert(AUTHORIZATION, value);
        }
        Ok(request)
    }
}

/// The token in the response of a token endpoint (RFC 6749, section 5.1).
fn token(response: &Response<Bytes>) -> Result<FetchedToken, CredentialsError> {
    let json: Value = serde_json::from_slice(response.body()).unwrap_or_default();
    let text = |name| json.get(name).and_then(Value::as_str);
    if !response.status().is_success() {
        return Err(refusal(response.status(), text("error")));
    }
    let Some(token) = text("access_token") else {
        return Err(CredentialsError::permanent(
            "the response of the token endpoint has no access token; check the token URL",
        ));
    };
    if text("token_type").is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err(CredentialsError::permanent(
            "the token endpoint issued a token that is not a bearer token",
        ));
    }
    Ok(FetchedToken::new(
        token,
        json.get("expires_in").and_then(lifetime),
    ))
}

/// A number of seconds, which some servers write as text or as a fraction; less than one is none.
fn lifetime(seconds: &Value) -> Option<Duration> {
    let seconds = match seconds {
        Value::String(text) => text.trim().parse().ok()?,
        number => number.as_f64()?,
    };
    // Too long for a duration is as good as the longest.
    Some(Duration::try_from_secs_f64(seconds.max(0.0).floor()).unwrap_or(Duration::MAX))
}

fn refusal(status: StatusCode, code: Option<&str>) -> CredentialsError {
    // Only what looks like a code of RFC 6749, section 5.2, is repeated.
    let code = code.filter(|code| {
        code.len() <= 64
            && code
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    });
    let number = status.as_u16();
    let message = match code {
        Some(code) => format!("the token endpoint responded {number} (`{code}`)"),
        None if status.is_redirection() => format!(
            "the token endpoint responded {number}; redirects are not followed, check the token URL"
        ),
        None => format!("the token endpoint responded {number}"),
    };
    let temporary = status.is_server_error() || matches!(number, 408 | 425 | 429);
    if temporary {
        CredentialsError::temporary(message)
    } else {
        CredentialsError::permanent(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::response;

    #[test]
    fn a_token_url_needs_a_scheme_and_a_host() {
        for url in [
            "hydra/token",
            "ftp://hydra/token",
            "https://u:CANARY@hydra/token",
            "http://127.0.0.1:99999/token",
        ] {
            let message = ClientCredentials::new(url, "a", "b").check().unwrap_err();
            assert!(message.contains("`token_url`"), "{message}");
            assert!(!message.contains("CANARY"), "{message}");
        }
        assert_eq!(
            ClientCredentials::new("https://hydra/token", "a", "b").check(),
            Ok(())
        );
    }

    #[test]
    fn debug_prints_no_secret() {
        let printed = format!(
            "{:?}",
            ClientCredentials::new("http://h/hunter2", "hunter2", "hunter2")
        );
        assert!(!printed.contains("hunter2"), "{printed}");
    }

    #[test]
    fn lifetimes_are_read_from_numbers_and_texts() {
        for (seconds, expected) in [
            ("3600", Some(3600)),
            ("\"3600\"", Some(3600)),
            ("3599.9", Some(3599)),
            ("0.5", Some(0)),
            ("0", Some(0)),
            ("-1", Some(0)),
            ("null", None),
            ("\"soon\"", None),
            ("[]", None),
        ] {
            let seconds: Value = serde_json::from_str(seconds).unwrap();
            assert_eq!(
                lifetime(&seconds),
                expected.map(Duration::from_secs),
                "{seconds}"
            );
        }
        assert_eq!(lifetime(&serde_json::json!(1e300)), Some(Duration::MAX));
    }

    #[test]
    fn what_a_busy_token_endpoint_says_is_temporary_and_a_refusal_is_permanent() {
        for (status, temporary) in [
            (408, true),
            (425, true),
            (429, true),
            (500, true),
            (503, true),
            (302, false),
            (400, false),
            (401, false),
            (404, false),
        ] {
            let error = token(&response(status, "")).unwrap_err();
            assert_eq!(error.is_permanent(), !temporary, "{status}");
        }
        let body = r#"{"error":"invalid_client","error_description":"CANARY"}"#;
        let error = token(&response(401, body)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the token endpoint responded 401 (`invalid_client`)"
        );
    }
}
