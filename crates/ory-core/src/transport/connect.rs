//! How a connection is made: by a route (straight, through a tunnel, or to a forward proxy), then
//! TLS with the server, all under one deadline.

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower::{Service, ServiceExt};

use crate::transport::connect_error::{ConnectError, ConnectErrorKind, host_and_port};
#[cfg(feature = "http2")]
use crate::transport::http2::Pulse;
use crate::transport::proxy::Proxies;
use crate::transport::tls::Tls;

type BoxFuture<T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;
type Tcp = TokioIo<TcpStream>;
type TunnelError = <Tunnel<ToProxy> as Service<Uri>>::Error;

/// Makes connections that are ready for HTTP.
///
/// Behind one pointer, as the pool clones it with every request.
#[derive(Clone)]
pub(crate) struct Connector(Arc<Settings>);

struct Settings {
    tcp: HttpConnector<Resolver>,
    tls: Tls,
    proxies: Proxies,
    timeout: Duration,
}

impl Connector {
    pub(crate) fn new(
        tls: Tls,
        proxies: Proxies,
        timeout: Duration,
        keep_alive: Option<Duration>,
    ) -> Self {
        let mut tcp = HttpConnector::new_with_resolver(Resolver(GaiResolver::new()));
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(keep_alive);
        Connector(Arc::new(Settings {
            tcp,
            tls,
            proxies,
            timeout,
        }))
    }

    pub(crate) fn proxies(&self) -> &Proxies {
        &self.0.proxies
    }

    pub(crate) fn tls(&self) -> &Tls {
        &self.0.tls
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<Hop>;
    type Error = ConnectError;
    type Future = BoxFuture<Self::Response, ConnectError>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let settings = Arc::clone(&self.0);
        Box::pin(async move {
            let timeout = settings.timeout;
            let connecting = settings.connect(to);
            match tokio::time::timeout(timeout, connecting).await {
                Ok(result) => result,
                Err(_) => Err(ConnectError::new(
                    ConnectErrorKind::Timeout,
                    format!(
                        "no connection within the connect timeout of {timeout:?} (`connect_timeout`)"
                    ),
                )),
            }
        })
    }
}

impl Settings {
    async fn connect(self: Arc<Self>, to: Uri) -> Result<MaybeHttpsStream<Hop>, ConnectError> {
        let route = Route(Arc::clone(&self));
        if to.scheme() != Some(&Scheme::HTTPS) {
            return route.oneshot(to).await.map(MaybeHttpsStream::Http);
        }
        // Made here, so that clients of http URLs never read the platform's certificate store.
        let tls = self.tls.server().map_err(ConnectError::setup)?;
        let connecting = HttpsConnector::from((route, tls)).oneshot(to.clone());
        connecting
            .await
            .map_err(|error| ConnectError::tls(to.host().unwrap_or_default(), error))
    }

    async fn tcp(&self, what: &str, to: Uri) -> Result<Tcp, ConnectError> {
        let connecting = self.tcp.clone().oneshot(to.clone());
        connecting
            .await
            .map_err(|error| ConnectError::tcp(what, &to, error))
    }
}

/// The way to a server, up to where TLS with the server itself begins.
#[derive(Clone)]
struct Route(Arc<Settings>);

impl Service<Uri> for Route {
    type Response = Hop;
    type Error = ConnectError;
    type Future = BoxFuture<Hop, ConnectError>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let settings = Arc::clone(&self.0);
        Box::pin(async move {
            let encrypts = to.scheme() == Some(&Scheme::HTTPS);
            let Some(proxy) = settings.proxies.of(&to).map_err(ConnectError::setup)? else {
                let tcp = settings.tcp("server", to).await?;
                return Ok(Hop::new(MaybeHttpsStream::Http(tcp), false, encrypts));
            };
            let uri = proxy.url().uri().clone();
            let to_proxy = ToProxy(Arc::clone(&settings));
            if !encrypts {
                let io = to_proxy.oneshot(uri).await?;
                return Ok(Hop::new(io, true, false));
            }
            let mut tunnel = Tunnel::new(uri, to_proxy);
            if let Some(credentials) = proxy.authorization() {
                tunnel = tunnel.with_auth(credentials.clone());
            }
            let io = tunnel.oneshot(to.clone()).await;
            let io = io.map_err(|error| no_tunnel(error, &to))?;
            Ok(Hop::new(io, false, true))
        })
    }
}

/// Why a proxy that wants credentials got none, or wrong ones.
pub(crate) const WANTS_CREDENTIALS: &str = "the proxy asks for credentials (407); put them into its URL, \
     http://user:password@proxy:3128, given to `proxy` or set in the environment";

