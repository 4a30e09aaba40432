//! A fake server: its operations over its state, with faults and a log of calls.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode};
pub use http_body::Body as HttpBody;
pub use tower::Service;

use super::answer::{self, Answer, ErrorBody};
use super::call::Call;
use super::clock::Clock;
use super::fault::{Fault, Faults};
use super::incoming::Incoming;
use super::route::{Found, Route, find};
use super::serve::Serving;
use crate::error::BoxError;
use crate::transport::body::Body;

/// The longest request body that is read.
const LONGEST_BODY: usize = 64 * 1024 * 1024;

/// What a server is, beside its state.
pub struct Nature<S: 'static> {
    /// How its users call it: `FakeKeto`.
    pub name: &'static str,
    /// Its operations. Of those that fit a request the first counts.
    pub routes: &'static [Route<S>],
    /// Answers what is no operation; given are the methods of the path, if it has others.
    pub otherwise: fn(&mut S, &Incoming, &[Method]) -> Answer,
}

/// What comes of a call: the response, or a lost connection.
pub type Answering = Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send>>;

/// A fake server; clones share it.
///
/// It is a tower service from requests with any body to responses with [`Body`].
pub struct FakeServer<S: 'static>(Arc<Shared<S>>);

struct Shared<S: 'static> {
    nature: &'static Nature<S>,
    clock: Clock,
    state: Mutex<S>,
    records: Mutex<Records>,
}

#[derive(Default)]
struct Records {
    faults: Faults,
    calls: Vec<Call>,
}

/// A panic of a test elsewhere does not hide what it left.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<S: Send + 'static> FakeServer<S> {
    /// A server with this state.
    #[must_use]
    pub fn new(nature: &'static Nature<S>, clock: Clock, state: S) -> Self {
        Self(Arc::new(Shared {
            nature,
            clock,
            state: Mutex::new(state),
            records: Mutex::default(),
        }))
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Reads or changes its state.
    pub fn with<R>(&self, action: impl FnOnce(&mut S) -> R) -> R {
        action(&mut lock(&self.0.state))
    }

    /// Makes calls fail.
    pub fn fail(&self, fault: Fault) {
        lock(&self.0.records).faults.add(None, fault);
    }

    /// Makes calls of one operation fail.
    #[track_caller]
    pub fn fail_operation(&self, operation: &str, fault: Fault) {
        let operation = self.operation(operation);
        lock(&self.0.records).faults.add(Some(operation), fault);
    }

    /// How often an operation was called.
    #[track_caller]
    #[must_use]
    pub fn calls(&self, operation: &str) -> usize {
        let operation = Some(self.operation(operation));
        let records = lock(&self.0.records);
        let calls = records.calls.iter();
        calls.filter(|call| call.operation == operation).count()
    }

    /// Every call, oldest first.
    #[must_use]
    pub fn log(&self) -> Vec<Call> {
        lock(&self.0.records).calls.clone()
    }

    /// Forgets the calls, and the faults that have not happened.
    pub fn forget_calls(&self) {
        let mut records = lock(&self.0.records);
        records.calls.clear();
        records.faults.clear();
    }

    /// The operation of this name. A mistyped name would count nothing, and let every test pass.
    #[track_caller]
    fn operation(&self, name: &str) -> &'static str {
        let Nature {
            name: fake, routes, ..
        } = self.0.nature;
        let mut names = routes.iter().map(|route| route.operation);
        match names.clone().find(|operation| *operation == name) {
            Some(operation) => operation,
            None => {
                let like = names.find(|operation| operation.eq_ignore_ascii_case(name));
                let hint = like.map_or(String::new(), |like| format!(": did you mean {like:?}?"));
                panic!("{fake} has no operation {name:?}{hint}")
            }
        }
    }

    /// Serves it on a socket, on a thread of its own, until the returned value is dropped.
    ///
    /// # Errors
    ///
    /// The address cannot be listened on.
    pub fn serve(&self, address: impl std::net::ToSocketAddrs) -> io::Result<Serving> {
        Serving::start(address, self.clone())
    }

    /// Answers a request; `Err` is a lost connection.
    pub(super) async fn answer(&self, request: Request<Bytes>) -> io::Result<Response<Body>> {
        let mut incoming = Incoming::new(request, self.0.clock.now());
        let path = incoming.uri.path().to_owned();
        let found = find(self.0.nature.routes, &incoming.method, &path);
        let operation = match &found {
            Found::Route(route, _) => Some(route.operation),
            Found::OtherMethods(_) | Found::Nothing => None,
        };
        let number = {
            let mut records = lock(&self.0.records);
            records.calls.push(Call {
                operation,
                method: incoming.method.clone(),
                path,
                query: incoming.uri.query().unwrap_or_default().to_owned(),
                headers: incoming.headers.clone(),
                body: incoming.body.clone(),
                status: None,
                at: incoming.now,
            });
            records.calls.len() - 1
        };
        let fault = lock(&self.0.records).faults.next(operation);
        if let Some(Fault::Delay(time, _)) = fault {
            tokio::time::sleep(time).await;
        }
        let answer = match &fault {
            Some(Fault::Reset(_)) => None,
            Some(Fault::RateLimited(_)) => Some(rate_limited(&incoming)),
            Some(Fault::Garbage(_)) => Some(garbage()),
            Some(Fault::Status(status, _)) => {
                let status = StatusCode::from_u16(*status);
                let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                Some(ErrorBody::new(status).answer(&incoming))
            }
            Some(Fault::LostResponse(_)) => {
                self.process(found, &mut incoming);
                None
            }
            Some(Fault::Delay(..)) | None => Some(self.process(found, &mut incoming)),
        };
        let answer = answer.ok_or_else(|| {
            let kind = io::ErrorKind::ConnectionReset;
            io::Error::new(kind, "the fake server was told to lose the connection")
        })?;
        // The log may have been forgotten meanwhile.
        if let Some(call) = lock(&self.0.records).calls.get_mut(number) {
            call.status = Some(answer.status());
        }
        Ok(answer.map(Body::from))
    }

    fn process(&self, found: Found<S>, incoming: &mut Incoming) -> Answer {
        let Nature {
            name, otherwise, ..
        } = self.0.nature;
        match found {
            Found::Route(route, parameters) => match route.handler {
                Some(handler) => {
                    incoming.parameters = parameters;
                    handler(&mut lock(&self.0.state), incoming)
                }
                None => missing(name, route.operation, incoming),
            },
            Found::OtherMethods(methods) => otherwise(&mut lock(&self.0.state), incoming, &methods),
            Found::Nothing => otherwise(&mut lock(&self.0.state), incoming, &[]),
        }
    }
}

