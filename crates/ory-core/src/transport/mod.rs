//! Connections: how they are made, kept and shared.

pub(crate) mod body;
pub(crate) mod proxy;
pub(crate) mod tls;

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::PROXY_AUTHORIZATION;
use http::{Request, Response, Uri};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::{Handle, Id};
use tower::Service;

use crate::error::{BoxError, Error};
use crate::transport::body::Body;
use crate::transport::proxy::{Proxies, ProxySetting};
use crate::transport::tls::{Tls, TlsRoots};

/// A pool of connections with the settings they are made by, shared by everything that clones it.
///
/// A client makes its own unless it is given one; give the same one to several product clients and they share
/// their connections. It is built without a runtime and can be used from several: each runtime has connections of
/// its own, so that one that ends or stands still does not break the calls of another.
///
/// It is also a [`tower::Service`] that sends one request, without credentials or retries.
///
/// ```
/// # fn main() -> Result<(), ory_core::Error> {
/// let transport = ory_core::Transport::builder()
///     .connect_timeout(std::time::Duration::from_secs(2))
///     .build()?;
/// let client = ory_core::Client::builder().transport(transport.clone()).build()?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Transport {
    inner: Arc<Inner>,
}

struct Inner {
    connector: Connector,
    settings: PoolSettings,
    pools: Mutex<Vec<(Id, Arc<Pool>)>>,
}

type Pool = legacy::Client<Connector, Body>;

/// Pools of this many runtimes are kept. More than a few are only seen where each test has a runtime of its own;
/// dropping a pool closes its idle connections and harms no call.
const MAX_RUNTIMES: usize = 16;

#[derive(Clone, Copy)]
struct PoolSettings {
    idle_timeout: Option<Duration>,
    max_idle_per_host: usize,
    #[cfg(feature = "http2")]
    http2_keep_alive_interval: Option<Duration>,
    #[cfg(feature = "http2")]
    http2_keep_alive_timeout: Duration,
}

impl Transport {
    /// Begins a transport with the default settings.
    #[must_use]
    pub fn builder() -> TransportBuilder {
        TransportBuilder {
            settings: TransportSettings::default(),
        }
    }

    /// The pool of the current runtime.
    fn pool(&self) -> Result<Arc<Pool>, ConnectError> {
        let runtime = Handle::try_current().map_err(|_| {
            ConnectError::new(
                ConnectErrorKind::Runtime,
                "calls need a tokio runtime; await them inside of one",
            )
        })?;
        let id = runtime.id();
        // A poisoned list is still a list: nothing panics while it is half changed.
        let mut pools = self
            .inner
            .pools
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((_, pool)) = pools.iter().find(|(of, _)| *of == id) {
            return Ok(Arc::clone(pool));
        }
        if pools.len() >= MAX_RUNTIMES {
            pools.remove(0);
        }
        let pool = Arc::new(self.inner.settings.pool(self.inner.connector.clone()));
        pools.push((id, Arc::clone(&pool)));
        Ok(pool)
    }

    /// Whether requests for `uri` are handed to a proxy that can read them.
    pub(crate) fn shows_to_proxy(&self, uri: &Uri) -> bool {
        uri.scheme_str() == Some("http") && self.inner.connector.0.proxies.intercept(uri).is_some()
    }

    /// Reports now what an `https` URL would fail with later.
    pub(crate) fn prepare_tls(&self) -> Result<(), String> {
        self.inner.connector.0.tls.server().map(drop)
    }

    pub(crate) fn send(&self, mut request: Request<Body>) -> SendFuture {
        let pool = match self.pool() {
            Ok(pool) => pool,
            Err(error) => return SendFuture(Sending::Failed(Some(error))),
        };
        // A tunnel's proxy is told its credentials by CONNECT; one that relays is told with each request.
        if request.uri().scheme_str() == Some("http")
            && let Some(intercept) = self.inner.connector.0.proxies.intercept(request.uri())
            && let Some(credentials) = intercept.basic_auth()
        {
            request
                .headers_mut()
                .insert(PROXY_AUTHORIZATION, credentials.clone());
        }
        SendFuture(Sending::Pool(pool.request(request)))
    }
}

impl PoolSettings {
    /// Bytes that are read at once at most, which is also what the head of a response may measure.
    const READ_BUFFER: usize = 128 * 1024;