fn no_tunnel(error: TunnelError, to: &Uri) -> ConnectError {
    let (kind, message) = match error {
        TunnelError::ConnectFailed(error) => return ConnectError::tls("the proxy", error),
        TunnelError::ProxyAuthRequired => (ConnectErrorKind::Refused, WANTS_CREDENTIALS.to_owned()),
        TunnelError::TunnelUnsuccessful | TunnelError::ProxyHeadersTooLong => (
            ConnectErrorKind::Refused,
            format!(
                "the proxy refused to connect to {}, or is no HTTP proxy; check its rules and its URL",
                host_and_port(to)
            ),
        ),
        TunnelError::TunnelUnexpectedEof => (
            ConnectErrorKind::Proxy,
            "the proxy closed the connection instead of responding to CONNECT".to_owned(),
        ),
        TunnelError::Io(_) | TunnelError::MissingHost => (
            ConnectErrorKind::Proxy,
            "the connection to the proxy was lost".to_owned(),
        ),
    };
    ConnectError::new(kind, message).with_source(error)
}

/// Connects to a proxy, by TLS if its URL says so.
#[derive(Clone)]
struct ToProxy(Arc<Settings>);

impl Service<Uri> for ToProxy {
    type Response = MaybeHttpsStream<Tcp>;
    type Error = ConnectError;
    type Future = BoxFuture<Self::Response, ConnectError>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, proxy: Uri) -> Self::Future {
        let settings = Arc::clone(&self.0);
        Box::pin(async move {
            if proxy.scheme() != Some(&Scheme::HTTPS) {
                let tcp = settings.tcp("proxy", proxy).await?;
                return Ok(MaybeHttpsStream::Http(tcp));
            }
            let tls = settings.tls.proxy().map_err(ConnectError::setup)?;
            let tcp = tower::service_fn(move |to: Uri| {
                let settings = Arc::clone(&settings);
                async move { settings.tcp("proxy", to).await }
            });
            let connecting = HttpsConnector::from((tcp, tls)).oneshot(proxy.clone());
            connecting.await.map_err(|error| {
                let peer = format!("the proxy {}", proxy.host().unwrap_or_default());
                ConnectError::tls(&peer, error)
            })
        })
    }
}

/// What TLS with the server, or plain HTTP, is spoken over.
pub(crate) struct Hop {
    io: MaybeHttpsStream<Tcp>,
    /// The other end is a proxy that forwards requests.
    forwards: bool,
    /// When anything was read last, for connections that may turn out to be HTTP/2.
    #[cfg(feature = "http2")]
    pulse: Option<Arc<Pulse>>,
}

/// Left in the extensions of responses that came through a forward proxy, which may have made them
/// itself.
#[derive(Clone, Copy)]
pub(crate) struct Forwarded;

impl Hop {
    #[cfg_attr(not(feature = "http2"), expect(unused_variables))]
    fn new(io: MaybeHttpsStream<Tcp>, forwards: bool, encrypts: bool) -> Self {
        Hop {
            io,
            forwards,
            #[cfg(feature = "http2")]
            pulse: encrypts.then(Arc::default),
        }
    }
}

impl Connection for Hop {
    fn connected(&self) -> Connected {
        let connected = Connected::new();
        if self.forwards {
            return connected.proxy(true).extra(Forwarded);
        }
        #[cfg(feature = "http2")]
        if let Some(pulse) = &self.pulse {
            return connected.extra(Arc::clone(pulse));
        }
        connected
    }
}

impl Read for Hop {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.io).poll_read(cx, buffer);
        #[cfg(feature = "http2")]
        if let (Poll::Ready(Ok(())), Some(pulse)) = (&read, &self.pulse) {
            pulse.beat();
        }
        read
    }
}

impl Write for Hop {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, data)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(cx, data)
    }
}

/// Looks up names, but for `localhost`: that is this machine (RFC 6761, section 6.3), whatever a
/// resolver says, so that what is sent to it in the clear stays here.
#[derive(Clone)]
struct Resolver(GaiResolver);

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = BoxFuture<Self::Response, io::Error>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        if name.as_str().eq_ignore_ascii_case("localhost") {
            let local = [
                IpAddr::from(Ipv4Addr::LOCALHOST),
                Ipv6Addr::LOCALHOST.into(),
            ];
            let addresses = local.map(|address| SocketAddr::new(address, 0)).to_vec();
            return Box::pin(std::future::ready(Ok(addresses.into_iter())));
        }
        let looking_up = self.0.call(name);
        Box::pin(async move { Ok(looking_up.await?.collect::<Vec<_>>().into_iter()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn localhost_is_this_machine_whatever_a_resolver_says() {
        for name in ["localhost", "LocalHost"] {
            let mut resolver = Resolver(GaiResolver::new());
            let addresses = resolver.call(name.parse().unwrap()).await.unwrap();
            let addresses: Vec<_> = addresses.collect();
            assert!(!addresses.is_empty());
            assert!(addresses.iter().all(|address| address.ip().is_loopback()));
        }
    }
}
