//! Whether an attempt's request was sent, as the transport knows it.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use http::Request;
use tower::Service;

use crate::error::BoxError;
use crate::transport::body::Body;
use crate::transport::connect_error::{ConnectError, ConnectErrorKind};

/// The note on one attempt. It travels in the extensions of the request through the user's layers
/// to the transport at the bottom, which knows whether the request was sent; a layer may fail for a
/// reason of its own, before or after.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attempt(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    /// How often the transport was called: more than once by a layer that retries.
    calls: AtomicUsize,
    /// Those of them after which the server may have processed the request.
    in_doubt: AtomicUsize,
}

impl Attempt {
    fn begin(&self) {
        self.0.calls.fetch_add(1, Ordering::AcqRel);
        self.0.in_doubt.fetch_add(1, Ordering::AcqRel);
    }

    fn was_not_sent(&self) {
        self.0.in_doubt.fetch_sub(1, Ordering::AcqRel);
    }

    /// Turns the error of a stack into a [`ConnectError`] if, and only if, the request was not
    /// sent.
    ///
    /// A stack that fails without calling the transport may have sent another request in place of
    /// this one.
    pub(crate) fn judge(&self, error: BoxError) -> BoxError {
        let called = self.0.calls.load(Ordering::Acquire) > 0;
        if called && self.0.in_doubt.load(Ordering::Acquire) == 0 {
            return match find(&*error) {
                Some(connect) => connect.clone().into(),
                None => ConnectError::new(ConnectErrorKind::Lost, "the request was not sent")
                    .with_source(error)
                    .into(),
            };
        }
        if error.is::<ConnectError>() {
            return Foreign(error).into();
        }
        error
    }
}

fn find<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a ConnectError> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(connect) = error.downcast_ref() {
            return Some(connect);
        }
        cause = error.source();
    }
    None
}

/// A layer's [`ConnectError`] that is not about this attempt's request.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct Foreign(BoxError);

/// A transport that notes on each attempt whether its request was sent: not, if it fails with a
/// [`ConnectError`].
#[derive(Clone)]
pub(crate) struct Noting<S>(pub(crate) S);

impl<S, B> Service<Request<Body>> for Noting<S>
where
    S: Service<Request<Body>, Response = http::Response<B>>,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
{
    type Response = http::Response<B>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<B>, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let attempt = request.extensions().get::<Attempt>().cloned();
        if let Some(attempt) = &attempt {
            attempt.begin();
        }
        let sending = self.0.call(request);
        Box::pin(async move {
            let result = sending.await.map_err(Into::into);
            if let (Some(attempt), Err(error)) = (&attempt, &result)
                && error.is::<ConnectError>()
            {
                attempt.was_not_sent();
            }
            result
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connect() -> BoxError {
        ConnectError::unreachable("nobody there").into()
    }

    fn wrapped() -> BoxError {
        std::io::Error::other(connect()).into()
    }

    #[test]
    fn only_the_transport_knows_that_nothing_was_sent() {
        // A failure of another request, before this one was sent, after it, or beside it.
        let attempt = Attempt::default();
        assert!(!attempt.judge(connect()).is::<ConnectError>());
        attempt.begin();
        assert!(!attempt.judge(connect()).is::<ConnectError>());
        attempt.was_not_sent();
        for error in [connect(), wrapped(), "the layer gave up".into()] {
            assert!(attempt.judge(error).is::<ConnectError>());
        }
        // A layer's second try was sent.
        attempt.begin();
        let error = attempt.judge(connect());
        assert!(!error.is::<ConnectError>());
        assert_eq!(error.to_string(), "nobody there");
    }
}
