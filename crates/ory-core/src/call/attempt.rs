//! One attempt of a call, and what follows from how it ended.

use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, LOCATION, SET_COOKIE};
use http::response::Parts;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body::Body as _;
use tokio::time::Instant;

use crate::call::answer::Answer;
use crate::client::Client;
use crate::client::retry::RetryPolicy;
use crate::credentials::{CredentialHeaders, Credentials, CredentialsError, Target};
use crate::error::{ApiError, BoxError, Error, ErrorKind, KeyKind};
use crate::headers;
use crate::spec::OperationSpec;
use crate::transport::body::{Body, Cause, CollectError};
use crate::transport::connect_error::ConnectError;
use crate::transport::{self, WANTS_CREDENTIALS};

/// What an attempt leads to.
pub(crate) enum Verdict {
    /// The call ends with this response.
    Done(Answer),
    /// The call ends with this error.
    Failed(Error),
    /// Another attempt may help; without one, the call ends with `last`.
    Again {
        last: Result<Answer, Error>,
        /// How long the server asks to wait.
        delay: Option<Duration>,
    },
}

/// The attempts of one call.
pub(crate) struct Attempts<'a> {
    pub(crate) client: &'a Client,
    pub(crate) spec: &'static OperationSpec,
    pub(crate) span: &'a tracing::Span,
    pub(crate) request: Request<Bytes>,
    pub(crate) request_id: HeaderValue,
    pub(crate) page: Option<u32>,
    /// The credentials, and the origin that they are for.
    pub(crate) credentials: Option<(&'a dyn Credentials, &'a str)>,
    /// Whether the request carries an `Authorization` of its own.
    pub(crate) own_authorization: bool,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Instant>,
    pub(crate) policy: RetryPolicy,
    /// How many attempts were begun.
    pub(crate) number: u32,
}

/// How far an attempt got, for the case that its time runs out.
struct Progress {
    credentials: CredentialHeaders,
    /// Whether the request was handed to the transport.
    sent: bool,
    /// The head of the response, once it was read.
    head: Option<Parts>,
}

/// Why an attempt gave no complete response.
enum Incomplete {
    Credentials(BoxError),
    Exchange(BoxError),
    Body(CollectError),
    Elapsed,
}

