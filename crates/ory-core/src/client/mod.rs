//! The client that every product crate wraps, and its settings.

mod product_client;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::uri::{Authority, Scheme};
use http::{HeaderMap, HeaderValue, Request, Response, Uri};
use tower::util::BoxCloneSyncService;
use tower::{Layer, Service, ServiceExt};

use crate::call::operation::CallOptions;
use crate::call::retry::{RetryBudget, RetryPolicy};
use crate::credentials::Credentials;
use crate::error::{BoxError, Error};
use crate::spec::{Auth, Endpoint, OperationSpec};
use crate::transport::body::Body;
use crate::transport::proxy::is_loopback;
use crate::transport::{Transport, TransportSettings, as_transport};

/// A client: base URLs, credentials, a transport and the limits that all calls keep to.
///
/// One pointer, cheap to clone; built without a runtime and usable from several tokio runtimes, which need their
/// time and I/O drivers enabled. The product crates' clients wrap it.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    endpoints: Box<[Option<Base>]>,
    stack: Stack,
    timeout: Duration,
    attempt_timeout: Duration,
    response_body_limit: usize,
    retry: RetryPolicy,
    budget: RetryBudget,
    user_agent: HeaderValue,
    credentials: Option<Arc<dyn Credentials>>,
    workspace_credentials: Option<Arc<dyn Credentials>>,
    insecure_credentials: bool,
}

/// A base URL that was checked.
struct Base {
    /// Without a slash at its end.
    url: String,
    scheme: Scheme,
    authority: Authority,
    /// Nobody on the way can read what is sent: `https`, or this machine itself without a proxy.
    private: bool,
}

/// What a request goes through, once per attempt.
enum Stack {
    /// The transport alone: the usual case, without the allocations of the other.
    Direct(Transport),
    Layered(HttpStack),
}

/// A transport with the user's layers around it.
pub type HttpStack = BoxCloneSyncService<Request<Body>, Response<Body>, BoxError>;

impl Client {
    /// Begins a client without a product, for calling operations that one describes oneself.
    #[must_use]
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
            settings: ClientSettings::new("ory-core", env!("CARGO_PKG_VERSION")),
        }
    }

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
    /// A call's own are sent whatever the operation declares, the client's only where an API key is declared and
    /// nothing else was chosen for the call. None are sent to another host than the endpoint's or in the clear.
    pub(crate) fn credentials_for<'a>(
        &'a self,
        spec: &'static OperationSpec,
        options: &'a CallOptions,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<Option<(&'a dyn Credentials, &'a str)>, String> {
        let inner = &*self.inner;
        let chosen = match (&options.credentials, spec.auth) {
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
        if uri.scheme() != Some(&base.scheme) || uri.authority() != Some(&base.authority) {
            return Err(format!(
                "credentials are not sent to another host than that of `{}`",
                spec.endpoint.setter
            ));
        }
        if !base.private && !inner.insecure_credentials {
            return Err(format!(
                "`{}` is plain http, which would show the credentials to the network; use https, or \
                 `allow_insecure_credentials()` if the network is trusted",
                spec.endpoint.setter
            ));
        }
        let origin = base.scheme.as_str().len() + "://".len() + base.authority.as_str().len();
        Ok(Some((&**credentials, &base.url[..origin])))
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Response<Body>, BoxError> {
        match &self.inner.stack {
            Stack::Direct(transport) => transport.send(request).await,
            Stack::Layered(stack) => stack.clone().oneshot(request).await,
        }
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.inner.timeout
    }

    pub(crate) fn attempt_timeout(&self) -> Duration {
        self.inner.attempt_timeout
    }

    pub(crate) fn response_body_limit(&self) -> usize {
        self.inner.response_body_limit
    }

    pub(crate) fn retry(&self) -> RetryPolicy {
        self.inner.retry
    }

    pub(crate) fn budget(&self) -> &RetryBudget {
        &self.inner.budget
    }

    pub(crate) fn user_agent(&self) -> &HeaderValue {
        &self.inner.user_agent
    }

    pub(crate) fn allows_insecure_credentials(&self) -> bool {
        self.inner.insecure_credentials
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

/// Builds a [`Client`]. The builders of the product crates have the same setters, and those of their endpoints.
///
/// ```
/// use ory_core::operation::Endpoint;
/// use std::time::Duration;
///
/// # fn main() -> Result<(), ory_core::Error> {
/// let client = ory_core::Client::builder()
///     .endpoint(Endpoint::new(0, "public", "public_url"), "http://127.0.0.1:4433")
///     .timeout(Duration::from_secs(10))
///     .build()?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct ClientBuilder {
    settings: ClientSettings,
}

impl ClientBuilder {
    crate::client_setters! { settings }

    /// Sets the base URL of an endpoint.
    #[must_use]
    pub fn endpoint(mut self, endpoint: Endpoint, url: impl Into<String>) -> Self {
        self.settings.endpoint(endpoint, url);
        self
    }

    /// Builds the client. Nothing is sent, and no runtime is needed.
    ///
    /// # Errors
    ///
    /// A configuration error that names the setter and what to do.
    pub fn build(self) -> Result<Client, Error> {
        self.settings.build()
    }
}

/// A service that can be a client's transport: any cloneable tower service from one HTTP message to another.
///
/// Implemented for all that fit; there is nothing to implement by hand.
pub trait HttpService: Sized {
    #[doc(hidden)]
    fn into_given(self) -> GivenTransport;
}

impl<S, B> HttpService for S
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn into_given(self) -> GivenTransport {
        GivenTransport(match as_transport(&self) {
            Some(transport) => Stack::Direct(transport),
            None => Stack::Layered(erase(self)),
        })
    }
}