    fn pool(&self, connector: Connector) -> Pool {
        let mut builder = legacy::Client::builder(TokioExecutor::new());
        builder
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(self.idle_timeout)
            .pool_max_idle_per_host(self.max_idle_per_host)
            // Repeats a request that a dead connection gave back unsent, and no other.
            .retry_canceled_requests(true)
            // A large body is read in pieces that stay in the processor's cache until they are copied out.
            .http1_max_buf_size(Self::READ_BUFFER);
        #[cfg(feature = "http2")]
        builder
            .http2_keep_alive_interval(self.http2_keep_alive_interval)
            .http2_keep_alive_timeout(self.http2_keep_alive_timeout);
        builder.build(connector)
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport").finish_non_exhaustive()
    }
}

impl Service<Request<Body>> for Transport {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = SendFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> SendFuture {
        self.send(request)
    }
}

/// The response of a [`Transport`], its body still to be read.
#[must_use = "futures do nothing unless awaited"]
pub struct SendFuture(Sending);

enum Sending {
    Failed(Option<ConnectError>),
    Pool(legacy::ResponseFuture),
}

impl Future for SendFuture {
    type Output = Result<Response<Body>, BoxError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            Sending::Failed(error) => match error.take() {
                Some(error) => Poll::Ready(Err(error.into())),
                None => Poll::Pending,
            },
            Sending::Pool(future) => Pin::new(future)
                .poll(cx)
                .map_ok(|response| response.map(Body::incoming))
                .map_err(Into::into),
        }
    }
}

impl fmt::Debug for SendFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SendFuture")
    }
}

/// What a transport can be told. Held by [`TransportBuilder`] and by every client builder.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct TransportSettings {
    connect_timeout: Duration,
    pool_idle_timeout: Duration,
    pool_max_idle_per_host: usize,
    tcp_keep_alive: Option<Duration>,
    #[cfg(feature = "http2")]
    http2_keep_alive: Option<Duration>,
    #[cfg(feature = "http2")]
    http2_keep_alive_timeout: Duration,
    roots: TlsRoots,
    proxy: ProxySetting,
    /// The first setter that was called, to be named where it cannot have an effect.
    touched: Option<&'static str>,
}

impl TransportSettings {
    /// Time to connect, unless set otherwise: 5 seconds.
    pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
    /// Time an idle connection is kept, unless set otherwise: 15 seconds.
    pub const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(15);
    /// Idle connections per host, unless set otherwise: 128.
    pub const POOL_MAX_IDLE_PER_HOST: usize = 128;
    /// Silence before TCP asks whether the other side is there, unless set otherwise: 30 seconds.
    pub const TCP_KEEP_ALIVE: Duration = Duration::from_secs(30);
    /// Silence before HTTP/2 sends a ping, unless set otherwise: 20 seconds.
    pub const HTTP2_KEEP_ALIVE: Duration = Duration::from_secs(20);
    /// Time a ping may go unanswered, unless set otherwise: 10 seconds.
    pub const HTTP2_KEEP_ALIVE_TIMEOUT: Duration = Duration::from_secs(10);

