//! A tower layer that keeps every exchange with a server: what the comparison and the table are made from.
//!
//! The layer is not taken on trust: it sends each request through a forwarder that keeps the bytes ([`crate::wire`]),
//! with a number by which the two are brought together.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::HOST;
use http::{HeaderValue, Method, Request, Response, Uri};
use http_body_util::{BodyExt, Full};
use tower::{Layer, Service};

use crate::wire::{Wire, WireRequest};

/// The header with the number of an exchange. No server knows it.
pub(crate) const NUMBER: &str = "conformance-exchange";

/// One request and its response.
#[derive(Clone)]
pub(crate) struct Exchange {
    /// The scenario that sent it.
    pub(crate) scenario: &'static str,
    /// The product it was sent to.
    pub(crate) product: &'static str,
    /// Its number, counted from zero.
    pub(crate) number: u64,
    pub(crate) method: Method,
    /// Where it was sent.
    pub(crate) uri: Uri,
    /// What was sent; known once it was compared with what was on the wire.
    pub(crate) request: WireRequest,
    pub(crate) response: Response<Bytes>,
}

impl Exchange {
    /// The path, without the query.
    pub(crate) fn path(&self) -> &str {
        self.uri.path()
    }
}

/// Everything recorded so far; clones share it.
#[derive(Clone)]
pub(crate) struct Recorder {
    records: Arc<Mutex<Records>>,
    wire: Wire,
}

#[derive(Default)]
struct Records {
    scenario: &'static str,
    sent: u64,
    exchanges: Vec<Exchange>,
}

impl Recorder {
    /// A recorder of exchanges that go through the forwarders of `wire`.
    pub(crate) fn new(wire: Wire) -> Self {
        Self {
            records: Arc::default(),
            wire,
        }
    }

    /// What was on the wire.
    pub(crate) fn wire(&self) -> &Wire {
        &self.wire
    }

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
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the next exchange.
    fn number(&self) -> u64 {
        let mut records = self.lock();
        records.sent += 1;
        records.sent - 1
    }

    fn add(
        &self,
        product: &'static str,
        number: u64,
        method: Method,
        uri: Uri,
        response: &Response<Bytes>,
    ) {
        let mut records = self.lock();
        let exchange = Exchange {
            scenario: records.scenario,
            product,
            number,
            method,
            uri,
            request: WireRequest::default(),
            response: response.clone(),
        };
        records.exchanges.push(exchange);
    }
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

    fn call(&mut self, mut request: Request<Q>) -> Self::Future {
        let RecordLayer { recorder, product } = self.layer.clone();
        let method = request.method().clone();
        let uri = request.uri().clone();
        let number = recorder.number();
        request
            .headers_mut()
            .insert(NUMBER, HeaderValue::from(number));
        if let Some(forwarder) = recorder.wire.forwarder(&uri) {
            // The server is to see the host that the client meant.
            let host = uri.authority().map(|host| host.as_str());
            if let Some(Ok(host)) = host.map(HeaderValue::from_str) {
                request.headers_mut().insert(HOST, host);
            }
            *request.uri_mut() = forwarder;
        }
        let response = self.inner.call(request);
        Box::pin(async move {
            let (head, body) = response.await.map_err(Into::into)?.into_parts();
            let body = body.collect().await.map_err(Into::into)?.to_bytes();
            let response = Response::from_parts(head, body);
            recorder.add(product, number, method, uri, &response);
            Ok(response.map(Full::new))
        })
    }
}
