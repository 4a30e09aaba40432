//! Connections: how they are made, kept and shared.

pub(crate) mod attempt;
pub(crate) mod body;
mod connect;
pub(crate) mod connect_error;
#[cfg(feature = "http2")]
mod http2;
mod pool;
pub(crate) mod proxy;
pub(crate) mod runtime;
pub(crate) mod sender;
pub(crate) mod server_url;
pub(crate) mod settings;
pub(crate) mod tls;

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::header::PROXY_AUTHORIZATION;
use http::uri::Scheme;
use http::{Request, Response, Uri};
use hyper::body::Incoming;
use hyper_util::client::legacy;
use tower::Service;

use crate::error::BoxError;
use crate::transport::body::Body;
use crate::transport::connect::{Connector, Forwarded};
use crate::transport::connect_error::{ConnectError, ConnectErrorKind};
use crate::transport::pool::Pools;
use crate::transport::proxy::Proxies;
use crate::transport::server_url::ServerUrl;
use crate::transport::settings::TransportSettings;
use crate::transport::tls::Tls;

pub(crate) use crate::transport::connect::WANTS_CREDENTIALS;

/// A pool of connections with the settings they are made by, shared by everything that clones it.
///
/// Each [`Config`](crate::Config) makes one, which
/// [`Config::to_transport`](crate::Config::to_transport) returns. It is a [`tower::Service`] that
/// sends one request, without credentials, layers or retries. It is made without a runtime and can
/// be used from several: each runtime has connections of its own, so that one that ends or stands
/// still does not break the calls of another.
///
/// Its error is a [`ConnectError`] if the request was not sent; any other means that the server may
/// have processed it.
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
    pools: Arc<Pools>,
}

impl Transport {
    pub(crate) fn by(settings: &TransportSettings) -> Result<Self, String> {
        let settings = settings.within_the_clock();
        let proxies = Proxies::new(&settings.proxy)?;
        let tls = Tls::new(settings.roots.clone(), cfg!(feature = "http2"));
        tls.check()?;
        let connector = Connector::new(
            tls,
            proxies,
            settings.connect_timeout,
            settings.tcp_keep_alive,
        );
        Ok(Transport {
            pools: Pools::new(&settings, connector),
        })
    }

    /// If `service` is a transport of the SDK, returns it as one.
    pub(crate) fn of<S: 'static>(service: &S) -> Option<Self> {
        (service as &dyn Any).downcast_ref::<Transport>().cloned()
    }

    /// Whether requests for `uri` are handed to a proxy that can read them, or would be if it could
    /// be used.
    pub(crate) fn shows_to_proxy(&self, uri: &Uri) -> bool {
        let proxy = self.pools.connector().proxies().of(uri);
        uri.scheme() != Some(&Scheme::HTTPS) && !matches!(proxy, Ok(None))
    }

    /// Reports now what a request to `url` would fail with later.
    pub(crate) fn prepare(&self, url: &ServerUrl) -> Result<(), String> {
        let connector = self.pools.connector();
        let proxy = connector.proxies().of(url.uri())?;
        if url.is_https() || proxy.is_some_and(|proxy| proxy.url().is_https()) {
            connector.tls().server()?;
        }
        Ok(())
    }

    pub(crate) fn send(&self, mut request: Request<Body>) -> SendFuture {
        let pool = match self.pools.current() {
            Ok(pool) => pool,
            Err(error) => return SendFuture(Sending::Failed(Some(error))),
        };
        if request.uri().scheme() == Some(&Scheme::HTTPS) {
            #[cfg(feature = "http2")]
            {
                let client = pool.client.clone();
                let hosts = pool.hosts.clone();
                let sending = http2::send(hosts, request, move |request| client.request(request));
                return SendFuture(Sending::Shared(Box::pin(sending)));
            }
        } else if let Ok(Some(proxy)) = self.pools.connector().proxies().of(request.uri())
            && let Some(credentials) = proxy.authorization()
        {
            // A tunnel's proxy is shown its credentials by CONNECT; one that forwards, with each
            // request.
            let headers = request.headers_mut();
            headers.insert(PROXY_AUTHORIZATION, credentials.clone());
        }
        SendFuture(Sending::Own(pool.client.request(request)))
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
    /// By a connection of its own (HTTP/1.1).
    Own(legacy::ResponseFuture),
    /// By a connection that may be shared (HTTP/2).
    #[cfg(feature = "http2")]
    Shared(Pin<Box<dyn Future<Output = Result<Response<Incoming>, legacy::Error>> + Send>>),
}

impl Future for SendFuture {
    type Output = Result<Response<Body>, BoxError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let polled: Poll<Result<Response<Incoming>, legacy::Error>> = match &mut self.0 {
            Sending::Failed(error) => {
                return match error.take() {
                    Some(error) => Poll::Ready(Err(error.into())),
                    None => Poll::Pending,
                };
            }
            Sending::Own(future) => Pin::new(future).poll(cx),
            #[cfg(feature = "http2")]
            Sending::Shared(future) => future.as_mut().poll(cx),
        };
        polled
            .map_ok(|response| response.map(Body::incoming))
            .map_err(told)
    }
}

impl fmt::Debug for SendFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SendFuture")
    }
}

/// Makes a [`ConnectError`] of everything after which the request is known not to have been sent or
/// processed.
fn told(error: legacy::Error) -> BoxError {
    let source = error.source();
    if let Some(connect) = source.and_then(|source| source.downcast_ref::<ConnectError>()) {
        return connect.clone().into();
    }
    // hyper cancels a request only when no byte of it was given to the connection.
    let canceled = source
        .and_then(|source| source.downcast_ref::<hyper::Error>())
        .is_some_and(hyper::Error::is_canceled);
    #[cfg(feature = "http2")]
    let unprocessed = http2::is_unprocessed(&error);
    #[cfg(not(feature = "http2"))]
    let unprocessed = false;
    let message = if unprocessed {
        "the server closes the connection and did not process the request"
    } else if canceled || error.is_connect() {
        "the connection was lost before the request was sent"
    } else {
        return error.into();
    };
    ConnectError::new(ConnectErrorKind::Lost, message)
        .with_source(error)
        .into()
}

/// Whether a forward proxy may have made the response itself.
pub(crate) fn was_forwarded<B>(response: &Response<B>) -> bool {
    response.extensions().get::<Forwarded>().is_some()
}

/// Whether what came back is not HTTP, or has headers that are too long.
pub(crate) fn is_unreadable(error: &(dyn StdError + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<hyper::Error>() {
            return error.is_parse();
        }
        cause = error.source();
    }
    false
}
