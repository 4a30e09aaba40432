//! How clients connect, wait and retry: one value that the clients of several products share.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::HeaderValue;

use crate::client::middleware::{HttpLayer, HttpService, erase};
use crate::client::retry::{RetryBudget, RetryPolicy};
use crate::error::Error;
use crate::guard::Observer;
use crate::transport::Transport;
use crate::transport::attempt::Noting;
use crate::transport::proxy::ProxySetting;
use crate::transport::sender::{self, Sender, Stack};
use crate::transport::settings::TransportSettings;
use crate::transport::tls::TlsRoots;

/// How clients connect, wait and retry: timeouts, retries, limits, TLS, proxies, layers and the
/// transport.
///
/// A configuration is a value. Give the same one to the clients of several products, and they share
/// its settings and its connections:
///
/// ```
/// use std::time::Duration;
///
/// use ory_core::operation::Endpoint;
/// use ory_core::{Client, Config, RetryPolicy};
///
/// # fn main() -> Result<(), ory_core::Error> {
/// let config = Config::for_requests()
///     .retry(RetryPolicy::new().attempts(2))
///     .user_agent("shop/2.1");
/// const PUBLIC: Endpoint = Endpoint::new(0, "public", "public_url");
/// let kratos = Client::builder().endpoint(PUBLIC, "http://127.0.0.1:4433").config(&config).build()?;
/// let hydra = Client::builder().endpoint(PUBLIC, "http://127.0.0.1:4444").config(&config).build()?;
/// # let _ = (kratos, hydra);
/// # Ok(())
/// # }
/// ```
///
/// The pool of connections is made with the first client that is built, and clones of the
/// configuration share it. A clone whose *connection* settings are changed afterwards
/// (`connect_timeout`, the pool, keep-alive, `tls_roots`, `proxy`) has a pool of its own; other
/// settings may differ between clones of one pool. The retry budget belongs to each client, because
/// a server that is down says nothing about another. Nothing is checked before a client is built;
/// `build()` reports every mistake.
#[derive(Clone)]
pub struct Config {
    timeout: Duration,
    attempt_timeout: Duration,
    response_body_limit: usize,
    retry: RetryPolicy,
    retry_budget: u32,
    user_agent: Option<String>,
    layers: Vec<Arc<dyn HttpLayer + Send + Sync>>,
    /// A transport of the user's own.
    transport: Option<Stack>,
    /// The settings of the SDK's own transport, and the transport once it was made.
    connections: TransportSettings,
    pool: Arc<OnceLock<Result<Transport, String>>>,
    observer: Option<Arc<dyn Observer>>,
    /// The first connection setting that was called, to be named where it cannot have an effect.
    connection_setter: Option<&'static str>,
}