    pub(crate) fn touched(&self) -> Option<&'static str> {
        self.touched
    }

    fn touch(&mut self, setter: &'static str) -> &mut Self {
        self.touched.get_or_insert(setter);
        self
    }

    pub fn set_connect_timeout(&mut self, timeout: Duration) {
        self.touch("connect_timeout").connect_timeout = timeout;
    }

    pub fn set_pool_idle_timeout(&mut self, timeout: Duration) {
        self.touch("pool_idle_timeout").pool_idle_timeout = timeout;
    }

    pub fn set_pool_max_idle_per_host(&mut self, connections: usize) {
        self.touch("pool_max_idle_per_host").pool_max_idle_per_host = connections;
    }

    pub fn set_tcp_keep_alive(&mut self, interval: Option<Duration>) {
        self.touch("tcp_keep_alive").tcp_keep_alive = interval;
    }

    #[cfg(feature = "http2")]
    pub fn set_http2_keep_alive(&mut self, interval: Option<Duration>) {
        self.touch("http2_keep_alive").http2_keep_alive = interval;
    }

    #[cfg(feature = "http2")]
    pub fn set_http2_keep_alive_timeout(&mut self, timeout: Duration) {
        self.touch("http2_keep_alive_timeout")
            .http2_keep_alive_timeout = timeout;
    }

    pub fn set_tls_roots(&mut self, roots: TlsRoots) {
        self.touch("tls_roots").roots = roots;
    }

    pub fn set_proxy(&mut self, url: String) {
        self.touch("proxy").proxy = ProxySetting::Url(url);
    }

    pub fn set_no_proxy(&mut self) {
        self.touch("no_proxy").proxy = ProxySetting::Never;
    }

    pub(crate) fn build(&self) -> Result<Transport, String> {
        let proxies = Proxies::new(&self.proxy)?;
        let tls = Tls::new(self.roots.clone(), cfg!(feature = "http2"));
        tls.check()?;
        if self.proxy.is_reached_by_tls() {
            tls.server()?;
        }
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(self.tcp_keep_alive);
        Ok(Transport {
            inner: Arc::new(Inner {
                connector: Connector(Arc::new(Settings {
                    tcp,
                    tls,
                    proxies,
                    timeout: self.connect_timeout,
                })),
                settings: PoolSettings {
                    idle_timeout: Some(self.pool_idle_timeout),
                    max_idle_per_host: self.pool_max_idle_per_host,
                    #[cfg(feature = "http2")]
                    http2_keep_alive_interval: self.http2_keep_alive,
                    #[cfg(feature = "http2")]
                    http2_keep_alive_timeout: self.http2_keep_alive_timeout,
                },
                pools: Mutex::new(Vec::new()),
            }),
        })
    }
}

impl Default for TransportSettings {
    fn default() -> Self {
        TransportSettings {
            connect_timeout: Self::CONNECT_TIMEOUT,
            pool_idle_timeout: Self::POOL_IDLE_TIMEOUT,
            pool_max_idle_per_host: Self::POOL_MAX_IDLE_PER_HOST,
            tcp_keep_alive: Some(Self::TCP_KEEP_ALIVE),
            #[cfg(feature = "http2")]
            http2_keep_alive: Some(Self::HTTP2_KEEP_ALIVE),
            #[cfg(feature = "http2")]
            http2_keep_alive_timeout: Self::HTTP2_KEEP_ALIVE_TIMEOUT,
            roots: TlsRoots::default(),
            proxy: ProxySetting::default(),
            touched: None,
        }
    }
}

/// Declares the setters of everything that concerns connections, once for all builders that have them.
///
/// `$settings` is the path from `self` to a [`TransportSettings`].
#[doc(hidden)]
#[macro_export]
macro_rules! __transport_setters {
    ($($settings:tt)+) => {
        /// Sets how long making a connection may take: name lookup, TCP, proxy and TLS together. Default: 5 seconds.
        #[must_use]
        pub fn connect_timeout(mut self, timeout: ::core::time::Duration) -> Self {
            self.$($settings)+.set_connect_timeout(timeout);
            self
        }

        /// Sets how long an idle connection is kept for the next call. Default: 15 seconds.
        ///
        /// Shorter than most balancers' patience on purpose: one that closes silently costs the next request.
        #[must_use]
        pub fn pool_idle_timeout(mut self, timeout: ::core::time::Duration) -> Self {
            self.$($settings)+.set_pool_idle_timeout(timeout);
            self
        }

        /// Sets how many idle connections are kept per host. Default: 128. With 0 every call makes its own.
        #[must_use]
        pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
            self.$($settings)+.set_pool_max_idle_per_host(connections);
            self
        }

        /// Sets after how much silence TCP asks whether the other side is still there, `None` for never. Default:
        /// 30 seconds.
        #[must_use]
        pub fn tcp_keep_alive(
            mut self,
            interval: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>,
        ) -> Self {
            self.$($settings)+.set_tcp_keep_alive(interval.into());
            self
        }

        $crate::__http2_setters! { $($settings)+ }

        /// Sets which certificate authorities are trusted. Default: the platform's.
        #[must_use]
        pub fn tls_roots(mut self, roots: $crate::TlsRoots) -> Self {
            self.$($settings)+.set_tls_roots(roots);
            self
        }

        /// Sends everything through this proxy, whatever the environment says:
        /// `http://user:password@proxy.example:3128`, or `https://...` for one that is itself reached by TLS.
        ///
        /// `https` URLs are tunnelled (CONNECT), `http` URLs are relayed, loopback addresses included. Without this
        /// setting `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` are read when the builder builds, and
        /// loopback addresses are never sent to a proxy. A URL that cannot be used is reported by `build()`.
        #[must_use]
        pub fn proxy(mut self, url: impl ::core::convert::Into<::std::string::String>) -> Self {
            self.$($settings)+.set_proxy(url.into());
            self
        }

        /// Uses no proxy, whatever the environment says.
        #[must_use]
        pub fn no_proxy(mut self) -> Self {
            self.$($settings)+.set_no_proxy();
            self
        }
    };
}

