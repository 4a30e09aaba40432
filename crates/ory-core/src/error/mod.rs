//! The one error type, and what it knows about what may have been sent.

mod advice;
mod api_error;
mod explain;
mod html;
mod json_error;
mod predicates;
#[cfg(test)]
mod tests;

pub(crate) use advice::KeyKind;
pub use api_error::ApiError;
pub use json_error::JsonError;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::headers;
use crate::spec::OperationSpec;
use crate::wire::json_patch::JsonPatchError;

/// Any cause, behind one pointer.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// What went wrong, and with it what may have reached the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the call is set up wrongly; nothing was sent.
    Configuration,
    /// No connection could be made, or no credentials obtained; the request was not sent.
    Connect,
    /// A deadline passed; the request may have been processed unless
    /// [`Error::may_have_been_sent`] says otherwise.
    Timeout,
    /// The connection was lost or the response broke off; the request may have been processed.
    Transport,
    /// The server responded with an error.
    Api,
    /// A server sent something that cannot be read as what was expected.
    Decode,
}

impl ErrorKind {
    /// The kind in a word, for metrics: `configuration`, `connect`, `timeout`, `transport`, `api`, `decode`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::Configuration => "configuration",
            ErrorKind::Connect => "connect",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Transport => "transport",
            ErrorKind::Api => "api",
            ErrorKind::Decode => "decode",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ErrorKind::Configuration => "configuration error",
            ErrorKind::Connect => "connect error",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Transport => "transport error",
            ErrorKind::Api => "API error",
            ErrorKind::Decode => "decode error",
        })
    }
}

/// Why a call failed.
///
/// `Display` is one sentence that names the operation and what to do. It never repeats a header, a
/// body or a query, so it may be shown and logged anywhere. The server's own sentence is in
/// [`Error::reason`], the cause in [`source`](StdError::source); [`Error::explain`], or `{error:#}`,
/// puts all of it into one line for terminals and logs of developers.
///
/// ```
/// # fn handle(error: ory_core::Error) {
/// if error.is_not_found() {
///     println!("no such thing");
/// } else {
///     // listIdentities (kratos): the server responded 400 Bad Request: invalid page token
///     eprintln!("{}", error.explain());
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
    /// Overrides the rule of `may_have_been_sent`.
    sent: Option<bool>,
    request_id: Option<String>,
    reply: Option<Reply>,
}

