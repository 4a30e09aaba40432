//! Who a client says it is: API keys, basic authentication, tokens.
//!
//! Credentials never travel where they were not meant to go; the rules are those of
//! [`ClientBuilder::credentials`](crate::ClientBuilder::credentials) and are kept in `execute`, not here, so that
//! they hold for credentials of a user's own too.

mod token_source;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method, Request, Response, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::client::Client;
pub use crate::credentials::token_source::{FetchFuture, FetchToken, FetchedToken, TokenSource};
use crate::error::BoxError;
use crate::spec::OperationSpec;
use crate::transport::server_url::is_loopback;
use crate::wire::encoded::base64;
use crate::wire::secret::Secret;

/// What proves to Ory who is calling.
///
/// [`ApiKey`], [`Basic`], [`Bearer`], [`ClientCredentials`] and [`TokenSource`] are at hand; implement this for anything else, such
/// as a token that another process keeps fresh.
///
/// ```
/// use http::HeaderValue;
/// use ory_core::credentials::{CredentialHeaders, Credentials, CredentialsFuture, Target};
///
/// struct FromFile(std::path::PathBuf);
///
/// impl Credentials for FromFile {
///     fn headers<'a>(&'a self, _target: Target<'a>) -> CredentialsFuture<'a> {
///         CredentialsFuture::boxed(async move {
///             let token = std::fs::read_to_string(&self.0)?;
///             Ok(CredentialHeaders::authorization(format!("Bearer {}", token.trim()).try_into()?))
///         })
///     }
/// }
/// ```
pub trait Credentials: Send + Sync + 'static {
    /// The headers to send with one attempt of a call.
    ///
    /// Called for every attempt, and only when the target may be told; the time it takes counts towards the
    /// attempt's timeout. The values are marked as sensitive by the caller. An error means that the call is not
    /// sent: return [`CredentialsError::permanent`] where trying again is useless.
    fn headers<'a>(&'a self, target: Target<'a>) -> CredentialsFuture<'a>;

    /// Reports mistakes when a client is built; the text says what to do and repeats no secret.
    ///
    /// # Errors
    ///
    /// A sentence for the configuration error.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    /// Told that the server answered 401 to these headers, so that a token which is kept can be dropped.
    fn rejected(&self, headers: &CredentialHeaders) {
        let _ = headers;
    }
}

impl<C: Credentials + ?Sized> Credentials for Arc<C> {
    fn headers<'a>(&'a self, target: Target<'a>) -> CredentialsFuture<'a> {
        (**self).headers(target)
    }

    fn check(&self) -> Result<(), String> {
        (**self).check()
    }

    fn rejected(&self, headers: &CredentialHeaders) {
        (**self).rejected(headers);
    }
}

/// What credentials are asked for.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    pub(crate) client: &'a Client,
    pub(crate) spec: &'static OperationSpec,
    pub(crate) origin: &'a str,
}

impl Target<'_> {
    /// The operation that is called, with the authentication it declares.
    #[must_use]
    pub fn operation(&self) -> &'static OperationSpec {
        self.spec
    }

    /// Where the call goes: scheme, host and port, `https://slug.projects.oryapis.com`.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.origin
    }

    /// Sends one request by the client's own layers and transport, for tokens that have to be fetched.
    ///
    /// It is attempted once, carries the headers it is given and no others, and its body is limited as the client's
    /// responses are.
    ///
    /// # Errors
    ///
    /// Whatever a layer or the transport says, and a body that breaks off or is too large.
    pub async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, BoxError> {
        self.client.sender().exchange(request).await
    }
}

impl fmt::Debug for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("operation", &self.spec.id)
            .field("origin", &self.origin)
            .finish()
    }
}

/// The headers that credentials consist of: nearly always one.
#[derive(Clone, Default)]
pub struct CredentialHeaders {
    first: Option<(HeaderName, HeaderValue)>,
    more: Vec<(HeaderName, HeaderValue)>,
}

impl CredentialHeaders {
    /// No headers: the call is sent without credentials.
    #[must_use]
    pub const fn none() -> Self {
        CredentialHeaders {
            first: None,
            more: Vec::new(),
        }
    }

    /// The `Authorization` header with this value.
    #[must_use]
    pub fn authorization(value: HeaderValue) -> Self {
        CredentialHeaders::none().and(AUTHORIZATION, value)
    }

    /// Adds a header.
    #[must_use]
    pub fn and(mut self, name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        match &self.first {
            None => self.first = Some((name, value)),
            Some(_) => self.more.push((name, value)),
        }
        self
    }