/// The setters that exist with the feature `http2` of ory-core; a macro of their own because a `cfg` inside a macro
/// would be read in the crate that uses it.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "http2")]
macro_rules! __http2_setters {
    ($($settings:tt)+) => {
        /// Sets after how much silence a ping is sent on an HTTP/2 connection in use, `None` for never. Default: 20
        /// seconds.
        #[must_use]
        pub fn http2_keep_alive(
            mut self,
            interval: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>,
        ) -> Self {
            self.$($settings)+.set_http2_keep_alive(interval.into());
            self
        }

        /// Sets how long an HTTP/2 ping may go unanswered before the connection is given up. Default: 10 seconds.
        #[must_use]
        pub fn http2_keep_alive_timeout(mut self, timeout: ::core::time::Duration) -> Self {
            self.$($settings)+.set_http2_keep_alive_timeout(timeout);
            self
        }
    };
}

/// Nothing, without the feature `http2`.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "http2"))]
macro_rules! __http2_setters {
    ($($settings:tt)+) => {};
}

/// Settings of a [`Transport`] that is to be built.
#[derive(Clone, Debug)]
pub struct TransportBuilder {
    settings: TransportSettings,
}

impl TransportBuilder {
    crate::__transport_setters! { settings }

    /// Builds the transport. Nothing is sent, and no runtime is needed.
    ///
    /// # Errors
    ///
    /// A configuration error: a proxy's URL or a PEM file that cannot be used.
    pub fn build(self) -> Result<Transport, Error> {
        self.settings
            .build()
            .map_err(|message| Error::configuration(None, message))
    }
}

/// If `service` is a [`Transport`], gives it back as one.
pub(crate) fn as_transport<S: 'static>(service: &S) -> Option<Transport> {
    (service as &dyn Any).downcast_ref::<Transport>().cloned()
}

/// Makes connections: name, TCP, proxy, TLS, under one deadline.
///
/// Behind one pointer, as the pool clones it with every request.
#[derive(Clone)]
struct Connector(Arc<Settings>);

struct Settings {
    tcp: HttpConnector,
    tls: Tls,
    proxies: Proxies,
    timeout: Duration,
}

impl Connector {
    async fn connect(self, target: Uri) -> Result<Link, ConnectError> {
        let timeout = self.0.timeout;
        match tokio::time::timeout(timeout, self.connect_at_leisure(&target)).await {
            Ok(result) => result,
            Err(_) => Err(ConnectError::new(
                ConnectErrorKind::Timeout,
                format!(
                    "no connection within the connect timeout of {timeout:?} (`connect_timeout`)"
                ),
            )),
        }
    }

