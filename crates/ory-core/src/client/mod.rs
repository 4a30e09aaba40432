//! The client that every product crate wraps.

pub(crate) mod base_url;
pub(crate) mod builder;
pub(crate) mod config;
pub(crate) mod middleware;
pub(crate) mod retry;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue, Request, Response, Uri};

use crate::client::base_url::Base;
use crate::client::retry::{RetryBudget, RetryPolicy};
use crate::credentials::Credentials;
use crate::error::BoxError;
use crate::guard::Observer;
use crate::spec::{Auth, Endpoint, OperationSpec};
use crate::transport::body::Body;
use crate::transport::sender::Sender;

/// A client: base URLs, credentials, a transport and the limits that all calls keep to.
///
/// One pointer, cheap to clone; built without a runtime and usable from several tokio runtimes,
/// which need their time and I/O drivers enabled. The product crates' clients wrap it.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    endpoints: Box<[Option<Base>]>,
    sender: Sender,
    timeout: Duration,
    retry: RetryPolicy,
    budget: RetryBudget,
    credentials: Option<Arc<dyn Credentials>>,
    workspace_credentials: Option<Arc<dyn Credentials>>,
    observer: Option<Arc<dyn Observer>>,
}

impl Client {
    /// The base URL of `endpoint`, without a slash at its end; or else what to do about it.
    pub(crate) fn base_url(&self, endpoint: Endpoint) -> Result<&str, String> {
        self.base(endpoint).map(|base| base.url.as_str())
    }

    fn base(&self, endpoint: Endpoint) -> Result<&Base, String> {
        let endpoints = &self.inner.endpoints;
        let base = if endpoint.slot == Endpoint::ANY {
            endpoints.iter().flatten().next()
        } else {
            endpoints
                .get(usize::from(endpoint.slot))
                .and_then(Option::as_ref)
        };
        base.ok_or_else(|| {
            format!(
                "the {} endpoint is not set; call `{}` on the client's builder",
                endpoint.name, endpoint.setter
            )
        })
    }

    /// The credentials to send with a call, if any may be sent.
    ///
    /// A call's own are sent whatever the operation declares, the client's only where an API key is
    /// declared and nothing else was chosen for the call. None are sent to another host than the
    /// endpoint's or in the clear.
    pub(crate) fn credentials_for<'a>(
        &'a self,
        spec: &'static OperationSpec,
        own: Option<&'a Arc<dyn Credentials>>,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<Option<(&'a dyn Credentials, &'a str)>, String> {
        let inner = &*self.inner;
        let chosen = match (own, spec.auth) {
            (Some(own), _) => Some(own),
            (None, _) if headers.contains_key(AUTHORIZATION) => None,
            (None, Auth::ApiKey) => inner.credentials.as_ref(),
            (None, Auth::WorkspaceApiKey) => inner.workspace_credentials.as_ref(),
            (None, _) => None,
        };
        let Some(credentials) = chosen else {
            return Ok(None);
        };
        let base = self.base(spec.endpoint)?;
        if !base.is_origin_of(uri) {
            return Err(format!(
                "credentials are not sent to another host than that of `{}`",
                spec.endpoint.setter
            ));
        }
        if !base.takes_credentials {
            return Err(format!(
                "`{}` is plain http, which would show the credentials to the network; use https, or \
                 `allow_insecure_credentials()` if the network is trusted",
                spec.endpoint.setter
            ));
        }
        Ok(Some((&**credentials, base.origin())))
    }

    /// The half of the client that sends, which is also what credentials are lent.
    pub(crate) fn sender(&self) -> &Sender {
        &self.inner.sender
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Response<Body>, BoxError> {
        self.inner.sender.send(request).await
    }

    /// Who is told of calls and checks.
    #[doc(hidden)]
    #[must_use]
    pub fn observer(&self) -> Option<&Arc<dyn Observer>> {
        self.inner.observer.as_ref()
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.inner.timeout
    }

    pub(crate) fn attempt_timeout(&self) -> Duration {
        self.inner.sender.attempt_timeout()
    }

    pub(crate) fn response_body_limit(&self) -> usize {
        self.inner.sender.response_body_limit()
    }

    pub(crate) fn retry(&self) -> RetryPolicy {
        self.inner.retry
    }

    pub(crate) fn budget(&self) -> &RetryBudget {
        &self.inner.budget
    }

    pub(crate) fn user_agent(&self) -> &HeaderValue {
        self.inner.sender.user_agent()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let urls = self.inner.endpoints.iter().flatten().map(|base| &base.url);
        f.debug_struct("Client")
            .field("endpoints", &urls.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
