//! One call from beginning to end.

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::header::{AUTHORIZATION, USER_AGENT};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body::Body as _;
use tokio::time::Instant;
use tracing::Instrument as _;
use tracing::field::Empty;

use crate::call::operation::CallOptions;
use crate::call::retry::{may_repeat_status, random_u64, server_wish};
use crate::client::Client;
use crate::credentials::{CredentialHeaders, CredentialsError, Target};
use crate::error::{BoxError, Error, ErrorKind, KeyKind, SentRequestId};
use crate::spec::{Idempotency, OperationSpec};
use crate::transport::body::{Body, Cause, CollectError};
use crate::transport::{self, proxy};
use crate::transport::{ConnectErrorKind, Failure, failure};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Sends `request` and gives the final response, whatever its status.
///
/// The future may be dropped at any time; a request that was already written may still be processed by the server.
///
/// # Errors
///
/// Configuration, connect, timeout and transport errors.
pub(crate) fn execute(
    client: Client,
    spec: &'static OperationSpec,
    request: Request<Bytes>,
    options: CallOptions,
) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, Error>> + Send>> {
    // The template of the path, as ids are nobody's business in a trace; no query, header or body either.
    let span = tracing::info_span!(
        "ory",
        operation = spec.id,
        product = spec.product,
        method = spec.method.as_str(),
        path = spec.path,
        status = Empty,
        attempts = Empty,
        request_id = Empty,
    );
    Box::pin(run(client, spec, request, options, span.clone()).instrument(span))
}

async fn run(
    client: Client,
    spec: &'static OperationSpec,
    mut request: Request<Bytes>,
    options: CallOptions,
    span: tracing::Span,
) -> Result<Response<Bytes>, Error> {
    let begun = start(spec)?;

    // Headers that all attempts share.
    request
        .headers_mut()
        .entry(USER_AGENT)
        .or_insert_with(|| client.user_agent().clone());
    for (name, value) in &options.headers {
        request.headers_mut().insert(name, value.clone());
    }
    let request_id = request
        .headers_mut()
        .entry(REQUEST_ID)
        .or_insert_with(new_request_id)
        .clone();
    if let Ok(id) = request_id.to_str() {
        span.record("request_id", id);
    }
    let fail = |kind, message: String, source: Option<BoxError>| {
        let error = Error::exchange(kind, spec, message, source);
        match request_id.to_str() {
            Ok(id) => error.with_request_id(id),
            Err(_) => error,
        }
    };

    let credentials = client
        .credentials_for(
            spec,
            options.credentials.as_ref(),
            request.uri(),
            request.headers(),
        )
        .map_err(|message| Error::configuration(Some(spec), message))?;

    let keyless = credentials.is_none() && !request.headers().contains_key(AUTHORIZATION);

    // Total deadline; a timeout too long for the clock is none.
    let timeout = options.timeout.unwrap_or(client.timeout());
    let deadline = begun.checked_add(timeout);

    // Retry.
    let policy = options.retry.unwrap_or(client.retry());
    let mut template = Template::new(request, policy.max_attempts() > 1);
    let mut attempt = 0;
    loop {
        attempt += 1;
        span.record("attempts", attempt);
        let mut shown = CredentialHeaders::none();

        // Per-attempt timeout, never longer than what is left of the call.
        let attempt_deadline = Instant::now().checked_add(client.attempt_timeout());
        let sending = async {
            let mut request = template.request();
            if let Some((credentials, origin)) = credentials {
                shown = credentials
                    .headers(Target {
                        client: &client,
                        spec,
                        origin,
                    })
                    .await
                    .map_err(Broken::Credentials)?;
                for (name, value) in shown.iter() {
                    let mut value = value.clone();
                    value.set_sensitive(true);
                    request.headers_mut().insert(name.clone(), value);
                }
            }
            let response = client.send(request).await.map_err(Broken::Exchange)?;
            collect(response, spec, client.response_body_limit()).await
        };
        let outcome = match earlier(deadline, attempt_deadline) {
            Some(limit) => tokio::time::timeout_at(limit, sending).await,
            None => Ok(sending.await),
        };

        // What came of it, whether it may be repeated, and how long the server asks us to wait.
        let after = || {
            if attempt == 1 {
                String::new()
            } else {
                format!(" (attempt {attempt})")
            }
        };
        let (result, may_repeat, wish) = match outcome {
            Ok(Ok(mut response)) => {
                let status = response.status();
                span.record("status", status.as_u16());
                if spec.is_success(status) {
                    if attempt == 1 {
                        client.budget().deposit();
                    }
                    // A 404 can be an answer to some operations and an error all the same, which only reading it tells.
                    if !status.is_success() {
                        response
                            .extensions_mut()
                            .insert(SentRequestId(request_id.clone()));
                    }
                    return Ok(response);
                }
                if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
                    let message = proxy::WANTS_CREDENTIALS.to_owned();
                    return Err(fail(ErrorKind::Connect, message, None).with_retryable(false));
                }
                response
                    .extensions_mut()
                    .insert(SentRequestId(request_id.clone()));
                if status == StatusCode::UNAUTHORIZED {
                    let kind = match credentials {
                        Some((credentials, _)) => {
                            credentials.rejected(&shown);
                            key_kind(&shown)
                        }
                        None => keyless.then_some(KeyKind::Absent),
                    };
                    if let Some(kind) = kind {
                        response.extensions_mut().insert(kind);
                    }
                }
                let wish = server_wish(response.headers());
                (
                    Ok(response),
                    may_repeat_status(status, spec.idempotency),
                    wish,
                )
            }
            Ok(Err(broken)) => {
                let (kind, message, source, again) = broken.explain(&client);
                let error = fail(kind, message + &after(), source);
                let error = if again == Again::Never {
                    error.with_retryable(false)
                } else {
                    error
                };
                let safe = spec.idempotency == Idempotency::Safe;
                (
                    Err(error),
                    again == Again::Always || again == Again::IfSafe && safe,
                    None,
                )
            }
            Err(_) => {
                let out_of_time = deadline.is_some_and(|deadline| Instant::now() >= deadline);
                let message = if out_of_time {
                    format!(
                        "no complete answer within the timeout of {timeout:?} (`timeout`){}",
                        after()
                    )
                } else {
                    let limit = client.attempt_timeout();
                    format!(
                        "no complete answer within the attempt timeout of {limit:?} (`attempt_timeout`){}",
                        after()
                    )
                };
                let error = fail(ErrorKind::Timeout, message, None);
                (Err(error), spec.idempotency == Idempotency::Safe, None)
            }
        };

        // Wait, unless that is of no use: the answer at hand is better than none.
        if !may_repeat || attempt >= policy.max_attempts() {
            return result;
        }
        let wait = policy.wait(attempt, wish);
        let resume = match (Instant::now().checked_add(wait), deadline) {
            (None, _) => return result,
            (Some(resume), Some(deadline)) if resume >= deadline => return result,
            (Some(resume), _) => resume,
        };
        if !client.budget().withdraw() {
            return result;
        }
        tracing::debug!(attempt, wait = ?wait, "trying again");
        tokio::time::sleep_until(resume).await;
    }
}

