//! The seam for transports and layers of the user's own.

use bytes::Bytes;
use http::{Request, Response};
use tower::{Layer, Service, ServiceExt};

use crate::error::BoxError;
use crate::transport::Transport;
use crate::transport::attempt::Noting;
use crate::transport::body::Body;
use crate::transport::sender::{HttpStack, Stack};

/// A service that can be a client's transport: any cloneable [`tower::Service`] from an
/// `http::Request<`[`Body`]`>` to an `http::Response<_>`.
///
/// It is implemented for every service that fits and cannot be implemented by hand. Give one to
/// [`Config::transport`](crate::Config::transport). A closure is enough for a test without a
/// network:
///
/// ```
/// use ory_core::{Body, Client, Config};
///
/// # fn main() -> Result<(), ory_core::Error> {
/// let transport = tower::service_fn(|request: http::Request<Body>| async move {
///     assert_eq!(request.headers()["user-agent"].to_str().unwrap().split('/').next(), Some("ory-core"));
///     Ok::<_, std::convert::Infallible>(http::Response::new(Body::from(r#"{"status":"ok"}"#)))
/// });
/// let client = Client::builder().config(&Config::new().transport(transport)).build()?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
///
/// The service is called once per attempt and owns the answer to one question: was this request
/// sent? If it was not, it fails with a [`ConnectError`](crate::ConnectError) (as the error itself,
/// not as the source of another), and the SDK retries the request, also of operations that must not
/// happen twice. Every other error means that the server may have processed the request.
pub trait HttpService: private::Service {}

/// A layer that can be put around a client's transport: any [`tower::Layer`] over HTTP messages.
///
/// It is implemented for every layer that fits and cannot be implemented by hand. Give one to
/// [`Config::layer`](crate::Config::layer), where the meaning of its errors is described. A layer
/// of one function:
///
/// ```
/// use ory_core::{Body, Client, Config};
///
/// # fn main() -> Result<(), ory_core::Error> {
/// let layer = tower::util::MapRequestLayer::new(|mut request: http::Request<Body>| {
///     request.headers_mut().insert("x-tenant", http::HeaderValue::from_static("eu"));
///     request
/// });
/// let client = Client::builder().config(&Config::new().layer(layer)).build()?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
pub trait HttpLayer: private::Layer {}

impl<S: private::Service> HttpService for S {}

impl<L: private::Layer> HttpLayer for L {}

/// Keeps the two traits from being implemented elsewhere, so that what they ask for may change.
pub(crate) mod private {
    use crate::transport::sender::{HttpStack, Stack};

    pub trait Service {
        #[doc(hidden)]
        fn into_stack(self) -> Given;
    }

    pub trait Layer {
        #[doc(hidden)]
        fn wrap(&self, inner: HttpStack) -> HttpStack;
    }

    /// A transport that the user chose.
    pub struct Given(pub(crate) Stack);
}

impl<S, B> private::Service for S
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn into_stack(self) -> private::Given {
        private::Given(match Transport::of(&self) {
            Some(transport) => Stack::Direct(transport),
            None => Stack::Layered(erase(Noting(self))),
        })
    }
}

impl<L, B> private::Layer for L
where
    L: Layer<HttpStack>,
    L::Service: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    <L::Service as Service<Request<Body>>>::Error: Into<BoxError>,
    <L::Service as Service<Request<Body>>>::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn wrap(&self, inner: HttpStack) -> HttpStack {
        erase(self.layer(inner))
    }
}

/// Gives a service the one type that all stacks have.
pub(crate) fn erase<S, B>(service: S) -> HttpStack
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    HttpStack::new(
        service
            .map_response(|response: Response<B>| response.map(Body::new))
            .map_err(Into::into),
    )
}