/// A layer that can be put around a client's transport: any tower layer over HTTP messages.
///
/// Implemented for all that fit; there is nothing to implement by hand.
pub trait HttpLayer {
    #[doc(hidden)]
    fn wrap(&self, inner: HttpStack) -> HttpStack;
}

impl<L, B> HttpLayer for L
where
    L: Layer<HttpStack>,
    L::Service: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    <L::Service as Service<Request<Body>>>::Error: Into<BoxError>,
    <L::Service as Service<Request<Body>>>::Future: Send + 'static,
    B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn wrap(&self, inner: HttpStack) -> HttpStack {
        erase(self.layer(inner))
    }
}

fn erase<S, B>(service: S) -> HttpStack
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    BoxCloneSyncService::new(
        service
            .map_response(|response: Response<B>| response.map(Body::new))
            .map_err(Into::into),
    )
}

/// A transport that the caller chose.
#[doc(hidden)]
pub struct GivenTransport(Stack);

/// What a client can be told. Held by the builder of every product crate.
///
/// The setters that users see are declared by [`client_setters!`](crate::client_setters).
#[doc(hidden)]
pub struct ClientSettings {
    product: &'static str,
    version: &'static str,
    /// Each endpoint's URL, with the name of the setter it came from; the last one counts.
    endpoints: Vec<(u8, &'static str, String)>,
    pub transport: TransportSettings,
    given: Option<GivenTransport>,
    layers: Vec<Box<dyn HttpLayer + Send + Sync>>,
    timeout: Duration,
    attempt_timeout: Duration,
    response_body_limit: usize,
    retry: RetryPolicy,
    retry_budget: u32,
    user_agent: Option<String>,
    credentials: Option<Arc<dyn Credentials>>,
    workspace_credentials: Option<Arc<dyn Credentials>>,
    insecure_credentials: bool,
}

impl ClientSettings {
    /// Time for a call with all its attempts, unless set otherwise: 60 seconds.
    pub const TIMEOUT: Duration = Duration::from_secs(60);
    /// Time for one attempt, unless set otherwise: 30 seconds.
    pub const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);
    /// Bytes of a response body, unless set otherwise: 10 MiB.
    pub const RESPONSE_BODY_LIMIT: usize = 10 * 1024 * 1024;

