//! A tower layer that keeps every exchange with a server: what the comparison and the table are made from.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use tower::{Layer, Service};

/// One request and its response.
#[derive(Clone)]
pub(crate) struct Exchange {
    /// The scenario that sent it.
    pub(crate) scenario: &'static str,
    /// The product it was sent to.
    pub(crate) product: &'static str,
    pub(crate) method: Method,
    /// The path, without the query.
    pub(crate) path: String,
    pub(crate) status: StatusCode,
    /// Whether the body says that it is JSON.
    pub(crate) is_json: bool,
    pub(crate) body: Bytes,
}

/// Everything recorded so far; clones share it.
#[derive(Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<Records>>);

#[derive(Default)]
struct Records {
    scenario: &'static str,
    exchanges: Vec<Exchange>,
}

impl Recorder {
    /// Names the scenario that runs from now on. Scenarios run one after the other.
    pub(crate) fn begin(&self, scenario: &'static str) {
        self.lock().scenario = scenario;
    }

    /// The layer for the client of one product.
    pub(crate) fn layer(&self, product: &'static str) -> RecordLayer {
        RecordLayer {
            recorder: self.clone(),
            product,
        }
    }

    /// How many exchanges there are.
    pub(crate) fn len(&self) -> usize {
        self.lock().exchanges.len()
    }

    /// The exchanges from number `start` on.
    pub(crate) fn since(&self, start: usize) -> Vec<Exchange> {
        self.lock()
            .exchanges
            .get(start..)
            .unwrap_or_default()
            .to_vec()
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, product: &'static str, method: Method, path: String, response: &Response<Bytes>) {
        let mut records = self.lock();
        let exchange = Exchange {
            scenario: records.scenario,
            product,
            method,
            path,
            status: response.status(),
            is_json: is_json(response.headers()),
            body: response.body().clone(),
        };
        records.exchanges.push(exchange);
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    value.is_some_and(|value| value.starts_with("application/json"))
}

/// See [`Recorder::layer`].
#[derive(Clone)]
pub(crate) struct RecordLayer {
    recorder: Recorder,
    product: &'static str,
}

impl<S> Layer<S> for RecordLayer {
    type Service = Record<S>;

    fn layer(&self, inner: S) -> Record<S> {
        Record {
            inner,
            layer: self.clone(),
        }
    }
}

/// The service that [`RecordLayer`] makes.
#[derive(Clone)]
pub(crate) struct Record<S> {
    inner: S,
    layer: RecordLayer,
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl<S, Q, B> Service<Request<Q>> for Record<S>
where
    S: Service<Request<Q>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Full<Bytes>>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, request: Request<Q>) -> Self::Future {
        let RecordLayer { recorder, product } = self.layer.clone();
        let method = request.method().clone();
        let path = request.uri().path().to_owned();
        let response = self.inner.call(request);
        Box::pin(async move {
            let (head, body) = response.await.map_err(Into::into)?.into_parts();
            let body = body.collect().await.map_err(Into::into)?.to_bytes();
            let response = Response::from_parts(head, body);
            recorder.add(product, method, path, &response);
            Ok(response.map(Full::new))
        })
    }
}
