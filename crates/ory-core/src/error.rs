//! The one error type, and what it knows about what may have been sent.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::api_error::ApiError;
use crate::decode::JsonError;
use crate::operation::{Auth, Idempotency, OperationSpec};
use crate::response;
use crate::retry;

/// Any cause, behind one pointer.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// What went wrong, and with it what may have reached the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the call is set up wrongly; nothing was sent.
    Configuration,
    /// No connection could be made; nothing was sent.
    Connect,
    /// A deadline passed; the request may have been processed.
    Timeout,
    /// The exchange broke off; the request may have been processed.
    Transport,
    /// The server answered with an error.
    Api,
    /// The server answered, but not with what the operation promises.
    Decode,
}

/// Why a call failed.
///
/// `Display` is one sentence that names the operation and never repeats a header, a body or a query. What the server
/// said is in [`Error::api`] and [`Error::body`], the cause in [`source`](StdError::source).
///
/// ```
/// # fn handle(error: ory_core::Error) {
/// if error.is_not_found() {
///     println!("no such thing");
/// } else if let Some(api) = error.api() {
///     println!("{error}: {}", api.reason().unwrap_or_default());
/// }
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    spec: Option<&'static OperationSpec>,
    /// What `Display` says after the operation's name.
    message: String,
    source: Option<BoxError>,
    /// Overrides the rule of `is_retryable`.
    retryable: Option<bool>,
    request_id: Option<String>,
    answer: Option<Answer>,
}

/// The response that an error is about.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    api: Option<ApiError>,
}

/// The request id that was sent; left in a response's extensions by the transport.
#[derive(Debug, Clone)]
#[allow(dead_code)] // Made by the transport.
pub(crate) struct SentRequestId(pub(crate) http::HeaderValue);

/// What the prefix of a credential says about it; left in a response's extensions by the credential layer, so that
/// a 401 can name a key of the wrong kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code)] // Made by the credential layer.
pub(crate) enum KeyKind {
    /// `ory_pat_`: a project's API key.
    Project,
    /// `ory_wak_`: a workspace's API key.
    Workspace,
    /// `ory_st_`: an end user's session token.
    Session,
    /// `ory_at_`: an OAuth2 access token.
    AccessToken,
}

impl KeyKind {
    /// Reads the kind off a token's prefix.
    #[allow(dead_code)]
    pub(crate) fn of(token: &str) -> Option<Self> {
        let kinds = [
            ("ory_pat_", KeyKind::Project),
            ("ory_wak_", KeyKind::Workspace),
            ("ory_st_", KeyKind::Session),
            ("ory_at_", KeyKind::AccessToken),
        ];
        kinds
            .into_iter()
            .find_map(|(prefix, kind)| token.starts_with(prefix).then_some(kind))
    }

    /// The sentence for a 401, if a key of this kind cannot work for `auth`.
    fn mismatch(self, auth: Auth) -> Option<&'static str> {
        match (auth, self) {
            (Auth::ApiKey, KeyKind::Workspace) => Some(
                "the key that was sent is a workspace API key (`ory_wak_`), this operation takes a project API key (`ory_pat_`)",
            ),
            (Auth::WorkspaceApiKey, KeyKind::Project) => Some(
                "the key that was sent is a project API key (`ory_pat_`), this operation takes a workspace API key (`ory_wak_`)",
            ),
            (Auth::ApiKey | Auth::WorkspaceApiKey, KeyKind::Session) => Some(
                "what was sent is an end user's session token (`ory_st_`), this operation takes an API key",
            ),
            (Auth::ApiKey | Auth::WorkspaceApiKey, KeyKind::AccessToken) => Some(
                "what was sent is an OAuth2 access token (`ory_at_`), this operation takes an API key",
            ),
            (
                Auth::SessionToken | Auth::AccessToken | Auth::Bearer,
                KeyKind::Project | KeyKind::Workspace,
            ) => Some(
                "what was sent is an API key, this operation takes a token of the end user or of the registered client",
            ),
            _ => None,
        }
    }
}

