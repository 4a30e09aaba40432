//! Connections: how they are made, kept and shared.

pub(crate) mod body;
pub(crate) mod proxy;
pub(crate) mod sender;
pub(crate) mod server_url;
pub(crate) mod settings;
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

use crate::error::BoxError;
use crate::transport::body::Body;
use crate::transport::proxy::Proxies;
use crate::transport::settings::TransportSettings;
use crate::transport::tls::Tls;

/// A pool of connections with the settings they are made by, shared by everything that clones it.
///
/// Each [`Config`](crate::Config) makes one, which [`Config::to_transport`](crate::Config::to_transport) returns. It is
/// a [`tower::Service`] that sends one request, without credentials, layers or retries. It is made without a runtime and
/// can be used from several: each runtime has connections of its own, so that one that ends or stands still does not
/// break the calls of another.
///
/// ```
/// # fn main() -> Result<(), ory_core::Error> {
/// let transport = ory_core::Config::new().to_transport()?;
/// # let _ = transport;
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
    pub(crate) fn by(settings: &TransportSettings) -> Result<Self, String> {
        let proxies = Proxies::new(&settings.proxy)?;
        let tls = Tls::new(settings.roots.clone(), cfg!(feature = "http2"));
        tls.check()?;
        if settings.proxy.is_reached_by_tls() {
            tls.server()?;
        }
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(settings.tcp_keep_alive);
        Ok(Transport {
            inner: Arc::new(Inner {
                connector: Connector(Arc::new(Settings {
                    tcp,
                    tls,
                    proxies,
                    timeout: settings.connect_timeout,
                })),
                settings: PoolSettings {
                    idle_timeout: Some(settings.pool_idle_timeout),
                    max_idle_per_host: settings.pool_max_idle_per_host,
                    #[cfg(feature = "http2")]
                    http2_keep_alive_interval: settings.http2_keep_alive,
                    #[cfg(feature = "http2")]
                    http2_keep_alive_timeout: settings.http2_keep_alive_timeout,
                },
                pools: Mutex::new(Vec::new()),
            }),
        })
    }

    /// If `service` is a transport of the SDK, returns it as one.
    pub(crate) fn of<S: 'static>(service: &S) -> Option<Self> {
        (service as &dyn Any).downcast_ref::<Transport>().cloned()
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
