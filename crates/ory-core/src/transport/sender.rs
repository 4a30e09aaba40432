//! What sends one request: the transport with the user's layers around it, and the limits that
//! every request keeps.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Request, Response};
use tower::ServiceExt;
use tower::util::BoxCloneSyncService;

use crate::error::BoxError;
use crate::transport::Transport;
use crate::transport::attempt::Attempt;
use crate::transport::body::Body;
use crate::transport::server_url::ServerUrl;

/// A transport with the user's layers around it, as a [`tower::Service`] without type parameters.
///
/// This is what a layer given to [`Config::layer`](crate::Config::layer) wraps.
pub type HttpStack = BoxCloneSyncService<Request<Body>, Response<Body>, BoxError>;

/// What a request passes through, once per attempt.
#[derive(Clone)]
pub(crate) enum Stack {
    /// The SDK's transport alone: the usual case, without the allocations of the other.
    Direct(Transport),
    /// A transport of the user's own, or layers.
    Layered(HttpStack),
}

/// The sending half of a client. One pointer, cheap to clone.
#[derive(Clone)]
pub(crate) struct Sender {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) stack: Stack,
    /// The SDK's own transport, where it is at the bottom of the stack.
    pub(crate) transport: Option<Transport>,
    pub(crate) attempt_timeout: Duration,
    pub(crate) response_body_limit: usize,
    pub(crate) user_agent: HeaderValue,
    pub(crate) insecure_credentials: bool,
}

impl Sender {
    pub(crate) fn new(inner: Inner) -> Self {
        Sender {
            inner: Arc::new(inner),
        }
    }

    /// Sends one request and returns the response once its headers are there.
    ///
    /// # Errors
    ///
    /// A [`ConnectError`](crate::ConnectError) if, and only if, the request was not sent.
    pub(crate) async fn send(
        &self,
        mut request: Request<Body>,
    ) -> Result<Response<Body>, BoxError> {
        match &self.inner.stack {
            Stack::Direct(transport) => transport.send(request).await,
            Stack::Layered(stack) => {
                let attempt = Attempt::default();
                request.extensions_mut().insert(attempt.clone());
                let response = stack.clone().oneshot(request).await;
                response.map_err(|error| attempt.judge(error))
            }
        }
    }

    /// Whether nobody on the way can read what is sent to `url`: it is `https`, or this machine
    /// itself and no proxy in between.
    pub(crate) fn is_private(&self, url: &ServerUrl) -> bool {
        let forwarded = || {
            let transport = self.inner.transport.as_ref();
            transport.is_some_and(|transport| transport.shows_to_proxy(url.uri()))
        };
        url.is_https() || url.is_loopback() && !forwarded()
    }

    /// Whether secrets may be sent to `url`: nobody on the way can read them, or the user said that
    /// it does not matter (`allow_insecure_credentials`).
    pub(crate) fn may_send_secrets_to(&self, url: &ServerUrl) -> bool {
        self.inner.insecure_credentials || self.is_private(url)
    }

    /// Reports now what a request to `url` would fail with later.
    pub(crate) fn prepare(&self, url: &ServerUrl) -> Result<(), String> {
        match &self.inner.transport {
            Some(transport) => transport.prepare(url),
            None => Ok(()),
        }
    }

    pub(crate) fn attempt_timeout(&self) -> Duration {
        self.inner.attempt_timeout
    }

    pub(crate) fn response_body_limit(&self) -> usize {
        self.inner.response_body_limit
    }

    pub(crate) fn user_agent(&self) -> &HeaderValue {
        &self.inner.user_agent
    }
}