impl Error {
    fn new(
        kind: ErrorKind,
        spec: Option<&'static OperationSpec>,
        message: String,
        source: Option<BoxError>,
    ) -> Self {
        Error(Box::new(Inner {
            kind,
            spec,
            message,
            source,
            retryable: None,
            request_id: None,
            answer: None,
        }))
    }

    /// A mistake in the client's or the call's setup. `message` says what to do and repeats no secret.
    #[doc(hidden)]
    #[must_use]
    pub fn configuration(spec: Option<&'static OperationSpec>, message: String) -> Self {
        Error::new(ErrorKind::Configuration, spec, message, None)
    }

    /// A failure before or while exchanging messages with the server.
    #[doc(hidden)]
    #[must_use]
    pub fn exchange(
        kind: ErrorKind,
        spec: &'static OperationSpec,
        message: String,
        source: Option<BoxError>,
    ) -> Self {
        Error::new(kind, Some(spec), message, source)
    }

    /// An error that the server answered with. The body may have any form.
    #[doc(hidden)]
    #[must_use]
    pub fn from_response(spec: &'static OperationSpec, response: &http::Response<Bytes>) -> Self {
        let api = ApiError::parse(response.body());
        let mut message = format!("the server answered {}", Status(response.status()));
        if let Some(id) = api.plain_id() {
            message.push_str(&format!(" (`{id}`)"));
        }
        if let Some(advice) = advice(spec, response, &api) {
            message.push_str(": ");
            message.push_str(advice);
        }
        Error::new(ErrorKind::Api, Some(spec), message, None).with_answer(response, Some(api))
    }

    /// A response that is not what the operation promises. `message` completes "the server answered 200 OK, but ...".
    #[doc(hidden)]
    #[must_use]
    pub fn decode_failure(
        spec: &'static OperationSpec,
        response: &http::Response<Bytes>,
        message: &str,
        source: Option<BoxError>,
    ) -> Self {
        let message = format!(
            "the server answered {}, but {message}",
            Status(response.status())
        );
        Error::new(ErrorKind::Decode, Some(spec), message, source).with_answer(response, None)
    }

    fn with_answer(mut self, response: &http::Response<Bytes>, api: Option<ApiError>) -> Self {
        let text = |value: &http::HeaderValue| value.to_str().ok().map(str::to_owned);
        let sent = || {
            response
                .extensions()
                .get::<SentRequestId>()
                .and_then(|id| text(&id.0))
        };
        let stated = || {
            api.as_ref()
                .and_then(|api| api.request().map(str::to_owned))
        };
        self.0.request_id = response::request_id(response.headers())
            .map(str::to_owned)
            .or_else(sent)
            .or_else(stated);
        self.0.answer = Some(Answer {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.body().clone(),
            api,
        });
        self
    }