    /// The headers, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.first
            .iter()
            .chain(&self.more)
            .map(|(name, value)| (name, value))
    }
}

impl fmt::Debug for CredentialHeaders {
    /// Prints the names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

/// Headers that are known already, or that have to be waited for.
#[must_use = "futures do nothing unless awaited"]
pub struct CredentialsFuture<'a>(Pending<'a>);

type BoxHeaders<'a> =
    Pin<Box<dyn Future<Output = Result<CredentialHeaders, BoxError>> + Send + 'a>>;

enum Pending<'a> {
    Ready(Option<Result<CredentialHeaders, BoxError>>),
    Boxed(BoxHeaders<'a>),
}

impl<'a> CredentialsFuture<'a> {
    /// Headers that are at hand, without an allocation.
    pub fn ready(headers: Result<CredentialHeaders, BoxError>) -> Self {
        CredentialsFuture(Pending::Ready(Some(headers)))
    }

    /// Headers that have to be fetched.
    pub fn boxed(
        future: impl Future<Output = Result<CredentialHeaders, BoxError>> + Send + 'a,
    ) -> Self {
        CredentialsFuture(Pending::Boxed(Box::pin(future)))
    }
}

impl Future for CredentialsFuture<'_> {
    type Output = Result<CredentialHeaders, BoxError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            Pending::Ready(headers) => headers.take().map_or(Poll::Pending, Poll::Ready),
            Pending::Boxed(future) => future.as_mut().poll(cx),
        }
    }
}

impl fmt::Debug for CredentialsFuture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialsFuture")
    }
}

/// Why credentials could not be had.
#[derive(Debug)]
pub struct CredentialsError {
    message: String,
    permanent: bool,
    source: Option<BoxError>,
}

impl CredentialsError {
    /// Trying again is useless until somebody changes something.
    #[must_use]
    pub fn permanent(message: impl Into<String>) -> Self {
        CredentialsError {
            message: message.into(),
            permanent: true,
            source: None,
        }
    }

    /// Trying again may help.
    #[must_use]
    pub fn temporary(message: impl Into<String>) -> Self {
        CredentialsError {
            message: message.into(),
            permanent: false,
            source: None,
        }
    }

    /// Whether trying again is useless.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.permanent
    }

    /// Adds what led to it, for `source()`.
    #[must_use]
    pub fn with_source(mut self, source: BoxError) -> Self {
        self.source = Some(source);
        self
    }

    pub(crate) fn into_source(self) -> Option<BoxError> {
        self.source
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CredentialsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_ref()
            .map(|source| source.as_ref() as &(dyn std::error::Error + 'static))
    }
}

/// One `Authorization` header that never changes.
#[derive(Clone)]
pub(crate) struct Fixed {
    pub(crate) header: Result<HeaderValue, String>,
}

impl Fixed {
    pub(crate) fn bearer(token: &str, what: &str) -> Self {
        let header = if token.is_empty() {
            Err(format!("the {what} is empty"))
        } else if token.bytes().any(|byte| !(0x21..=0x7e).contains(&byte)) {
            // What a file or a variable often has at its end.
            Err(format!(
                "the {what} holds a blank, a line break or another character that no token has"
            ))
        } else {
            authorization(["Bearer ", token].concat())
                .map_err(|_| format!("the {what} cannot be sent in a header"))
        };
        Fixed { header }
    }

    fn headers<'a>(&self) -> CredentialsFuture<'a> {
        CredentialsFuture::ready(match &self.header {
            Ok(value) => Ok(CredentialHeaders::authorization(value.clone())),
            Err(message) => Err(CredentialsError::permanent(message.clone()).into()),
        })
    }

    fn check(&self) -> Result<(), String> {
        self.header.as_ref().map(drop).map_err(Clone::clone)
    }
}

/// Takes the text over as it is.
fn authorization(text: String) -> Result<HeaderValue, http::Error> {
    let mut value = HeaderValue::from_maybe_shared(Bytes::from(text))?;
    value.set_sensitive(true);
    Ok(value)
}

/// An API key of Ory Network, of a project (`ory_pat_`) or of a workspace (`ory_wak_`).
///
/// See <https://www.ory.com/docs/concepts/personal-access-token>.
///
/// ```
/// let key = ory_core::credentials::ApiKey::new("ory_pat_xyz");
/// assert!(!format!("{key:?}").contains("xyz"));
/// ```
#[derive(Clone)]
pub struct ApiKey(Fixed);

impl ApiKey {
    /// A key as the console shows it once. One that cannot be sent is reported when the client is built.
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        ApiKey(Fixed::bearer(key.into().expose(), "API key"))
    }
}