    /// The defaults; product and version go into `User-Agent`.
    #[must_use]
    pub fn new(product: &'static str, version: &'static str) -> Self {
        ClientSettings {
            product,
            version,
            endpoints: Vec::new(),
            transport: TransportSettings::default(),
            given: None,
            layers: Vec::new(),
            timeout: Self::TIMEOUT,
            attempt_timeout: Self::ATTEMPT_TIMEOUT,
            response_body_limit: Self::RESPONSE_BODY_LIMIT,
            retry: RetryPolicy::new(),
            retry_budget: RetryBudget::DEFAULT,
            user_agent: None,
            credentials: None,
            workspace_credentials: None,
            insecure_credentials: false,
        }
    }

    /// Sets an endpoint's URL by its own setter.
    pub fn endpoint(&mut self, endpoint: Endpoint, url: impl Into<String>) {
        self.endpoint_by(endpoint.setter, endpoint, url);
    }

    /// Sets an endpoint's URL by `setter`, such as the `url` that sets several; mistakes are reported under its
    /// name.
    pub fn endpoint_by(
        &mut self,
        setter: &'static str,
        endpoint: Endpoint,
        url: impl Into<String>,
    ) {
        self.endpoints.retain(|(slot, _, _)| *slot != endpoint.slot);
        self.endpoints.push((endpoint.slot, setter, url.into()));
    }

    pub fn set_timeout(&mut self, timeout: Duration) {
        self.timeout = timeout;
    }

    pub fn set_attempt_timeout(&mut self, timeout: Duration) {
        self.attempt_timeout = timeout;
    }

    pub fn set_response_body_limit(&mut self, bytes: usize) {
        self.response_body_limit = bytes;
    }

    pub fn set_retry(&mut self, policy: RetryPolicy) {
        self.retry = policy;
    }

    pub fn set_retry_budget(&mut self, retries: u32) {
        self.retry_budget = retries;
    }

    pub fn set_user_agent(&mut self, text: String) {
        self.user_agent = Some(text);
    }

    pub fn set_credentials(&mut self, credentials: Arc<dyn Credentials>) {
        self.credentials = Some(credentials);
    }

    pub fn set_workspace_credentials(&mut self, credentials: Arc<dyn Credentials>) {
        self.workspace_credentials = Some(credentials);
    }

    pub fn set_insecure_credentials(&mut self) {
        self.insecure_credentials = true;
    }

    pub fn set_transport(&mut self, service: impl HttpService) {
        self.given = Some(service.into_given());
    }

