//! The service that asks a guard before it lets a request through.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Request, Response};
use http_body::Body;
use pin_project_lite::pin_project;
use tower::Service;

use crate::checks::body::GuardBody;
use crate::guard::Denial;

/// Decides who may pass.
pub trait Guard: Send + Sync + 'static {
    /// What the response needs to know of the check.
    type After: Send + 'static;

    /// Decides, at once if it can. What the request may have been told of its caller is to be
    /// removed first.
    fn check(self: &Arc<Self>, request: Parts) -> Step<Self::After>;

    /// Adds to the headers of the service's response.
    fn finish(&self, after: Self::After, headers: &mut HeaderMap);
}

/// How far a check is.
// A request that goes on is the usual case, which no allocation should slow.
#[allow(clippy::large_enum_variant)]
pub enum Step<A> {
    /// The request goes on.
    Pass(Parts, A),
    /// It does not.
    Deny(Denial),
    /// Somebody has to be asked.
    Ask(Asking<A>),
}

/// A request that goes on.
pub type Ready<A> = (Parts, A);

/// A service behind a guard.
pub struct GuardService<S, G> {
    inner: S,
    guard: Arc<G>,
}

impl<S, G> GuardService<S, G> {
    /// Puts `guard` in front of `inner`.
    #[must_use]
    pub fn new(inner: S, guard: Arc<G>) -> Self {
        GuardService { inner, guard }
    }
}

impl<S, G, B, R> Service<Request<B>> for GuardService<S, G>
where
    S: Service<Request<B>, Response = Response<R>> + Clone,
    R: Body<Data = Bytes>,
    G: Guard,
{
    type Response = Response<GuardBody<R>>;
    type Error = S::Error;
    type Future = GuardFuture<S, G, B>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (parts, body) = request.into_parts();
        let state = match self.guard.check(parts) {
            Step::Pass(parts, after) => State::Calling {
                call: self.inner.call(Request::from_parts(parts, body)),
                after: Some(after),
            },
            Step::Deny(denial) => State::Denied { denial },
            Step::Ask(asking) => {
                // The service that is ready is the one to call; its clone need not be.
                let clone = self.inner.clone();
                let ready = std::mem::replace(&mut self.inner, clone);
                State::Asking {
                    asking,
                    held: Some((ready, body)),
                }
            }
        };
        GuardFuture {
            guard: Arc::clone(&self.guard),
            state,
        }
    }
}

pin_project! {
    /// The response of a service behind a guard.
    pub struct GuardFuture<S, G, B>
    where
        S: Service<Request<B>>,
        G: Guard,
    {
        guard: Arc<G>,
        #[pin]
        state: State<S, G::After, B>,
    }
}

/// A check that has to ask.
pub type Asking<A> = Pin<Box<dyn Future<Output = Result<Ready<A>, Denial>> + Send>>;

pin_project! {
    #[project = StateProjection]
    enum State<S, A, B>
    where
        S: Service<Request<B>>,
    {
        Asking { asking: Asking<A>, held: Option<(S, B)> },
        Calling { #[pin] call: S::Future, after: Option<A> },
        Denied { denial: Denial },
    }
}

impl<S, G, B, R> Future for GuardFuture<S, G, B>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Body<Data = Bytes>,
    G: Guard,
{
    type Output = Result<Response<GuardBody<R>>, S::Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let next = match this.state.as_mut().project() {
                StateProjection::Asking { asking, held } => {
                    match (ready!(asking.as_mut().poll(context)), held.take()) {
                        (Ok((parts, after)), Some((mut service, body))) => State::Calling {
                            call: service.call(Request::from_parts(parts, body)),
                            after: Some(after),
                        },
                        (Err(denial), _) => State::Denied { denial },
                        // The service is there until the first answer, which is the last.
                        (Ok(_), None) => return Poll::Pending,
                    }
                }
                StateProjection::Calling { call, after } => {
                    let mut response = ready!(call.poll(context))?;
                    if let Some(after) = after.take() {
                        this.guard.finish(after, response.headers_mut());
                    }
                    return Poll::Ready(Ok(response.map(GuardBody::own)));
                }
                StateProjection::Denied { denial } => {
                    return Poll::Ready(Ok(denial.response().map(GuardBody::refusal)));
                }
            };
            this.state.set(next);
        }
    }
}

impl<S: Clone, G> Clone for GuardService<S, G> {
    fn clone(&self) -> Self {
        GuardService {
            inner: self.inner.clone(),
            guard: Arc::clone(&self.guard),
        }
    }
}

impl<S: fmt::Debug, G> fmt::Debug for GuardService<S, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardService")
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}