    async fn connect_at_leisure(&self, target: &Uri) -> Result<Link, ConnectError> {
        let https = target.scheme_str() == Some("https");
        let intercept = self.0.proxies.intercept(target);
        let mut stream: Box<dyn Stream> = match &intercept {
            None => Box::new(self.tcp(target, "server").await?),
            Some(intercept) => match intercept.uri().scheme_str() {
                Some("http") => Box::new(self.tcp(intercept.uri(), "proxy").await?),
                Some("https") => {
                    let tcp = self.tcp(intercept.uri(), "proxy").await?;
                    let tls = self.0.tls.proxy().map_err(ConnectError::tls_setup)?;
                    Box::new(handshake(tls, "the proxy ", intercept.uri(), Box::new(tcp)).await?)
                }
                _ => {
                    return Err(ConnectError::new(
                        ConnectErrorKind::Proxy,
                        "the environment names a proxy that is neither http nor https; change it, or set `proxy` or \
                         `no_proxy`",
                    ));
                }
            },
        };
        if !https {
            return Ok(Link {
                stream: TokioIo::new(stream),
                relayed: intercept.is_some(),
                http2: false,
            });
        }
        if let Some(intercept) = &intercept {
            let host = target.host().unwrap_or_default();
            let port = target.port_u16().unwrap_or(443);
            proxy::tunnel(&mut stream, host, port, intercept.basic_auth()).await?;
        }
        let tls = self.0.tls.server().map_err(ConnectError::tls_setup)?;
        let stream = handshake(tls, "", target, stream).await?;
        let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        Ok(Link {
            stream: TokioIo::new(Box::new(stream)),
            relayed: false,
            http2,
        })
    }

    async fn tcp(&self, to: &Uri, what: &str) -> Result<tokio::net::TcpStream, ConnectError> {
        let mut tcp = self.0.tcp.clone();
        std::future::poll_fn(|cx| tcp.poll_ready(cx))
            .await
            .map_err(|error| ConnectError::tcp(what, to, error))?;
        match tcp.call(to.clone()).await {
            Ok(stream) => Ok(stream.into_inner()),
            Err(error) => Err(ConnectError::tcp(what, to, error)),
        }
    }
}

/// Speaks TLS with the host of `target`, which messages call by its name after `what` it is.
async fn handshake(
    config: Arc<rustls::ClientConfig>,
    what: &str,
    target: &Uri,
    stream: Box<dyn Stream>,
) -> Result<tokio_rustls::client::TlsStream<Box<dyn Stream>>, ConnectError> {
    let host = target.host().unwrap_or_default();
    let host = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(host);
    let name = ServerName::try_from(host.to_owned()).map_err(|error| {
        ConnectError::new(
            ConnectErrorKind::Tls,
            format!("`{host}` cannot be the name in a certificate"),
        )
        .with_source(error)
    })?;
    tokio_rustls::TlsConnector::from(config)
        .connect(name, stream)
        .await
        .map_err(|error| ConnectError::tls(&format!("{what}{host}"), error))
}

impl Service<Uri> for Connector {
    type Response = Link;
    type Error = ConnectError;
    type Future = Pin<Box<dyn Future<Output = Result<Link, ConnectError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        Box::pin(self.clone().connect(target))
    }
}

/// Whatever bytes flow through: TCP, TLS over TCP, TLS over a tunnel.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A connection that is ready for HTTP.
struct Link {
    stream: TokioIo<Box<dyn Stream>>,
    /// Requests go to a relaying proxy, in absolute form.
    relayed: bool,
    http2: bool,
}

impl Connection for Link {
    fn connected(&self) -> Connected {
        let connected = Connected::new().proxy(self.relayed);
        if self.http2 {
            connected.negotiated_h2()
        } else {
            connected
        }
    }
}

impl hyper::rt::Read for Link {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: hyper::rt::ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl hyper::rt::Write for Link {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, data)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, data)
    }
}

/// No connection could be made; nothing was sent.
///
/// A transport of one's own returns this (boxed) to say that a request never left: the SDK then repeats it, also
/// where the operation must not happen twice.
#[derive(Debug)]
pub struct ConnectError {
    kind: ConnectErrorKind,
    message: String,
    source: Option<BoxError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConnectErrorKind {
    /// Name lookup or TCP, or whatever a foreign transport says.
    Unreachable,
    Timeout,
    Tls,
    /// The server's certificate is not trusted; it will not be the next time either.
    Certificate,
    Proxy,
    ProxyCredentials,
    /// There is no runtime, or no trust is configured: the caller's to change.
    Runtime,
    Setup,
}

impl ConnectError {
    pub(crate) fn new(kind: ConnectErrorKind, message: impl Into<String>) -> Self {
        ConnectError {
            kind,
            message: message.into(),
            source: None,
        }
    }

    /// A failure to reach the server, for transports of one's own. The message is shown to users.
    #[must_use]
    pub fn unreachable(message: impl Into<String>) -> Self {
        ConnectError::new(ConnectErrorKind::Unreachable, message)
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.source = Some(source.into());
        self
    }