/// The current time by tokio's clock, which also needs a runtime to be there: asking is friendlier than a panic.
fn start(spec: &'static OperationSpec) -> Result<Instant, Error> {
    match tokio::runtime::Handle::try_current() {
        Ok(_) => Ok(Instant::now()),
        Err(_) => Err(Error::configuration(
            Some(spec),
            "calls need a tokio runtime; await them inside of one".to_owned(),
        )),
    }
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// 32 random hexadecimal digits in one allocation that all copies share.
fn new_request_id() -> HeaderValue {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [0_u8; 32];
    for half in text.chunks_mut(16) {
        let mut bits = random_u64();
        for digit in half {
            *digit = DIGITS[(bits & 15) as usize];
            bits >>= 4;
        }
    }
    HeaderValue::from_maybe_shared(Bytes::from_owner(text))
        .unwrap_or(HeaderValue::from_static("none"))
}

/// What the prefix of a rejected key says.
fn key_kind(shown: &CredentialHeaders) -> Option<KeyKind> {
    let (_, value) = shown.iter().find(|(name, _)| *name == AUTHORIZATION)?;
    KeyKind::of(value.to_str().ok()?.strip_prefix("Bearer ")?)
}

/// The request of the next attempt, and what is needed for those after it.
///
/// The first attempt, nearly always the only one, takes the headers as they are; a copy that is quick to make is
/// kept for the case that there are more.
struct Template {
    next: Option<Request<Bytes>>,
    copy: Option<Copy>,
}

struct Copy {
    method: http::Method,
    uri: http::Uri,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
}

impl Template {
    fn new(request: Request<Bytes>, repeatable: bool) -> Self {
        let copy = repeatable.then(|| Copy {
            method: request.method().clone(),
            uri: request.uri().clone(),
            headers: request
                .headers()
                .iter()
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            body: request.body().clone(),
        });
        Template {
            next: Some(request),
            copy,
        }
    }

    fn request(&mut self) -> Request<Body> {
        let request = self.next.take().or_else(|| {
            let copy = self.copy.as_ref()?;
            let mut request = Request::new(copy.body.clone());
            *request.method_mut() = copy.method.clone();
            *request.uri_mut() = copy.uri.clone();
            for (name, value) in &copy.headers {
                request.headers_mut().append(name.clone(), value.clone());
            }
            Some(request)
        });
        // There is no attempt without one of the two.
        request.unwrap_or_default().map(Body::from)
    }
}

/// Reads the body within the limit.
///
/// An error is worth reporting even if its body is broken or too long: what there is of it is kept.
async fn collect(
    response: Response<Body>,
    spec: &'static OperationSpec,
    limit: usize,
) -> Result<Response<Bytes>, Broken> {
    let (parts, body) = response.into_parts();
    let is_error = !spec.is_success(parts.status);
    let announced = body.size_hint().lower();
    if !is_error && announced > limit as u64 {
        return Err(Broken::TooLarge);
    }
    match body.collect(limit).await {
        Ok(body) => Ok(Response::from_parts(parts, body)),
        Err(CollectError { partial, .. }) if is_error => Ok(Response::from_parts(parts, partial)),
        Err(CollectError {
            cause: Cause::TooLarge,
            ..
        }) => Err(Broken::TooLarge),
        Err(CollectError {
            cause: Cause::Broken(source),
            ..
        }) => Err(Broken::Body(source)),
    }
}

/// An attempt without a usable response.
enum Broken {
    Credentials(BoxError),
    Exchange(BoxError),
    Body(BoxError),
    TooLarge,
}

#[derive(PartialEq, Eq)]
enum Again {
    /// Nothing was sent.
    Always,
    /// The request may have been processed.
    IfSafe,
    /// It would only fail again.
    Never,
}

impl Broken {
    fn explain(self, client: &Client) -> (ErrorKind, String, Option<BoxError>, Again) {
        match self {
            Broken::Credentials(source) => {
                let (message, source, permanent) = match source.downcast::<CredentialsError>() {
                    Ok(error) => {
                        let permanent = error.is_permanent();
                        let message = format!("there are no credentials: {error}");
                        (message, error.into_source(), permanent)
                    }
                    Err(source) => ("there are no credentials".to_owned(), Some(source), false),
                };
                if permanent {
                    (ErrorKind::Configuration, message, source, Again::Never)
                } else {
                    (ErrorKind::Connect, message, source, Again::Always)
                }
            }
            Broken::Exchange(source) => match failure(&*source) {
                Failure::Connect(error) => {
                    let message = error.to_string();
                    let (kind, again) = match error.kind() {
                        ConnectErrorKind::Runtime | ConnectErrorKind::Setup => {
                            (ErrorKind::Configuration, Again::Never)
                        }
                        ConnectErrorKind::Certificate | ConnectErrorKind::ProxyCredentials => {
                            (ErrorKind::Connect, Again::Never)
                        }
                        ConnectErrorKind::Unreachable
                        | ConnectErrorKind::Timeout
                        | ConnectErrorKind::Tls
                        | ConnectErrorKind::Proxy => (ErrorKind::Connect, Again::Always),
                    };
                    (kind, message, transport::beneath_connect(source), again)
                }
                Failure::Unsent => (
                    ErrorKind::Connect,
                    "the connection closed before the request was sent".to_owned(),
                    Some(source),
                    Again::Always,
                ),
                Failure::Unreadable => (
                    ErrorKind::Transport,
                    "what came back is not HTTP that can be read, so check the base URL's scheme and port; the server \
                     may have processed the request"
                        .to_owned(),
                    Some(source),
                    Again::IfSafe,
                ),
                Failure::Unknown => (
                    ErrorKind::Transport,
                    "the exchange broke off; the server may have processed the request".to_owned(),
                    Some(source),
                    Again::IfSafe,
                ),
            },
            Broken::Body(source) => (
                ErrorKind::Transport,
                "the response's body broke off".to_owned(),
                Some(source),
                Again::IfSafe,
            ),
            Broken::TooLarge => (
                ErrorKind::Transport,
                format!(
                    "the response's body is larger than {} bytes; raise `response_body_limit`",
                    client.response_body_limit()
                ),
                None,
                Again::Never,
            ),
        }
    }
}
