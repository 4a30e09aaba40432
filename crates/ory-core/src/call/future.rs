//! The futures that calls return.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::call::answer::{Answer, Decode};
use crate::call::response::Response;
use crate::error::Error;
use crate::spec::OperationSpec;

/// The exchange of a call: one boxed future that is the same for every operation.
pub(crate) type BoxExchange = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send>>;

/// What all calls share.
pub(crate) struct Pending {
    spec: &'static OperationSpec,
    state: State,
}

enum State {
    Failed(Option<Error>),
    Running(BoxExchange),
}

impl Pending {
    pub(crate) fn failed(spec: &'static OperationSpec, error: Error) -> Self {
        Pending {
            spec,
            state: State::Failed(Some(error)),
        }
    }

    pub(crate) fn running(spec: &'static OperationSpec, exchange: BoxExchange) -> Self {
        Pending {
            spec,
            state: State::Running(exchange),
        }
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Answer, Error>> {
        match &mut self.state {
            State::Failed(error) => match error.take() {
                Some(error) => Poll::Ready(Err(error)),
                // Polled after completion: there is nothing left to wake up for.
                None => Poll::Pending,
            },
            State::Running(future) => {
                let result = ready!(future.as_mut().poll(cx));
                self.state = State::Failed(None);
                Poll::Ready(result)
            }
        }
    }
}

/// The future of an operation's value.
///
/// Dropping it cancels the call; a request that was already written may still be processed by the
/// server.
#[must_use = "futures do nothing unless awaited"]
pub struct ResponseFuture<T> {
    pending: Pending,
    decode: Decode<T>,
}

impl<T> ResponseFuture<T> {
    #[inline]
    pub(crate) fn new(pending: Pending, decode: Decode<T>) -> Self {
        ResponseFuture { pending, decode }
    }

    /// The value together with the response's status and headers.
    #[inline]
    pub fn into_full(self) -> FullResponseFuture<T> {
        FullResponseFuture {
            pending: self.pending,
            decode: self.decode,
        }
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture")
            .field("operation", &self.pending.spec.id)
            .finish_non_exhaustive()
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<T, Error>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let answer = ready!(this.pending.poll(cx))?;
        Poll::Ready((this.decode)(&answer))
    }
}

/// The future of an operation's value together with the response's status and headers.
#[must_use = "futures do nothing unless awaited"]
pub struct FullResponseFuture<T> {
    pending: Pending,
    decode: Decode<T>,
}

impl<T> fmt::Debug for FullResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FullResponseFuture")
            .field("operation", &self.pending.spec.id)
            .finish_non_exhaustive()
    }
}

impl<T> Future for FullResponseFuture<T> {
    type Output = Result<Response<T>, Error>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let answer = ready!(this.pending.poll(cx))?;
        let value = (this.decode)(&answer)?;
        Poll::Ready(Ok(Response::new(value, answer)))
    }
}
