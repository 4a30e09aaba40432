//! One call from beginning to end.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, USER_AGENT};
use http::{HeaderName, HeaderValue, Request};
use tokio::time::Instant;
use tracing::Instrument as _;
use tracing::field::Empty;

use crate::call::answer::Answer;
use crate::call::attempt::{Attempts, Verdict};
use crate::call::future::BoxExchange;
use crate::call::options::CallOptions;
use crate::client::Client;
use crate::error::Error;
use crate::guard::CallEvent;
use crate::spec::OperationSpec;
use crate::transport::runtime;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// All that a call is about.
pub(crate) struct Exchange {
    pub(crate) client: Client,
    pub(crate) spec: &'static OperationSpec,
    pub(crate) request: Request<Bytes>,
    pub(crate) options: CallOptions,
    /// The number of the page that is asked for, where pages are counted.
    pub(crate) page: Option<u32>,
}

/// Sends a request, retries it as policy and operation allow, and gives the final response,
/// whatever its status.
///
/// The future may be dropped at any time; a request that was already written may still be processed
/// by the server.
///
/// # Errors
///
/// Configuration, connect, timeout and transport errors.
pub(crate) fn execute(exchange: Exchange) -> BoxExchange {
    let spec = exchange.spec;
    // The names of OpenTelemetry's conventions for HTTP clients. The template of the path, not the path: ids are personal
    // data. No query, header or body either.
    let span = tracing::info_span!(
        "ory",
        otel.name = spec.id,
        otel.kind = "client",
        product = spec.product,
        http.request.method = spec.method.as_str(),
        url.template = spec.path,
        server.address = exchange.request.uri().host(),
        http.response.status_code = Empty,
        error.type = Empty,
        attempts = Empty,
        request_id = Empty,
    );
    Box::pin(observed(exchange, span.clone()).instrument(span))
}

/// The call, and afterwards what the span and the observer are told of it.
async fn observed(exchange: Exchange, span: tracing::Span) -> Result<Answer, Error> {
    let spec = exchange.spec;
    let watch = exchange.client.observer().map(|observer| {
        let server = exchange.request.uri().host().unwrap_or_default();
        let begun = std::time::Instant::now();
        (Arc::clone(observer), server.to_owned(), begun)
    });
    let mut attempts = 0;
    let result = run(exchange, &span, &mut attempts).await;
    let status = match &result {
        Ok(answer) => Some(answer.status()),
        Err(error) => error.status(),
    };
    // Answers are read later: a status that has no value is an error, whatever its body says.
    let refused = status.filter(|status| !spec.is_success(*status));
    let error_type = match (&result, &refused) {
        (Ok(_), None) => None,
        (_, Some(status)) => Some(status.as_str()),
        (Err(error), None) => Some(error.kind().as_str()),
    };
    if let Some(error_type) = error_type {
        span.record("error.type", error_type);
    }
    if let Some((observer, server, begun)) = watch {
        observer.call(&CallEvent {
            operation: spec.id,
            product: spec.product,
            method: &spec.method,
            path: spec.path,
            server: &server,
            status,
            error_type,
            attempts,
            elapsed: begun.elapsed(),
        });
    }
    result
}

async fn run(exchange: Exchange, span: &tracing::Span, made: &mut u32) -> Result<Answer, Error> {
    let Exchange {
        client,
        spec,
        mut request,
        options,
        page,
    } = exchange;
    let configuration = |message| Error::configuration(Some(spec), message);

    // Asking for the runtime is friendlier than the panic of whoever needs it first.
    if let Err(error) = runtime::current() {
        return Err(configuration(error.to_string()));
    }
    let timeout = options.timeout.unwrap_or(client.timeout());
    if timeout.is_zero() {
        let message =
            "the timeout of the call is zero, so that it would fail; raise `with_timeout`";
        return Err(configuration(message.to_owned()));
    }
    // A timeout that is too long for the clock is none.
    let deadline = Instant::now().checked_add(timeout);

    // Headers that all attempts share.
    let headers = request.headers_mut();
    headers
        .entry(USER_AGENT)
        .or_insert_with(|| client.user_agent().clone());
    for (name, value) in &options.headers {
        headers.insert(name.clone(), value.clone());
    }
    let request_id = headers
        .entry(REQUEST_ID)
        .or_insert_with(new_request_id)
        .clone();
    if let Ok(id) = request_id.to_str() {
        span.record("request_id", id);
    }
    let own_authorization = headers.contains_key(AUTHORIZATION);
    let credentials = client
        .credentials_for(
            spec,
            options.credentials.as_ref(),
            request.uri(),
            request.headers(),
        )
        .map_err(configuration)?;

    let mut attempts = Attempts {
        client: &client,
        spec,
        span,
        request,
        request_id,
        page,
        credentials,
        own_authorization,
        timeout,
        deadline,
        policy: options.retry.unwrap_or(client.retry()),
        number: 0,
    };
    loop {
        let verdict = attempts.next().await;
        *made = attempts.number;
        match verdict {
            Verdict::Done(answer) => return Ok(answer),
            Verdict::Failed(error) => return Err(error),
            // A last response is better than none if there is no time or no budget left to retry.
            Verdict::Again { last, delay } => {
                if !attempts.pause(delay).await {
                    return last;
                }
            }
        }
    }
}

/// 32 random hexadecimal digits in one allocation that all copies share.
fn new_request_id() -> HeaderValue {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut bits = fastrand::u128(..);
    let mut text = [0_u8; 32];
    for digit in &mut text {
        *digit = DIGITS[(bits & 15) as usize];
        bits >>= 4;
    }
    HeaderValue::from_maybe_shared(Bytes::from_owner(text))
        .unwrap_or(HeaderValue::from_static("none"))
}