    pub(crate) fn kind(&self) -> ConnectErrorKind {
        self.kind
    }

    fn tls_setup(message: String) -> Self {
        ConnectError::new(ConnectErrorKind::Setup, message)
    }

    fn tcp(what: &str, to: &Uri, source: impl Into<BoxError>) -> Self {
        let authority = to.authority().map_or("", |authority| authority.as_str());
        ConnectError::new(
            ConnectErrorKind::Unreachable,
            format!("the {what} {authority} cannot be reached"),
        )
        .with_source(source)
    }

    fn tls(peer: &str, error: io::Error) -> Self {
        let cause = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<rustls::Error>());
        let (kind, message) = match cause {
            Some(rustls::Error::InvalidCertificate(problem)) => (
                ConnectErrorKind::Certificate,
                certificate_message(peer, problem),
            ),
            Some(rustls::Error::InvalidMessage(_)) => (
                ConnectErrorKind::Tls,
                format!(
                    "{peer} does not answer in TLS; is the scheme of its URL meant to be http?"
                ),
            ),
            Some(rustls::Error::AlertReceived(_)) => (
                ConnectErrorKind::Tls,
                format!("{peer} refused the TLS handshake"),
            ),
            _ => (
                ConnectErrorKind::Tls,
                format!("the TLS handshake with {peer} failed"),
            ),
        };
        ConnectError::new(kind, message).with_source(error)
    }
}

fn certificate_message(peer: &str, problem: &rustls::CertificateError) -> String {
    use rustls::CertificateError as Problem;
    match problem {
        Problem::Expired | Problem::ExpiredContext { .. } => {
            format!(
                "the certificate of {peer} has expired; renew it, or check this machine's clock"
            )
        }
        Problem::NotValidYet | Problem::NotValidYetContext { .. } => {
            format!("the certificate of {peer} is not valid yet; check this machine's clock")
        }
        Problem::UnknownIssuer => format!(
            "the certificate of {peer} comes from an authority that is not trusted; if it is your own, name it with \
             `tls_roots`"
        ),
        Problem::NotValidForName | Problem::NotValidForNameContext { .. } => {
            format!("the certificate of {peer} is for another name; check the host of its URL")
        }
        _ => format!("the certificate of {peer} is not accepted"),
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for ConnectError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_ref()
            .map(|source| source.as_ref() as &(dyn StdError + 'static))
    }
}

/// What a failed attempt says about what was sent.
pub(crate) enum Failure<'a> {
    /// No connection was made.
    Connect(&'a ConnectError),
    /// A connection was there, but gave the request back unsent.
    Unsent,
    /// Something came back that is not HTTP, or whose headers are too long.
    Unreadable,
    /// Anything may have happened.
    Unknown,
}

/// Looks for the telling cause beneath whatever the user's layers wrapped around it.
pub(crate) fn failure<'a>(error: &'a (dyn StdError + 'static)) -> Failure<'a> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(connect) = error.downcast_ref::<ConnectError>() {
            return Failure::Connect(connect);
        }
        if let Some(hyper) = error.downcast_ref::<hyper::Error>() {
            // hyper cancels a request only when no byte of it was given to the connection.
            return if hyper.is_canceled() {
                Failure::Unsent
            } else if hyper.is_parse() {
                Failure::Unreadable
            } else {
                Failure::Unknown
            };
        }
        cause = error.source();
    }
    Failure::Unknown
}

/// What lies beneath the [`ConnectError`] in a chain, for an error whose own text is the connect error's: each
/// cause is told once.
pub(crate) fn beneath_connect(error: BoxError) -> Option<BoxError> {
    let beneath = Beneath(error);
    beneath.cause().is_some().then(|| beneath.into())
}

#[derive(Debug)]
struct Beneath(BoxError);

impl Beneath {
    fn cause(&self) -> Option<&(dyn StdError + 'static)> {
        match failure(&*self.0) {
            Failure::Connect(connect) => connect.source(),
            Failure::Unsent | Failure::Unreadable | Failure::Unknown => None,
        }
    }
}

impl fmt::Display for Beneath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause()
            .map_or(Ok(()), |cause| fmt::Display::fmt(cause, f))
    }
}

impl StdError for Beneath {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause()?.source()
    }
}