impl Attempts<'_> {
    /// Makes the next attempt.
    pub(crate) async fn next(&mut self) -> Verdict {
        self.number += 1;
        self.span.record("attempts", self.number);
        let request = if self.number < self.policy.max_attempts() {
            self.request.clone()
        } else {
            std::mem::take(&mut self.request)
        };
        let mut progress = Progress {
            credentials: CredentialHeaders::none(),
            sent: false,
            head: None,
        };
        let sending = self.send(request, &mut progress);
        let ended = match earlier(self.deadline, self.attempt_deadline()) {
            None => sending.await,
            Some(limit) => tokio::time::timeout_at(limit, sending)
                .await
                .unwrap_or(Err(Incomplete::Elapsed)),
        };
        self.judge(ended, progress)
    }

    /// When the attempt has to end, the call's own deadline aside.
    ///
    /// What cannot be repeated after a timeout has the call's time for its one attempt.
    fn attempt_deadline(&self) -> Option<Instant> {
        if !self.spec.is_safe() {
            return None;
        }
        Instant::now().checked_add(self.client.attempt_timeout())
    }

    /// Obtains credentials, sends the request and reads the response: its head into `progress`, its
    /// body as the result.
    async fn send(
        &self,
        mut request: Request<Bytes>,
        progress: &mut Progress,
    ) -> Result<Bytes, Incomplete> {
        if let Some((credentials, origin)) = self.credentials {
            let target = Target::new(self.client.sender(), self.spec, origin);
            progress.credentials = credentials
                .headers(target)
                .await
                .map_err(Incomplete::Credentials)?;
            add_credentials(request.headers_mut(), &progress.credentials)?;
        }
        progress.sent = true;
        let response = self
            .client
            .send(request.map(Body::from))
            .await
            .map_err(Incomplete::Exchange)?;
        let (head, body) = response.into_parts();
        let limit = self.body_limit(head.status);
        let is_value = self.spec.is_success(head.status);
        progress.head = Some(head);
        // Of an error the beginning is enough; a value that is too large is not even begun.
        if is_value && body.size_hint().lower() > limit as u64 {
            return Err(Incomplete::Body(CollectError {
                partial: Bytes::new(),
                cause: Cause::TooLarge,
            }));
        }
        body.collect(limit).await.map_err(Incomplete::Body)
    }

    fn body_limit(&self, status: StatusCode) -> usize {
        let limit = self.client.response_body_limit();
        // Kratos sends forms back under 4xx, which are values and no errors.
        let is_form = status.is_client_error() && self.spec.path.starts_with("/self-service/");
        if self.spec.is_success(status) || is_form {
            limit
        } else {
            limit.min(ApiError::LONGEST)
        }
    }

    fn judge(&self, ended: Result<Bytes, Incomplete>, progress: Progress) -> Verdict {
        let Progress {
            credentials,
            sent,
            head,
        } = progress;
        match (ended, head) {
            (Ok(body), Some(head)) => {
                self.answered(Response::from_parts(head, body), &credentials, true)
            }
            // The status of an error is worth reporting without its body.
            (Err(incomplete), Some(head)) if !self.spec.is_success(head.status) => {
                let body = match incomplete {
                    Incomplete::Body(error) => error.partial,
                    _ => Bytes::new(),
                };
                self.answered(Response::from_parts(head, body), &credentials, false)
            }
            (Err(incomplete), head) => {
                let (error, again) = self.failed(incomplete, sent);
                let error = match head {
                    Some(head) => error.with_reply(&Response::from_parts(head, Bytes::new())),
                    None => error,
                };
                let error = error.with_sent_request_id(&self.request_id);
                match again {
                    Again::Always => retried(error),
                    Again::IfSafe if self.spec.is_safe() => retried(error),
                    Again::IfSafe => Verdict::Failed(error),
                    Again::Never => Verdict::Failed(error.with_retryable(false)),
                }
            }
            // A body without a head does not exist.
            (Ok(_), None) => Verdict::Failed(self.error(ErrorKind::Transport, "no response")),
        }
    }

    /// Decides about a response.
    fn answered(
        &self,
        mut response: Response<Bytes>,
        credentials: &CredentialHeaders,
        complete: bool,
    ) -> Verdict {
        let status = response.status();
        self.span
            .record("http.response.status_code", status.as_u16());
        if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED
            && transport::was_forwarded(&response)
        {
            let error = self.error(ErrorKind::Connect, WANTS_CREDENTIALS);
            let error = error.with_sent_request_id(&self.request_id);
            return Verdict::Failed(error.with_retryable(false));
        }
        hide_secrets(response.headers_mut());
        let success = self.spec.is_success(status);
        if success && self.number == 1 {
            self.client.budget().deposit();
        }
        let delay = (!success)
            .then(|| headers::retry_delay(response.headers()))
            .flatten();
        let key = (status == StatusCode::UNAUTHORIZED)
            .then(|| self.rejected(credentials))
            .flatten();
        let answer = Answer::new(self.spec, response)
            .with_request_id(self.request_id.clone())
            .with_key(key)
            .with_page(self.page);
        let answer = if complete {
            answer
        } else {
            answer.incomplete()
        };
        if !success && self.spec.may_retry(status) {
            Verdict::Again {
                last: Ok(answer),
                delay,
            }
        } else {
            Verdict::Done(answer)
        }
    }

    /// Tells the credentials that they were refused; what is known of them.
    fn rejected(&self, sent: &CredentialHeaders) -> Option<KeyKind> {
        let Some((credentials, _)) = self.credentials else {
            return (!self.own_authorization).then_some(KeyKind::Absent);
        };
        credentials.rejected(sent);
        let (_, value) = sent.iter().find(|(name, _)| *name == AUTHORIZATION)?;
        let token = value.to_str().ok()?.strip_prefix("Bearer ");
        Some(token.map_or(KeyKind::Other, KeyKind::of))
    }

    /// The error of an attempt without a response, and whether another may help.
    fn failed(&self, incomplete: Incomplete, sent: bool) -> (Error, Again) {
        match incomplete {
            Incomplete::Credentials(source) => self.without_credentials(source),
            Incomplete::Exchange(source) => self.not_exchanged(source),
            Incomplete::Body(CollectError {
                cause: Cause::TooLarge,
                ..
            }) => {
                let message = format!(
                    "the body of the response is larger than {} bytes; raise `response_body_limit`",
                    self.client.response_body_limit()
                );
                (self.error(ErrorKind::Transport, &message), Again::Never)
            }
            Incomplete::Body(CollectError {
                cause: Cause::Broken(source),
                ..
            }) => {
                let message =
                    "the connection was lost before the body of the response was complete";
                let error = self.error(ErrorKind::Transport, message);
                (error.with_source(source), Again::IfSafe)
            }
            Incomplete::Elapsed => {
                let what = if sent {
                    "no complete response"
                } else {
                    "no credentials could be obtained"
                };
                let total = self.deadline.is_some_and(|end| Instant::now() >= end);
                let (limit, setter) = if total {
                    (self.timeout, "timeout")
                } else {
                    (self.client.attempt_timeout(), "attempt_timeout")
                };
                let message = format!("{what} within {limit:?} (`{setter}`)");
                let error = self.error(ErrorKind::Timeout, &message).with_sent(sent);
                (error, if sent { Again::IfSafe } else { Again::Always })
            }
        }
    }

    fn without_credentials(&self, source: BoxError) -> (Error, Again) {
        let (message, source, again) = match source.downcast::<CredentialsError>() {
            Ok(error) => {
                let message = format!("credentials could not be obtained: {error}");
                let again = if error.is_ambiguous() {
                    // The request for credentials may have been processed, and cannot be repeated.
                    let failed = self
                        .error(ErrorKind::Transport, &message)
                        .with_sent(true)
                        .with_cause(error.into_source());
                    return (failed, Again::Never);
                } else if error.is_permanent() {
                    Again::Never
                } else {
                    Again::Always
                };
                (message, error.into_source(), again)
            }
            Err(source) => (
                "credentials could not be obtained".to_owned(),
                Some(source),
                Again::Always,
            ),
        };
        let kind = match again {
            Again::Never => ErrorKind::Configuration,
            _ => ErrorKind::Connect,
        };
        (self.error(kind, &message).with_cause(source), again)
    }

    fn not_exchanged(&self, source: BoxError) -> (Error, Again) {
        let source = match source.downcast::<ConnectError>() {
            Ok(error) => return self.not_sent(*error),
            Err(source) => source,
        };
        let message = if transport::is_unreadable(&*source) {
            "the response is not valid HTTP; check the scheme and the port of the base URL (the \
             server may have processed the request)"
        } else {
            "the connection was lost before a complete response arrived; the server may have \
             processed the request"
        };
        let error = self.error(ErrorKind::Transport, message);
        (error.with_source(source), Again::IfSafe)
    }

    fn not_sent(&self, error: ConnectError) -> (Error, Again) {
        let kind = if error.is_configuration() {
            ErrorKind::Configuration
        } else {
            ErrorKind::Connect
        };
        let again = if error.is_lasting() {
            Again::Never
        } else {
            Again::Always
        };
        let message = error.to_string();
        let error = self.error(kind, &message).with_cause(error.into_cause());
        (error, again)
    }

    /// An error that says which attempt it was, if it was not the first.
    fn error(&self, kind: ErrorKind, message: &str) -> Error {
        let message = match self.number {
            1 => message.to_owned(),
            number => format!("{message} (attempt {number})"),
        };
        Error::exchange(kind, self.spec, message, None)
    }

    /// Waits before the next attempt; `false` if there is none: attempts, time or budget are used up.
    pub(crate) async fn pause(&self, delay: Option<Duration>) -> bool {
        if self.number >= self.policy.max_attempts() {
            return false;
        }
        let wait = self.policy.wait(self.number, delay);
        let Some(resume) = Instant::now().checked_add(wait) else {
            return false;
        };
        if self.deadline.is_some_and(|deadline| resume >= deadline) {
            return false;
        }
        if !self.client.budget().withdraw() {
            return false;
        }
        tracing::debug!(attempt = self.number, wait = ?wait, "retrying");
        tokio::time::sleep_until(resume).await;
        true
    }
}

/// Whether another attempt may help.
enum Again {
    /// Nothing was sent.
    Always,
    /// The request may have been processed.
    IfSafe,
    /// It would only fail again, or do harm.
    Never,
}

fn retried(error: Error) -> Verdict {
    Verdict::Again {
        last: Err(error),
        delay: None,
    }
}

fn add_credentials(
    headers: &mut HeaderMap,
    credentials: &CredentialHeaders,
) -> Result<(), Incomplete> {
    for (name, value) in credentials.iter() {
        if headers::belongs_to_connection(name) {
            let message = format!("they set `{name}`, a header that belongs to the connection");
            return Err(Incomplete::Credentials(
                CredentialsError::permanent(message).into(),
            ));
        }
        let mut value = value.clone();
        value.set_sensitive(true);
        headers.insert(name.clone(), value);
    }
    Ok(())
}

/// Marks the headers of a response that hold secrets, so that `Debug` does not print them.
fn hide_secrets(headers: &mut HeaderMap) {
    for name in [SET_COOKIE, LOCATION] {
        if let http::header::Entry::Occupied(mut values) = headers.entry(name) {
            values
                .iter_mut()
                .for_each(|value| value.set_sensitive(true));
        }
    }
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