impl Credentials for ApiKey {
    fn headers<'a>(&'a self, _: Target<'a>) -> CredentialsFuture<'a> {
        self.0.headers()
    }

    fn check(&self) -> Result<(), String> {
        self.0.check()
    }
}

/// A token that is sent as it is (RFC 6750).
#[derive(Clone)]
pub struct Bearer(Fixed);

impl Bearer {
    /// A token. One that cannot be sent is reported when the client is built or the call is sent.
    #[must_use]
    pub fn new(token: impl Into<Secret>) -> Self {
        Bearer(Fixed::bearer(token.into().expose(), "bearer token"))
    }
}

impl Credentials for Bearer {
    fn headers<'a>(&'a self, _: Target<'a>) -> CredentialsFuture<'a> {
        self.0.headers()
    }

    fn check(&self) -> Result<(), String> {
        self.0.check()
    }
}

/// An OAuth2 client's id and secret as basic authentication.
///
/// Both parts are form-encoded first, as RFC 6749, section 2.3.1, asks of OAuth2 clients and Hydra expects. Secrets
/// with characters such as `%` or `+` are refused otherwise.
#[derive(Clone)]
pub struct Basic(Fixed);

impl Basic {
    /// The id and the secret as they were registered, not encoded.
    #[must_use]
    pub fn new(client_id: impl AsRef<str>, client_secret: impl Into<Secret>) -> Self {
        let (id, secret) = (client_id.as_ref(), client_secret.into());
        let mut pair = String::with_capacity(id.len() + 1 + secret.expose().len());
        form_encode(&mut pair, id);
        pair.push(':');
        form_encode(&mut pair, secret.expose());
        let mut text = String::with_capacity("Basic ".len() + base64::encoded_len(pair.len()));
        text.push_str("Basic ");
        base64::encode_to(&mut text, pair.as_bytes());
        Basic(Fixed {
            header: authorization(text)
                .map_err(|_| "the client id and secret cannot be sent in a header".to_owned()),
        })
    }
}

impl Credentials for Basic {
    fn headers<'a>(&'a self, _: Target<'a>) -> CredentialsFuture<'a> {
        self.0.headers()
    }

    fn check(&self) -> Result<(), String> {
        self.0.check()
    }
}

macro_rules! hidden_debug {
    ($($name:ident)+) => {$(
        impl fmt::Debug for $name {
            /// Prints the name of the type, never what is in it.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )+};
}

hidden_debug! { ApiKey Bearer Basic ClientCredentials }

/// `application/x-www-form-urlencoded`: what is left as it is.
const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_');

/// Appends `text`; each blank becomes a `+`.
fn form_encode(buffer: &mut String, text: &str) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            buffer.push('+');
        }
        buffer.extend(utf8_percent_encode(word, FORM));
    }
}

/// A service that gets its tokens by the OAuth2 client credentials grant (RFC 6749, section 4.4).
///
/// The token is fetched with the first call that needs it, by the client's own transport, and renewed in the
/// background before it expires. Calls that need a token at the same time share one request for it. While the
/// endpoint fails, a token that is still valid goes on being used. A token that the server refuses with 401 is
/// dropped, so that the next call fetches another. [`TokenSource`] does all this for other grants too.
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
    /// How long before its expiry a token is renewed, unless set otherwise: 60 seconds, and never more than a
    /// quarter of its lifetime.
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

    /// Sets how long before its expiry a token is renewed. Default: 60 seconds; never more than a quarter of the
    /// token's lifetime.
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

const TOKEN_URL: &str =
    "the token URL of `ClientCredentials` must be one such as https://hydra.example/oauth2/token";

impl FetchToken for Grant {
    fn fetch<'a>(&'a self, target: Target<'a>) -> FetchFuture<'a> {
        Box::pin(async move {
            let request = self.request(target.client.allows_insecure_credentials())?;
            let response = target.send(request).await.map_err(|error| {
                CredentialsError::temporary("the token endpoint cannot be reached")
                    .with_source(error)
            })?;
            Answer::read(&response)
        })
    }

    fn check(&self) -> Result<(), String> {
        let uri: Uri = self.token_url.parse().map_err(|_| TOKEN_URL.to_owned())?;
        match (uri.scheme_str(), uri.host()) {
            (Some("http" | "https"), Some(host)) if !host.is_empty() => Ok(()),
            _ => Err(TOKEN_URL.to_owned()),
        }
    }
}