/// The answer of an operation that a fake does not have. Something plausible would let a test pass for no reason.
fn missing(fake: &str, operation: &str, incoming: &Incoming) -> Answer {
    ErrorBody::new(StatusCode::NOT_IMPLEMENTED)
        .message(format!("{fake} does not serve {operation}"))
        .reason("Test this call against a real server.")
        .answer(incoming)
}

/// A 429 as Ory Network answers it, of a window that has just ended.
fn rate_limited(incoming: &Incoming) -> Answer {
    let mut answer = ErrorBody::new(StatusCode::TOO_MANY_REQUESTS).answer(incoming);
    for (name, value) in [
        ("x-ratelimit-limit", "10, 10;w=1, 300;w=60"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "0"),
    ] {
        let value = HeaderValue::from_static(value);
        answer.headers_mut().insert(name, value);
    }
    answer
}

fn garbage() -> Answer {
    let page = "<!doctype html><title>It works</title>";
    answer::typed(StatusCode::OK, "text/html", page.to_owned())
}

impl<S> Clone for FakeServer<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S, B> Service<Request<B>> for FakeServer<S>
where
    S: Send + 'static,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let server = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = Body::new(body).collect(LONGEST_BODY).await;
            let body = body.map_err(|_| io::Error::other("the request body did not arrive"))?;
            let response = server.answer(Request::from_parts(head, body)).await?;
            Ok(response)
        })
    }
}

/// Gives a product's fake, a struct around a [`FakeServer`], what all fakes have.
#[doc(hidden)]
#[macro_export]
macro_rules! fake_server {
    ($fake:ident, $operation:literal) => {
        impl $fake {
            /// Makes the next calls fail; see [`Fault`](ory_core::fake::Fault).
            pub fn fail(&self, fault: $crate::fake::Fault) {
                self.server.fail(fault);
            }

            #[doc = concat!(
                "Makes the next calls of one operation fail, named as in Ory's API: `\"", $operation, "\"`.\n\n",
                "# Panics\n\n",
                "There is no such operation.",
            )]
            #[track_caller]
            pub fn fail_operation(&self, operation: &str, fault: $crate::fake::Fault) {
                self.server.fail_operation(operation, fault);
            }

            #[doc = concat!(
                "How often an operation was called, named as in Ory's API: `\"", $operation, "\"`. Retries count.\n\n",
                "# Panics\n\n",
                "There is no such operation: a mistyped name would be zero calls, whatever was called.",
            )]
            #[track_caller]
            #[must_use]
            pub fn calls(&self, operation: &str) -> usize {
                self.server.calls(operation)
            }

            /// Every call that was received, oldest first.
            #[must_use]
            pub fn log(&self) -> ::std::vec::Vec<$crate::fake::Call> {
                self.server.log()
            }

            /// Forgets the calls so far, and the faults that did not happen yet; what is stored stays.
            pub fn forget_calls(&self) {
                self.server.forget_calls();
            }

            /// The clock that it goes by.
            #[must_use]
            pub fn clock(&self) -> &$crate::fake::Clock {
                self.server.clock()
            }

            /// Serves it over HTTP/1.1 on a socket, for programs that cannot take a service: on a thread of its own,
            /// until what is returned is dropped. `"127.0.0.1:0"` takes a free port.
            ///
            /// # Errors
            ///
            /// The address cannot be listened on.
            pub fn serve(
                &self,
                address: impl ::std::net::ToSocketAddrs,
            ) -> ::std::io::Result<$crate::fake::Serving> {
                self.server.serve(address)
            }
        }

        impl ::core::clone::Clone for $fake {
            /// Both are the same server.
            fn clone(&self) -> Self {
                Self {
                    server: self.server.clone(),
                }
            }
        }

        impl<B> $crate::fake::server::Service<$crate::http::Request<B>> for $fake
        where
            B: $crate::fake::server::HttpBody<Data = $crate::Bytes>
                + ::core::marker::Send
                + 'static,
            B::Error: ::core::convert::Into<$crate::BoxError>,
        {
            type Response = $crate::http::Response<$crate::Body>;
            type Error = $crate::BoxError;
            type Future = $crate::fake::server::Answering;

            fn poll_ready(
                &mut self,
                _: &mut ::core::task::Context<'_>,
            ) -> ::core::task::Poll<::core::result::Result<(), Self::Error>> {
                ::core::task::Poll::Ready(::core::result::Result::Ok(()))
            }

            fn call(&mut self, request: $crate::http::Request<B>) -> Self::Future {
                $crate::fake::server::Service::call(&mut self.server, request)
            }
        }
    };
}
