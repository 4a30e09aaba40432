//! What the builder of every operation can do.

use std::time::Duration;

use bytes::Bytes;

use crate::call::answer::Decode;
use crate::call::builder::Call;
use crate::call::future::{FullResponseFuture, ResponseFuture};
use crate::client::retry::RetryPolicy;
use crate::credentials::Credentials;
use crate::error::Error;

/// What the builder of every operation can do. Builders have the same methods themselves, so nothing
/// has to be imported for a call; the trait is for code that works with any operation.
///
/// A builder is made by a method of an API group, takes the operation's optional parameters by
/// setters, and is sent by `.await`. It is small, owned and `Clone`: nothing is sent until it is
/// awaited, and a clone can be sent again.
///
/// | method | what it gives |
/// |---|---|
/// | `.await`, [`send`](Self::send) | the value |
/// | [`response`](Self::response) | the value beside status and headers: a [`Response`](crate::Response) |
/// | [`with_timeout`](Self::with_timeout) and the other `with_*` | options of this one call |
/// | [`into_request`](Self::into_request) | the request, without sending it |
/// | `items()`, `pages()` | of lists: streams that fetch page after page, [`Items`](crate::Items) and [`Pages`](crate::Pages) |
/// | `into_url()` | of operations that only redirect a browser: where to send it |
///
/// Which operations are [safe](crate::operation::Idempotency::Safe) to retry, and which statuses are
/// errors, is said in the documentation of each.
///
/// ```
/// use std::time::Duration;
/// use ory_core::Error;
/// use ory_core::operation::Operation;
///
/// /// Sends any operation with little patience, and asks twice.
/// async fn impatiently<O: Operation + Clone>(operation: O) -> Result<O::Value, Error> {
///     let operation = operation.with_timeout(Duration::from_secs(2));
///     match operation.clone().send().await {
///         Err(error) if error.is_retryable() => operation.send().await,
///         result => result,
///     }
/// }
/// ```
pub trait Operation: Sized {
    /// What the operation gives.
    type Value;

    #[doc(hidden)]
    fn call_mut(&mut self) -> &mut Call;

    #[doc(hidden)]
    fn into_call(self) -> Call;

    #[doc(hidden)]
    fn decoder() -> Decode<Self::Value>;

    /// Sends the request; `.await` on the builder does the same.
    ///
    /// Dropping the future cancels the call, but a request that was already written may still be
    /// processed by the server.
    fn send(self) -> ResponseFuture<Self::Value> {
        self.into_call().send(Self::decoder())
    }

    /// Sends the request and keeps the response's status and headers beside the value.
    fn response(self) -> FullResponseFuture<Self::Value> {
        self.send().into_full()
    }

    /// The request as it would be sent, without the client's credentials, for sending it by other
    /// means.
    ///
    /// Its `Debug` is that of the `http` crate and prints body and query, secrets included.
    ///
    /// # Errors
    ///
    /// A configuration error: an endpoint that is not set, a path parameter that would change the
    /// route, a header that cannot be sent.
    fn into_request(self) -> Result<http::Request<Bytes>, Error> {
        self.into_call().into_request()
    }

    /// Sets the total deadline of this call, retries included, instead of the client's.
    #[must_use]
    fn with_timeout(mut self, timeout: Duration) -> Self {
        self.call_mut().set_timeout(timeout);
        self
    }

    /// Sets the retry policy of this call instead of the client's.
    #[must_use]
    fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.call_mut().set_retry(policy);
        self
    }

    /// Sends one more header with this call, or another value of one that the client sends with all
    /// calls, such as `X-Request-ID`.
    ///
    /// The call fails before anything is sent if the name or value is impossible, if the name belongs
    /// to the connection (`content-length`, `host`, `transfer-encoding`, ...), or if the operation
    /// itself sets the header. A secret in it goes wherever the endpoint's URL points, over plain
    /// http too: the rule of [`credentials`](crate::credentials) is about credentials alone.
    #[must_use]
    fn with_header(mut self, name: &str, value: &str) -> Self {
        self.call_mut().set_header(name, value);
        self
    }

    /// Sends these credentials with this call, instead of the client's and whatever authentication
    /// the operation declares.
    #[must_use]
    fn with_credentials(mut self, credentials: impl Credentials) -> Self {
        self.call_mut().set_credentials(credentials);
        self
    }
}