/// The response that an error is about, as far as it was read.
struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    api: Option<ApiError>,
    /// It does not come from the API that the operation belongs to.
    foreign: bool,
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
            sent: None,
            request_id: None,
            reply: None,
        }))
    }

    /// A mistake in the setup of a client or a call. `message` says what to do and repeats no
    /// secret.
    #[doc(hidden)]
    #[must_use]
    pub fn configuration(spec: Option<&'static OperationSpec>, message: String) -> Self {
        Error::new(ErrorKind::Configuration, spec, message, None)
    }

    /// Something that a server sent and that cannot be read as what was expected:
    /// [`ErrorKind::Decode`].
    ///
    /// For code that reads values further than the SDK does. The message starts in lower case, says
    /// what was expected and repeats no value.
    ///
    /// ```
    /// let error = ory_core::Error::undecodable("the traits have no email address");
    /// assert!(error.is_decode());
    /// ```
    #[must_use]
    pub fn undecodable(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Decode, None, message.into(), None)
    }

    /// Adds the cause, for [`source`](StdError::source).
    #[must_use]
    pub fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds the cause, if there is one.
    pub(crate) fn with_cause(mut self, source: Option<BoxError>) -> Self {
        self.0.source = source;
        self
    }

    /// Adds the operation that the error is about.
    #[must_use]
    pub fn with_operation(mut self, spec: &'static OperationSpec) -> Self {
        self.0.spec = Some(spec);
        self
    }

    /// A failure before or while a request is sent and its response received.
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

    /// An error that the server responded with. The body may have any form.
    pub(crate) fn api_error(
        spec: &'static OperationSpec,
        response: &http::Response<Bytes>,
        key: Option<KeyKind>,
        complete: bool,
    ) -> Self {
        let api = ApiError::parse(response.body());
        let status = response.status();
        let mut message = format!("the server responded {}", Status(status));
        if let Some(id) = api.plain_id() {
            message.push_str(&format!(" (`{id}`)"));
        }
        // What was cut off cannot be told from what is not Ory's.
        if complete && let Some(advice) = advice::for_error(spec, response, &api, key) {
            message.push_str(": ");
            message.push_str(advice);
        }
        if let Some(delay) = headers::retry_delay(response.headers())
            && status == StatusCode::TOO_MANY_REQUESTS
        {
            message.push_str(&format!("; the server asks to wait {} s", delay.as_secs()));
        }
        let foreign = complete && advice::is_foreign(status, response.headers(), &api);
        let request_id = headers::request_id(response.headers())
            .or(api.request())
            .map(str::to_owned);
        let mut error = Error::new(ErrorKind::Api, Some(spec), message, None);
        error.0.request_id = request_id;
        error.0.reply = Some(Reply {
            api: Some(api),
            foreign,
            ..Reply::of(response)
        });
        error
    }

    /// A response that is not what the operation promises. `message` completes "the server responded
    /// 200 OK, but ...".
    pub(crate) fn unexpected(
        spec: &'static OperationSpec,
        response: &http::Response<Bytes>,
        message: &str,
        source: Option<BoxError>,
    ) -> Self {
        let message = format!(
            "the server responded {}, but {message}",
            Status(response.status())
        );
        Error::new(ErrorKind::Decode, Some(spec), message, source).with_reply(response)
    }

    /// A body that is not the JSON that the operation promises.
    pub(crate) fn json(
        spec: &'static OperationSpec,
        response: &http::Response<Bytes>,
        source: JsonError,
    ) -> Self {
        let (headers, body) = (response.headers(), response.body());
        let message = match advice::for_unreadable(headers, body) {
            Some(message) => message,
            None if source.is_truncated() => "the JSON of the body ends too early".to_owned(),
            None if source.is_syntax() => "the body is not valid JSON".to_owned(),
            None => match source.path() {
                Some(path) => {
                    format!("`{path}` in the JSON of the body has an unexpected type or value")
                }
                None => "the JSON of the body has an unexpected type or lacks a required field"
                    .to_owned(),
            },
        };
        let mut error = Error::unexpected(spec, response, &message, Some(Box::new(source)));
        if let Some(reply) = &mut error.0.reply {
            reply.foreign = html::looks_like_html(body);
        }
        error
    }

    /// Adds the response, as far as it was read.
    pub(crate) fn with_reply(mut self, response: &http::Response<Bytes>) -> Self {
        self.0.request_id = headers::request_id(response.headers())
            .map(str::to_owned)
            .or(self.0.request_id);
        self.0.reply = Some(Reply::of(response));
        self
    }

    /// Adds the request id that was sent, unless the response has named another.
    pub(crate) fn with_sent_request_id(mut self, id: &http::HeaderValue) -> Self {
        if self.0.request_id.is_none()
            || self
                .0
                .reply
                .as_ref()
                .is_some_and(|reply| headers::request_id(&reply.headers).is_none())
        {
            self.0.request_id = id.to_str().ok().map(str::to_owned);
        }
        self
    }

    /// States whether a later retry can help, where the kind alone does not tell: a certificate that
    /// is not trusted will not be trusted the next time.
    #[doc(hidden)]
    #[must_use]
    pub fn with_retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = Some(retryable);
        self
    }

    /// States whether the request may have been processed, where the kind alone does not tell.
    pub(crate) fn with_sent(mut self, sent: bool) -> Self {
        self.0.sent = Some(sent);
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

    /// The HTTP status, if the server responded, also where the rest of the response was lost.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.reply.as_ref().map(|reply| reply.status)
    }

    /// What the server said, if it responded with an error.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        self.0.reply.as_ref()?.api.as_ref()
    }

    /// The server's own sentence about this failure: Ory's `reason` or `message`, or OAuth2's
    /// `error_description`.
    ///
    /// It is written for developers and may quote what was sent, personal data included: log it with
    /// care, and do not show it to users.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.api()?.sentence()
    }

    /// The response's headers, if the server responded. They may hold secrets.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.reply.as_ref().map(|reply| &reply.headers)
    }

    /// The response's raw body, as far as it was read: of an error response at most 64 KiB. It may
    /// hold secrets.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.reply.as_ref().map(|reply| &reply.body)
    }

    /// Reads the response's body as the JSON form of `E`; `None` if there is no body or it has
    /// another form.
    #[must_use]
    pub fn decode<E: DeserializeOwned>(&self) -> Option<E> {
        serde_json::from_slice(self.body()?).ok()
    }

    /// The id under which to find the request in the server's logs: the `X-Request-ID` of the
    /// response, or else the one that was sent.
    ///
    /// `Ory-Error-Id`, which current servers send beside it, is the id of the error; it is in
    /// [`headers`](Self::headers).
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How long the server asks to wait, from `Retry-After` or `x-ratelimit-reset`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        headers::retry_delay(self.headers()?)
    }

    /// Whether the request may have reached the server and been processed.
    ///
    /// `false` also where credentials could not be obtained in time: then the operation was not
    /// sent. `true` where a one-time grant, such as a refresh token, may have been used up.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.0.sent.unwrap_or(!matches!(
            self.0.kind,
            ErrorKind::Configuration | ErrorKind::Connect
        ))
    }

    /// Whether the same call may succeed when it is made again later, without being processed twice.
    ///
    /// The client has already retried it as its policy allows.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        if let Some(retryable) = self.0.retryable {
            return retryable;
        }
        let safe = self.0.spec.is_some_and(OperationSpec::is_safe);
        match self.0.kind {
            ErrorKind::Connect => true,
            ErrorKind::Timeout | ErrorKind::Transport => safe || !self.may_have_been_sent(),
            ErrorKind::Api => match (self.0.spec, self.status()) {
                (Some(spec), Some(status)) => spec.may_retry(status),
                _ => false,
            },
            ErrorKind::Configuration | ErrorKind::Decode => false,
        }
    }
}

impl From<JsonPatchError> for Error {
    fn from(error: JsonPatchError) -> Self {
        Error::configuration(None, error.to_string())
    }
}

impl Reply {
    fn of(response: &http::Response<Bytes>) -> Self {
        Reply {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.body().clone(),
            api: None,
            foreign: false,
        }
    }
}

/// `404 Not Found`, or the number alone.
pub(crate) struct Status(pub(crate) StatusCode);

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.canonical_reason() {
            Some(reason) => write!(f, "{} {reason}", self.0.as_u16()),
            None => write!(f, "{}", self.0.as_u16()),
        }
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