    /// Adds the request id that was sent.
    #[doc(hidden)]
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.0.request_id = Some(id.into());
        self
    }

    /// States whether repeating the call can help, where the kind alone does not tell: a certificate that is not
    /// trusted will not be trusted the next time.
    #[doc(hidden)]
    #[must_use]
    pub fn with_retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = Some(retryable);
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation's name in the contract, `getIdentity`; `None` while a client is being built.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.spec.map(|spec| spec.id)
    }

    /// The HTTP status, if the server answered.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.answer.as_ref().map(|answer| answer.status)
    }

    /// What the server said, if it answered with an error.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        self.0.answer.as_ref()?.api.as_ref()
    }

    /// The response's headers, if the server answered. They may hold secrets.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(|answer| &answer.headers)
    }

    /// The response's raw body, as far as the client's limit for it allowed, if the server answered. It may hold
    /// secrets.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.answer.as_ref().map(|answer| &answer.body)
    }

    /// Reads the response's body as the JSON form of `E`; `None` if there is no body or it has another form.
    #[must_use]
    pub fn decode<E: DeserializeOwned>(&self) -> Option<E> {
        serde_json::from_slice(self.body()?).ok()
    }

    /// The id to look for in the server's logs: the response's, or else the one that was sent.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How long the server asks to wait, from `Retry-After` or `x-ratelimit-reset`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry::server_wish(self.headers()?)
    }

    /// Whether the request may have reached the server and been processed.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        !matches!(self.0.kind, ErrorKind::Configuration | ErrorKind::Connect)
    }

    /// Whether the same call may succeed when repeated later, without being done twice.
    ///
    /// The client has already repeated it as its policy allows.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        if let Some(retryable) = self.0.retryable {
            return retryable;
        }
        let safe = self
            .0
            .spec
            .is_some_and(|spec| spec.idempotency == Idempotency::Safe);
        match self.0.kind {
            ErrorKind::Connect => true,
            ErrorKind::Timeout | ErrorKind::Transport => safe,
            ErrorKind::Api => match self.status().map(|status| status.as_u16()) {
                Some(429) => true,
                Some(502..=504) => safe,
                _ => false,
            },
            ErrorKind::Configuration | ErrorKind::Decode => false,
        }
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.0.kind == ErrorKind::Api && self.status() == Some(status)
    }

    /// Whether the client or the call is set up wrongly.
    #[must_use]
    pub fn is_configuration(&self) -> bool {
        self.0.kind == ErrorKind::Configuration
    }

    /// Whether no connection could be made.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether a deadline passed.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether the response is not what the operation promises.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// Whether the server answered 400.
    #[must_use]
    pub fn is_bad_request(&self) -> bool {
        self.has_status(StatusCode::BAD_REQUEST)
    }

    /// Whether the server answered 401.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// Whether the server answered 403.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// Whether the server answered 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// Whether the server answered 409.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Whether the server answered 410: an expired flow, a used challenge.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.has_status(StatusCode::GONE)
    }

    /// Whether the server answered 429.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the server answered with a 5xx.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.0.kind == ErrorKind::Api
            && self.status().is_some_and(|status| status.is_server_error())
    }
}

/// What a caller can do about an answer, where the status alone does not say it.
fn advice(
    spec: &OperationSpec,
    response: &http::Response<Bytes>,
    api: &ApiError,
) -> Option<&'static str> {
    let status = response.status();
    if status == StatusCode::UNAUTHORIZED {
        return response
            .extensions()
            .get::<KeyKind>()
            .and_then(|kind| kind.mismatch(spec.auth));
    }
    if status.is_redirection() {
        return Some("redirects are not followed, so check the base URL, its scheme and its path");
    }
    if api.is_html() {
        return Some(
            "the body is HTML, so check that the base URL is the API's and that no proxy answers for it",
        );
    }
    None
}

/// `404 Not Found`, or the number alone.
struct Status(StatusCode);

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.canonical_reason() {
            Some(reason) => write!(f, "{} {reason}", self.0.as_u16()),
            None => write!(f, "{}", self.0.as_u16()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(spec) = self.0.spec {
            write!(f, "{} ({}): ", spec.id, spec.product)?;
        }
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug
            .field("kind", &self.0.kind)
            .field("message", &self.to_string());
        if let Some(id) = &self.0.request_id {
            debug.field("request_id", id);
        }
        if let Some(source) = &self.0.source {
            debug.field("source", source);
        }
        debug.finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_ref()
            .map(|source| source.as_ref() as &(dyn StdError + 'static))
    }
}

impl Error {
    /// A body that is not the JSON that the operation promises.
    pub(crate) fn json(
        spec: &'static OperationSpec,
        response: &http::Response<Bytes>,
        source: JsonError,
    ) -> Self {
        let body = response.body();
        let message = if body.is_empty() {
            "with an empty body where JSON is due"
        } else if crate::api_error::looks_like_html(body) {
            "with HTML where JSON is due, so check that the base URL is the API's and that no proxy answers for it"
        } else if source.is_truncated() {
            "its JSON body ends too early"
        } else if source.is_syntax() {
            "its body is not JSON that can be read"
        } else {
            "its JSON body has another form than the operation promises"
        };
        Error::decode_failure(spec, response, message, Some(Box::new(source)))
    }
}
