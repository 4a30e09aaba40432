//! What the token endpoint gives, and how it is asked.

use std::collections::BTreeMap;
use std::fmt;
use std::future::IntoFuture;
use std::time::{Duration, SystemTime};

use ory_core::__private::{Answer, decode};
use ory_core::operation::{OperationSpec, ResponseFuture};
use ory_core::{Error, Secret, Timestamp};
use serde_json::Value;

use crate::{Application, operations};

/// The tokens that a grant was exchanged for (RFC 6749, section 5.1).
///
/// Can be kept as JSON, in a session say: that text holds the tokens in the clear.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Tokens {
    /// The access token.
    pub access_token: Secret,
    /// What kind of token it is: `bearer`.
    pub token_type: String,
    /// When the access token expires, by this machine's clock. `None` if the server does not say.
    ///
    /// It is counted from the moment the answer came, so a server whose clock is wrong does not matter.
    pub expires_at: Option<Timestamp>,
    /// The token for [`Application::refresh`]; with the scope `offline_access`.
    pub refresh_token: Option<Secret>,
    /// The ID token; with the scope `openid` and a user. [`IdToken::read`](crate::IdToken::read) reads it.
    pub id_token: Option<Secret>,
    /// The scopes granted, separated by spaces, where they are told.
    pub scope: Option<String>,
    /// Fields that this version of the SDK does not know.
    pub extra: BTreeMap<String, Value>,
}

ory_core::object! {
    Tokens keeping extra {
        "access_token" => access_token: required,
        "token_type" => token_type: required,
        "expires_at" => expires_at: optional,
        "refresh_token" => refresh_token: optional,
        "id_token" => id_token: optional,
        "scope" => scope: optional,
    }
}

