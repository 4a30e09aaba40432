//! The one error type, and what it knows about what may have been sent.

mod api_error;
mod json_error;

pub use api_error::ApiError;
pub use json_error::JsonError;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::call::response;
use crate::call::retry;
use crate::spec::{Auth, Idempotency, OperationSpec};

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
pub(crate) struct SentRequestId(pub(crate) http::HeaderValue);

/// What the prefix of a credential says about it; left in a response's extensions by the credential layer, so that
/// a 401 can name a key of the wrong kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// `ory_pat_` or `ory_apikey_`: a project's API key.
    Project,
    /// `ory_wak_`: a workspace's API key.
    Workspace,
    /// `ory_st_`: an end user's session token.
    Session,
    /// `ory_at_`: an OAuth2 access token.
    AccessToken,
    /// There was no credential to send.
    Absent,
}

impl KeyKind {
    /// Reads the kind off a token's prefix.
    pub(crate) fn of(token: &str) -> Option<Self> {
        let kinds = [
            ("ory_pat_", KeyKind::Project),
            ("ory_apikey_", KeyKind::Project),
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
            (Auth::ApiKey, KeyKind::Absent) => {
                Some("the client has no API key; give it one with `api_key`")
            }
            (Auth::WorkspaceApiKey, KeyKind::Absent) => {
                Some("the client has no workspace API key; give it one with `workspace_api_key`")
            }
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

    /// What a server sent, noticed to be unreadable after the call. `message` repeats no value.
    #[doc(hidden)]
    #[must_use]
    pub fn unreadable(message: String) -> Self {
        Error::new(ErrorKind::Decode, None, message, None)
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
    // What Ory's servers do not have, they say in JSON.
    if status == StatusCode::NOT_FOUND && !response.body().trim_ascii_start().starts_with(b"{") {
        return Some(
            "not in Ory's words, so perhaps not the thing but the path is unknown; check the base URL, its path and its \
             port",
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
        } else if crate::error::api_error::looks_like_html(body) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ONCE, SAFE, header, response};

    fn of(status: u16, body: &'static str) -> Error {
        Error::from_response(&SAFE, &response(status, body))
    }

    #[test]
    fn is_one_pointer() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
        fn is_shareable<T: Send + Sync + 'static>() {}
        is_shareable::<Error>();
    }

    #[test]
    fn predicates_follow_the_status() {
        type Predicate = fn(&Error) -> bool;
        let table: [(u16, Predicate); 8] = [
            (400, Error::is_bad_request),
            (401, Error::is_unauthorized),
            (403, Error::is_forbidden),
            (404, Error::is_not_found),
            (409, Error::is_conflict),
            (410, Error::is_gone),
            (429, Error::is_rate_limited),
            (503, Error::is_server_error),
        ];
        for (status, _) in table {
            let error = of(status, "");
            assert_eq!(error.kind(), ErrorKind::Api);
            for (other, predicate) in table {
                assert_eq!(predicate(&error), status == other, "{status} {other}");
            }
        }
    }

    #[test]
    fn a_found_thing_that_cannot_be_read_is_not_an_absent_one() {
        let error = Error::decode_failure(&SAFE, &response(404, ""), "odd", None);
        assert!(error.is_decode() && !error.is_not_found() && error.api().is_none());
    }

    #[test]
    fn repeating_helps_where_nothing_happens_twice() {
        let failure = |kind, spec| Error::exchange(kind, spec, "x".to_owned(), None);
        for (kind, safe, once, sent) in [
            (ErrorKind::Connect, true, true, false),
            (ErrorKind::Timeout, true, false, true),
            (ErrorKind::Transport, true, false, true),
        ] {
            assert_eq!(failure(kind, &SAFE).is_retryable(), safe);
            assert_eq!(failure(kind, &ONCE).is_retryable(), once);
            assert_eq!(failure(kind, &SAFE).may_have_been_sent(), sent);
        }
        for (status, safe, once) in [
            (429, true, true),
            (502, true, false),
            (503, true, false),
            (500, false, false),
            (409, false, false),
        ] {
            let of = |spec| Error::from_response(spec, &response(status, "")).is_retryable();
            assert_eq!((of(&SAFE), of(&ONCE)), (safe, once), "{status}");
        }
        assert!(
            !failure(ErrorKind::Connect, &SAFE)
                .with_retryable(false)
                .is_retryable()
        );
        assert!(!Error::configuration(None, "x".to_owned()).is_retryable());
    }

    #[test]
    fn a_key_of_the_wrong_kind_is_named() {
        use crate::spec::OperationSpec;
        let workspace = OperationSpec {
            auth: Auth::WorkspaceApiKey,
            method: http::Method::GET,
            ..SPEC
        };
        const SPEC: OperationSpec = OperationSpec {
            id: "listProjects",
            product: "cloud",
            method: http::Method::GET,
            path: "/projects",
            endpoint: crate::spec::Endpoint::any(),
            auth: Auth::ApiKey,
            idempotency: Idempotency::Safe,
            paging: None,
            success: &[200],
            accept: "application/json",
            rate_limit_bucket: None,
        };
        let workspace: &'static OperationSpec = Box::leak(Box::new(workspace));
        for (spec, token, says) in [
            (
                &SAFE,
                "ory_wak_x",
                Some("takes a project API key (`ory_pat_`)"),
            ),
            (
                workspace,
                "ory_pat_x",
                Some("takes a workspace API key (`ory_wak_`)"),
            ),
            (&SAFE, "ory_st_x", Some("session token")),
            (&SAFE, "ory_at_x", Some("OAuth2 access token")),
            (&SAFE, "", Some("give it one with `api_key`")),
            (workspace, "", Some("give it one with `workspace_api_key`")),
            (&SAFE, "ory_pat_x", None),
            (workspace, "ory_wak_x", None),
        ] {
            let mut answer = response(401, "");
            let kind = match token {
                "" => KeyKind::Absent,
                token => KeyKind::of(token).unwrap(),
            };
            answer.extensions_mut().insert(kind);
            let text = Error::from_response(spec, &answer).to_string();
            match says {
                Some(says) => assert!(text.contains(says), "{text}"),
                None => assert!(text.ends_with("401 Unauthorized"), "{text}"),
            }
        }
        assert_eq!(KeyKind::of("secret"), None);
    }

    #[test]
    fn the_request_id_is_the_servers_or_the_one_that_was_sent() {
        let mut answer = response(500, r#"{"error":{"request":"body"}}"#);
        assert_eq!(
            Error::from_response(&SAFE, &answer).request_id(),
            Some("body")
        );
        let sent = SentRequestId(http::HeaderValue::from_static("sent"));
        answer.extensions_mut().insert(sent);
        assert_eq!(
            Error::from_response(&SAFE, &answer).request_id(),
            Some("sent")
        );
        *answer.headers_mut() = header(&[("ory-error-id", b"ory")]);
        assert_eq!(
            Error::from_response(&SAFE, &answer).request_id(),
            Some("ory")
        );
        *answer.headers_mut() = header(&[("x-request-id", b"server"), ("ory-error-id", b"ory")]);
        let error = Error::from_response(&SAFE, &answer);
        assert_eq!(error.request_id(), Some("server"));
        assert_eq!(error.headers().unwrap()["ory-error-id"], "ory");
    }

    #[test]
    fn the_wait_is_what_the_server_asks_for() {
        let mut answer = response(429, "");
        *answer.headers_mut() = header(&[("retry-after", b"7")]);
        let error = Error::from_response(&SAFE, &answer);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        assert_eq!(of(429, "").retry_after(), None);
    }

    #[test]
    fn display_is_a_sentence_about_the_operation() {
        let body = r#"{"error":{"id":"session_aal2_required","message":"m"}}"#;
        assert_eq!(
            of(403, body).to_string(),
            "getThing (test): the server answered 403 Forbidden (`session_aal2_required`)"
        );
        assert_eq!(
            of(499, "").to_string(),
            "getThing (test): the server answered 499"
        );
        assert!(of(502, "<html>").to_string().contains("the body is HTML"));
        let error = Error::configuration(None, "a base URL is missing".to_owned());
        assert_eq!(error.to_string(), "a base URL is missing");
    }

    #[test]
    fn a_path_that_the_server_does_not_have_is_told_from_a_thing_that_it_does_not_have() {
        for body in ["404 page not found\n", "", "[]", "nginx"] {
            let text = of(404, body).to_string();
            assert!(text.contains("check the base URL"), "{body}: {text}");
        }
        for body in [r#"{"error":{"code":404}}"#, " {}"] {
            let text = of(404, body).to_string();
            assert!(text.ends_with("404 Not Found"), "{body}: {text}");
        }
        let text = of(400, "page not found").to_string();
        assert!(text.ends_with("400 Bad Request"), "{text}");
    }

    #[test]
    fn what_the_server_sends_is_not_printed() {
        let bodies = [
            r#"{"error":{"id":"CANARY","code":400,"status":"CANARY","request":"CANARY","reason":"CANARY","debug":"CANARY","details":{"CANARY":"CANARY"},"message":"CANARY"},"redirect_browser_to":"CANARY","use_flow_id":"CANARY"}"#,
            r#"{"error":"CANARY","error_description":"CANARY","error_hint":"CANARY","error_debug":"CANARY"}"#,
            r#"{"errors":{"CANARY":"CANARY"}}"#,
            "<html>CANARY",
            "CANARY",
        ];
        for body in bodies {
            let mut answer = response(400, body);
            *answer.headers_mut() = header(&[("set-cookie", b"CANARY"), ("location", b"CANARY")]);
            answer
                .extensions_mut()
                .insert(SentRequestId(http::HeaderValue::from_static("id")));
            let error = Error::from_response(&SAFE, &answer);
            let printed = format!("{error} {error:?} {error:#?} {:?}", error.api());
            assert!(!printed.contains("CANARY"), "{printed}");
            assert!(error.body().unwrap().as_ref() == body.as_bytes());
        }
    }

    #[test]
    fn a_body_of_the_callers_type_is_read_on_request() {
        #[derive(serde::Deserialize)]
        struct Used {
            redirect_to: String,
        }
        let error = of(410, r#"{"redirect_to":"https://h/"}"#);
        assert_eq!(error.decode::<Used>().unwrap().redirect_to, "https://h/");
        assert!(of(410, "{}").decode::<Used>().is_none());
        assert!(
            Error::configuration(None, String::new())
                .decode::<Used>()
                .is_none()
        );
    }
}