impl Config {
    pub(crate) const TIMEOUT: Duration = Duration::from_secs(60);
    pub(crate) const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);
    pub(crate) const RESPONSE_BODY_LIMIT: usize = 10 * 1024 * 1024;

    /// The defaults, which suit jobs and scripts; the [front page](crate#defaults) lists them.
    #[must_use]
    pub fn new() -> Self {
        Config {
            timeout: Self::TIMEOUT,
            attempt_timeout: Self::ATTEMPT_TIMEOUT,
            response_body_limit: Self::RESPONSE_BODY_LIMIT,
            retry: RetryPolicy::new(),
            retry_budget: RetryBudget::DEFAULT,
            user_agent: None,
            layers: Vec::new(),
            transport: None,
            connections: TransportSettings::default(),
            pool: Arc::default(),
            observer: None,
            connection_setter: None,
        }
    }

    /// The settings for what serves requests itself, where somebody waits for the page: a call
    /// takes at most 5 seconds, an attempt 3 and connecting 2. Everything else is as in
    /// [`Config::new`].
    ///
    /// ```
    /// let config = ory_core::Config::for_requests();
    /// # let _ = config;
    /// ```
    #[must_use]
    pub fn for_requests() -> Self {
        let mut config = Config::new();
        config.timeout = Duration::from_secs(5);
        config.attempt_timeout = Duration::from_secs(3);
        config.connections.connect_timeout = Duration::from_secs(2);
        config
    }

    /// Sets how long a call may take with all its attempts and the waits between them. Default: 60
    /// seconds.
    ///
    /// Zero is refused by `build()`.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how long one attempt may take, from obtaining credentials to the last byte of the body.
    /// Default: 30 seconds.
    ///
    /// An operation that must not be processed twice is not attempted again after a timeout, so its
    /// attempt has the whole time of the call. Zero is refused by `build()`.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Sets how many bytes of a response body are read. Default: 10 MiB.
    ///
    /// A call whose response is larger fails; of the body of an error at most 64 KiB are kept.
    #[must_use]
    pub fn response_body_limit(mut self, bytes: usize) -> Self {
        self.response_body_limit = bytes;
        self
    }

    /// Sets how many attempts a call has and how long it waits between them. Default: 3 attempts.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets how many retries all calls of a client may spend in a row; ten calls that succeed at
    /// the first attempt earn one back. Default: 100. It keeps retries from multiplying the load on
    /// a server that is down.
    #[must_use]
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Puts your own product and version in front of the SDK's in `User-Agent`: `my-service/1.2`.
    #[must_use]
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = Some(text.into());
        self
    }

    /// Sets who is told of every call, and of every check of a layer that guards by this client: for metrics.
    ///
    /// ```
    /// use ory_core::{CallEvent, Config, Observer};
    ///
    /// struct Log;
    /// impl Observer for Log {
    ///     fn call(&self, event: &CallEvent<'_>) {
    ///         println!("{} took {:?}", event.operation, event.elapsed);
    ///     }
    /// }
    /// let config = Config::new().observer(Log);
    /// # let _ = config;
    /// ```
    #[must_use]
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Adds a tower layer around the transport. It sees HTTP messages as they are sent, credentials
    /// included, and runs once per attempt; the layer that was added first sees a request first.
    ///
    /// # What a layer's error means
    ///
    /// Whether a request was sent is known by the transport at the bottom, which notes it for each
    /// attempt; what a layer returns does not change it. If the transport could not connect, the
    /// request is retried, whatever the layer made of the error. If the request was given to a
    /// connection, or the layer failed without calling the transport, the error counts as "the
    /// server may have processed the request", and only operations that are safe to repeat are
    /// retried. So a layer may call other services and fail with their errors. One that replaces a
    /// request instead of changing it has to keep its extensions, where the note is found.
    ///
    /// See [`HttpLayer`] for an example.
    #[must_use]
    pub fn layer(mut self, layer: impl HttpLayer + Send + Sync + 'static) -> Self {
        self.layers.push(Arc::new(layer));
        self
    }

    /// Sends requests by this service instead of the SDK's own transport: for tests without a
    /// network, for connections that the SDK does not make (a Unix socket), or a [`Transport`] that
    /// was made by itself.
    ///
    /// The settings of connections have no effect then; `build()` refuses them. See [`HttpService`]
    /// for an example and for what its errors mean.
    #[must_use]
    pub fn transport(mut self, service: impl HttpService) -> Self {
        self.transport = Some(service.into_stack().0);
        self
    }

    /// Sets how long connecting may take: name lookup, TCP, proxy and TLS together. Default: 5
    /// seconds.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connections("connect_timeout").connect_timeout = timeout;
        self
    }

    /// Sets how long an idle connection is kept for the next call. Default: 15 seconds.
    ///
    /// Shorter than most load balancers wait, on purpose: one that closes silently costs the next
    /// request.
    #[must_use]
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.connections("pool_idle_timeout").pool_idle_timeout = timeout;
        self
    }

    /// Sets how many idle connections are kept per host and runtime. Default: 128. With 0 every
    /// call makes its own.
    #[must_use]
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.connections("pool_max_idle_per_host")
            .pool_max_idle_per_host = connections;
        self
    }

    /// Sets after how much silence TCP checks that the other side is still there, `None` for never.
    /// Default: 30 seconds.
    #[must_use]
    pub fn tcp_keep_alive(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.connections("tcp_keep_alive").tcp_keep_alive = interval.into();
        self
    }

    /// Sets after how much silence a ping is sent on an HTTP/2 connection in use, `None` for never.
    /// Default: 20 seconds.
    #[cfg(feature = "http2")]
    #[must_use]
    pub fn http2_keep_alive(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.connections("http2_keep_alive").http2_keep_alive = interval.into();
        self
    }

    /// Sets how long an HTTP/2 ping may stay unanswered before the connection is given up. Default:
    /// 10 seconds.
    #[cfg(feature = "http2")]
    #[must_use]
    pub fn http2_keep_alive_timeout(mut self, timeout: Duration) -> Self {
        self.connections("http2_keep_alive_timeout")
            .http2_keep_alive_timeout = timeout;
        self
    }

    /// Sets which certificate authorities are trusted. Default: the platform's.
    #[must_use]
    pub fn tls_roots(mut self, roots: TlsRoots) -> Self {
        self.connections("tls_roots").roots = roots;
        self
    }

    /// Sends everything through this proxy, whatever the environment says:
    /// `http://user:password@proxy.example:3128`, or `https://...` for one that is itself reached
    /// by TLS.
    ///
    /// The password may hold any character but line breaks; `%` begins an escape. `https` URLs are
    /// tunnelled (CONNECT), `http` URLs are forwarded, loopback addresses included. Without this
    /// setting `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` are read when the first
    /// client is built, and loopback addresses never go through a proxy. A URL that cannot be used
    /// is reported by `build()`.
    #[must_use]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.connections("proxy").proxy = ProxySetting::Url(url.into());
        self
    }

    /// Uses no proxy, whatever the environment says.
    #[must_use]
    pub fn no_proxy(mut self) -> Self {
        self.connections("no_proxy").proxy = ProxySetting::Never;
        self
    }

    /// The SDK's transport of this configuration, connections included: a [`tower::Service`] that
    /// sends one request, without credentials, layers or retries.
    ///
    /// It is the one that clients of this configuration use, unless [`Config::transport`] names
    /// another.
    ///
    /// # Errors
    ///
    /// A configuration error: a proxy's URL or a PEM file that cannot be used.
    pub fn to_transport(&self) -> Result<Transport, Error> {
        self.own_transport()
            .map_err(|message| Error::configuration(None, message))
    }

    /// The settings of connections, for `setter`. What was connected by the old ones is not shared
    /// any longer.
    fn connections(&mut self, setter: &'static str) -> &mut TransportSettings {
        self.connection_setter.get_or_insert(setter);
        self.pool = Arc::default();
        &mut self.connections
    }

    /// The SDK's own transport of this configuration, made once.
    fn own_transport(&self) -> Result<Transport, String> {
        self.pool
            .get_or_init(|| Transport::by(&self.connections))
            .clone()
    }

    /// What sends the requests of a client of this product.
    pub(crate) fn sender(
        &self,
        (product, version): (&str, &str),
        insecure_credentials: bool,
    ) -> Result<Sender, String> {
        let innermost = match (&self.transport, self.connection_setter) {
            (Some(_), Some(setter)) => {
                return Err(format!(
                    "`{setter}` has no effect on a transport given with `transport`; set it on that transport"
                ));
            }
            (Some(given), None) => given.clone(),
            (None, _) => Stack::Direct(self.own_transport()?),
        };
        let transport = match &innermost {
            Stack::Direct(transport) => Some(transport.clone()),
            Stack::Layered(_) => None,
        };
        // The layer that was added first sees a request first.
        let stack = if self.layers.is_empty() {
            innermost
        } else {
            let innermost = match innermost {
                Stack::Direct(transport) => erase(Noting(transport)),
                Stack::Layered(service) => service,
            };
            let layers = self.layers.iter().rev();
            Stack::Layered(layers.fold(innermost, |inner, layer| layer.wrap(inner)))
        };
        if self.attempt_timeout.is_zero() {
            return Err("`attempt_timeout` is zero, so that every call would fail".to_owned());
        }
        let ours = format!("{product}/{version}");
        let user_agent = match &self.user_agent {
            Some(theirs) => format!("{theirs} {ours}"),
            None => ours,
        };
        // `Bytes` from an owner are cloned into each request without a further allocation.
        let user_agent = HeaderValue::from_maybe_shared(bytes::Bytes::from_owner(user_agent))
            .map_err(
                |_| "`user_agent` holds a line break or another character that no header can carry",
            )?;
        Ok(Sender::new(sender::Inner {
            stack,
            transport,
            attempt_timeout: self.attempt_timeout,
            response_body_limit: self.response_body_limit,
            user_agent,
            insecure_credentials,
        }))
    }

    /// The time for a call, where `own` is the client's own setting.
    pub(crate) fn call_timeout(&self, own: Option<Duration>) -> Result<Duration, String> {
        let timeout = own.unwrap_or(self.timeout);
        if timeout.is_zero() {
            return Err("`timeout` is zero, so that every call would fail".to_owned());
        }
        Ok(timeout)
    }

    pub(crate) fn retry_policy(&self) -> RetryPolicy {
        self.retry
    }

    pub(crate) fn told(&self) -> Option<Arc<dyn Observer>> {
        self.observer.clone()
    }

    pub(crate) fn new_retry_budget(&self) -> RetryBudget {
        RetryBudget::new(self.retry_budget)
    }
}

impl Default for Config {
    fn default() -> Self {
        Config::new()
    }
}

impl fmt::Debug for Config {
    /// A proxy's URL, which may hold a password, is not printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("response_body_limit", &self.response_body_limit)
            .field("retry", &self.retry)
            .field("retry_budget", &self.retry_budget)
            .field("user_agent", &self.user_agent)
            .field("layers", &self.layers.len())
            .field("own_transport", &self.transport.is_some())
            .field("connections", &self.connections)
            .finish_non_exhaustive()
    }
}