    pub fn add_layer(&mut self, layer: impl HttpLayer + Send + Sync + 'static) {
        self.layers.push(Box::new(layer));
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// A configuration error that names the setter and what to do.
    pub fn build(self) -> Result<Client, Error> {
        self.try_build()
            .map_err(|message| Error::configuration(None, message))
    }

    fn try_build(self) -> Result<Client, String> {
        let own = match (self.given, self.transport.touched()) {
            (Some(_), Some(setter)) => {
                return Err(format!(
                    "`{setter}` has no effect on a transport given with `transport`; set it on that transport"
                ));
            }
            (Some(given), None) => given.0,
            (None, _) => Stack::Direct(self.transport.build()?),
        };
        let transport = match &own {
            Stack::Direct(transport) => Some(transport.clone()),
            Stack::Layered(_) => None,
        };

        let slots = self
            .endpoints
            .iter()
            .map(|(slot, _, _)| usize::from(*slot) + 1)
            .max();
        let mut endpoints: Vec<Option<Base>> = Vec::new();
        endpoints.resize_with(slots.unwrap_or(0), || None);
        for (slot, setter, url) in &self.endpoints {
            let base = Base::new(setter, url, transport.as_ref())?;
            if base.scheme == Scheme::HTTPS
                && let Some(transport) = &transport
            {
                transport.prepare_tls()?;
            }
            endpoints[usize::from(*slot)] = Some(base);
        }

        for credentials in self.credentials.iter().chain(&self.workspace_credentials) {
            credentials.check()?;
            let mut known = endpoints.iter().flatten().peekable();
            if known.peek().is_some()
                && !self.insecure_credentials
                && known.all(|base| !base.private)
            {
                return Err(
                    "every URL is plain http, which would show the credentials to the network; use https, or \
                     `allow_insecure_credentials()` if the network is trusted"
                        .to_owned(),
                );
            }
        }

        for (setter, timeout) in [
            ("timeout", self.timeout),
            ("attempt_timeout", self.attempt_timeout),
        ] {
            if timeout.is_zero() {
                return Err(format!("`{setter}` is zero, so that every call would fail"));
            }
        }

        let ours = format!("{}/{}", self.product, self.version);
        let user_agent = match self.user_agent {
            Some(theirs) => format!("{theirs} {ours}"),
            None => ours,
        };
        // `Bytes` from an owner are cloned into each request without a further allocation.
        let user_agent = HeaderValue::from_maybe_shared(bytes::Bytes::from_owner(user_agent))
            .map_err(|_| {
                "`user_agent` holds a line break or another character that no header can carry"
                    .to_owned()
            })?;

        // The layer that was added first sees a request first.
        let stack = if self.layers.is_empty() {
            own
        } else {
            let innermost = match own {
                Stack::Direct(transport) => erase(transport),
                Stack::Layered(service) => service,
            };
            Stack::Layered(
                self.layers
                    .iter()
                    .rev()
                    .fold(innermost, |inner, layer| layer.wrap(inner)),
            )
        };

        Ok(Client {
            inner: Arc::new(Inner {
                endpoints: endpoints.into_boxed_slice(),
                stack,
                timeout: self.timeout,
                attempt_timeout: self.attempt_timeout,
                response_body_limit: self.response_body_limit,
                retry: self.retry,
                budget: RetryBudget::new(self.retry_budget),
                user_agent,
                credentials: self.credentials,
                workspace_credentials: self.workspace_credentials,
                insecure_credentials: self.insecure_credentials,
            }),
        })
    }
}

impl fmt::Debug for ClientSettings {
    /// URLs are not printed: one with a password in it is a mistake that only `build` finds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set: Vec<_> = self.endpoints.iter().map(|(_, setter, _)| setter).collect();
        f.debug_struct("ClientSettings")
            .field("product", &self.product)
            .field("endpoints", &set)
            .finish_non_exhaustive()
    }
}

impl Base {
    /// Checks a base URL. The text is not repeated in the messages: it may hold a password.
    fn new(setter: &str, url: &str, transport: Option<&Transport>) -> Result<Self, String> {
        let example = "such as https://slug.projects.oryapis.com or http://127.0.0.1:4433";
        let not_a_url = || format!("`{setter}` needs a URL with a scheme and a host, {example}");
        // http::Uri would drop a fragment without a word.
        if url.contains('#') {
            return Err(format!(
                "`{setter}` takes a base URL without a fragment; remove the `#` and what follows"
            ));
        }
        let uri: Uri = url.parse().map_err(|_| not_a_url())?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(not_a_url());
        };
        if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
            return Err(format!(
                "`{setter}` needs a URL whose scheme is http or https, {example}"
            ));
        }
        if authority.as_str().contains('@') {
            return Err(format!(
                "`{setter}` takes a base URL without user and password; give them to `credentials`"
            ));
        }
        let port = authority
            .as_str()
            .strip_prefix(authority.host())
            .unwrap_or_default();
        if authority.host().is_empty() || (!port.is_empty() && authority.port_u16().is_none()) {
            return Err(not_a_url());
        }
        let path = parts.path_and_query;
        if path.as_ref().is_some_and(|path| path.query().is_some()) {
            return Err(format!(
                "`{setter}` takes a base URL without a query; remove the `?` and what follows"
            ));
        }
        let prefix = path
            .as_ref()
            .map_or("", |path| path.path())
            .trim_end_matches('/');
        let url = format!("{scheme}://{authority}{prefix}");
        let private = scheme == Scheme::HTTPS
            || is_loopback(authority.host())
                && !transport.is_some_and(|transport| {
                    url.parse().is_ok_and(|uri| transport.shows_to_proxy(&uri))
                });
        Ok(Base {
            url,
            scheme,
            authority,
            private,
        })
    }
}