impl Grant {
    fn request(&self, insecure_allowed: bool) -> Result<Request<Bytes>, CredentialsError> {
        let uri: Uri = self
            .token_url
            .parse()
            .map_err(|_| CredentialsError::permanent(TOKEN_URL))?;
        let secure = uri.scheme_str() == Some("https") || uri.host().is_some_and(is_loopback);
        if !secure && !insecure_allowed {
            return Err(CredentialsError::permanent(
                "the token URL of `ClientCredentials` is plain http, which would show the client secret to the \
                 network; use https, or `allow_insecure_credentials()` if the network is trusted",
            ));
        }
        let mut form = String::from("grant_type=client_credentials");
        let mut field = |name: &str, value: &str| {
            form.push('&');
            form.push_str(name);
            form.push('=');
            form_encode(&mut form, value);
        };
        if let Some(scope) = &self.scope {
            field("scope", scope);
        }
        if let Some(audience) = &self.audience {
            field("audience", audience);
        }
        if self.in_form {
            field("client_id", &self.client_id);
            field("client_secret", self.client_secret.expose());
        }
        let mut request = Request::new(Bytes::from(form));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if !self.in_form {
            let basic = Basic::new(&self.client_id, self.client_secret.clone());
            let value = basic.0.header.map_err(CredentialsError::permanent)?;
            headers.insert(AUTHORIZATION, value);
        }
        Ok(request)
    }
}

/// What a token endpoint answers with (RFC 6749, section 5.1).
struct Answer;

impl Answer {
    fn read(response: &Response<Bytes>) -> Result<FetchedToken, CredentialsError> {
        let json: serde_json::Value = serde_json::from_slice(response.body()).unwrap_or_default();
        let status = response.status();
        if !status.is_success() {
            return Err(Self::refusal(
                status,
                json.get("error").and_then(|code| code.as_str()),
            ));
        }
        let text = |name| json.get(name).and_then(serde_json::Value::as_str);
        let Some(token) = text("access_token") else {
            return Err(CredentialsError::permanent(
                "the token endpoint answered without an access token; check the token URL",
            ));
        };
        if text("token_type").is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err(CredentialsError::permanent(
                "the token endpoint gave a token that is not a bearer token",
            ));
        }
        let seconds = json.get("expires_in").and_then(|seconds| {
            seconds
                .as_u64()
                .or_else(|| seconds.as_str().and_then(|text| text.parse().ok()))
        });
        Ok(FetchedToken::new(token, seconds.map(Duration::from_secs)))
    }

    fn refusal(status: http::StatusCode, code: Option<&str>) -> CredentialsError {
        // Only what looks like a code of RFC 6749, section 5.2, is repeated.
        let code = code.filter(|code| {
            code.len() <= 64
                && code
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        });
        let message = match code {
            Some(code) => format!("the token endpoint answered {} (`{code}`)", status.as_u16()),
            None => format!("the token endpoint answered {}", status.as_u16()),
        };
        if status.is_server_error() || status == http::StatusCode::TOO_MANY_REQUESTS {
            CredentialsError::temporary(message)
        } else {
            CredentialsError::permanent(message)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_encodes_both_parts_as_forms() {
        let basic = Basic::new("client:1", "a b+c%ü");
        let header = basic.0.header.unwrap();
        assert_eq!(
            header,
            format!("Basic {}", base64::encode(b"client%3A1:a+b%2Bc%25%C3%BC")).as_str()
        );
        assert!(header.is_sensitive());
    }

    #[test]
    fn tokens_that_cannot_be_sent_are_named_but_not_shown() {
        for token in ["", "hunter2\n", "hunter2 ", "hünter2"] {
            for message in [
                ApiKey::new(token).check().unwrap_err(),
                Bearer::new(token).check().unwrap_err(),
            ] {
                assert!(!message.contains("nter2"), "{message}");
            }
        }
        assert_eq!(ApiKey::new("ory_pat_x").check(), Ok(()));
        assert!(
            ClientCredentials::new("hydra/token", "a", "b")
                .check()
                .is_err()
        );
        assert!(
            ClientCredentials::new("https://hydra/token", "a", "b")
                .check()
                .is_ok()
        );
    }

    #[test]
    fn nothing_prints_a_secret() {
        let all = format!(
            "{:?} {:?} {:?} {:?} {:?}",
            ApiKey::new("hunter2"),
            Bearer::new("hunter2"),
            Basic::new("hunter2", "hunter2"),
            ClientCredentials::new("http://h/hunter2", "hunter2", "hunter2"),
            CredentialHeaders::authorization(HeaderValue::from_static("hunter2")),
        );
        assert!(!all.contains("hunter2"), "{all}");
    }
}