impl Tokens {
    /// The scopes granted, one by one.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope.as_deref().unwrap_or_default().split_whitespace()
    }

    /// How long the access token is still valid; zero if it has expired, `None` if nobody knows.
    #[must_use]
    pub fn remaining(&self) -> Option<Duration> {
        let end = SystemTime::try_from(self.expires_at?).ok()?;
        Some(
            end.duration_since(SystemTime::now())
                .unwrap_or(Duration::ZERO),
        )
    }

    /// Whether the access token expires within `margin`: 30 seconds leave time for the call that it is for. A token
    /// without a known end does not.
    #[must_use]
    pub fn expires_within(&self, margin: Duration) -> bool {
        self.remaining()
            .is_some_and(|remaining| remaining <= margin)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("expires_at", &self.expires_at)
            .field("refresh_token", &self.refresh_token)
            .field("id_token", &self.id_token)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

/// Reads an answer of the token endpoint; its lifetime counts from now.
pub(crate) fn decode(answer: &Answer) -> Result<Tokens, Error> {
    let mut fields: BTreeMap<String, Value> = decode::json(answer)?;
    let mut text = |name: &str| match fields.remove(name) {
        Some(Value::String(text)) if !text.is_empty() => Some(text),
        _ => None,
    };
    let Some(access_token) = text("access_token") else {
        return Err(answer.unexpected("the body has no access token"));
    };
    Ok(Tokens {
        access_token: access_token.into(),
        // RFC 6749 requires it; where it is missing, bearer is what everybody means.
        token_type: text("token_type").unwrap_or_else(|| "bearer".to_owned()),
        refresh_token: text("refresh_token").map(Secret::from),
        id_token: text("id_token").map(Secret::from),
        scope: text("scope"),
        expires_at: fields
            .remove("expires_in")
            .as_ref()
            .and_then(seconds)
            .map(after),
        extra: fields,
    })
}

/// Seconds as a number, or as text, which some servers send. What is negative is over.
pub(crate) fn seconds(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => match number.as_u64() {
            Some(seconds) => Some(seconds),
            // A float beyond u64 becomes its largest, a negative one zero.
            None => number.as_f64().map(|seconds| seconds as u64),
        },
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// So many seconds from now; a century is for ever.
pub(crate) fn after(seconds: u64) -> Timestamp {
    let seconds = i64::try_from(seconds.min(100 * 365 * 86_400)).unwrap_or(i64::MAX);
    let now = Timestamp::now();
    let end = now.unix_seconds().saturating_add(seconds);
    Timestamp::from_unix(end, now.subsec_nanoseconds()).unwrap_or(now)
}

impl Application {
    /// Asks for a token for the application itself (RFC 6749, section 4.4).
    ///
    /// ```no_run
    /// # async fn example(service: ory_hydra::Application) -> Result<(), ory_hydra::Error> {
    /// let tokens = service.client_credentials().scope(["orders.read"]).await?;
    /// println!("{:?}", tokens.expires_at);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// To have one at hand for every call, use [`token_source`](Self::token_source).
    pub fn client_credentials(&self) -> TokenRequest {
        self.grant("client_credentials")
    }

    /// Exchanges a refresh token for new tokens (RFC 6749, section 6).
    ///
    /// The answer holds the refresh token to use next; the old one is used up. Two refreshes with the same token make
    /// Hydra suspect a theft and revoke them all, so one process must do it at a time.
    /// [`user_tokens`](Self::user_tokens) takes care of that.
    pub fn refresh(&self, refresh_token: impl Into<Secret>) -> TokenRequest {
        self.grant("refresh_token")
            .field("refresh_token", refresh_token.into().expose())
    }

    /// Exchanges the JWT of a trusted issuer (RFC 7523), made known to Hydra by `trust_oauth2_jwt_grant_issuer`.
    pub fn jwt_bearer(&self, assertion: impl Into<Secret>) -> TokenRequest {
        self.grant("urn:ietf:params:oauth:grant-type:jwt-bearer")
            .field("assertion", assertion.into().expose())
    }

    /// Asks by a grant type of your choice, whose parameters are set by [`TokenRequest::field`].
    pub fn grant(&self, grant_type: &str) -> TokenRequest {
        TokenRequest {
            operation: self.api.oauth2_token_exchange(grant_type),
            application: self.clone(),
        }
    }
}

/// A request to the token endpoint; `.await` gives the [`Tokens`].
///
/// One-shot: a call that may have been processed is not repeated.
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct TokenRequest {
    application: Application,
    operation: operations::OAuth2TokenExchange,
}

impl TokenRequest {
    /// Asks for these scopes; for a refresh at most those of the grant.
    pub fn scope(self, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let scopes = join(scopes);
        self.field("scope", &scopes)
    }

    /// Asks for a token for these audiences, which the client must be registered for.
    pub fn audience(self, audience: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let audience = join(audience);
        self.field("audience", &audience)
    }

    /// Sets another parameter of the request.
    pub fn field(mut self, name: &str, value: &str) -> Self {
        self.operation.call.form(name, value);
        self
    }

    /// Sets the total deadline of this call, retries included, instead of the client's.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.operation = self.operation.with_timeout(timeout);
        self
    }

    /// The operation beneath, authenticated except for what goes into headers.
    pub fn into_operation(mut self) -> operations::OAuth2TokenExchange {
        self.application.authenticate(&mut self.operation.call);
        self.operation
    }

    /// The operation's facts, for errors that are found after it.
    pub(crate) fn spec(&self) -> &'static OperationSpec {
        self.operation.call.spec()
    }
}

impl IntoFuture for TokenRequest {
    type Output = Result<Tokens, Error>;
    type IntoFuture = ResponseFuture<Tokens>;

    fn into_future(self) -> Self::IntoFuture {
        self.into_operation().call.send(decode)
    }
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest")
            .field("application", &self.application)
            .finish_non_exhaustive()
    }
}

/// A list as OAuth2 writes it.
pub(crate) fn join(words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word.as_ref());
    }
    text
}
