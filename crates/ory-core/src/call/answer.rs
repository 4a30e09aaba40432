//! What a call found out: the response, and what is known of the request that it belongs to.

use std::error::Error as StdError;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde::de::DeserializeOwned;

use crate::error::{Error, JsonError, KeyKind};
use crate::spec::OperationSpec;
use crate::wire::field_path;

/// The final response to an operation, with what the request tells about it. Decoders read values
/// and errors from it.
#[derive(Debug)]
pub struct Answer {
    spec: &'static OperationSpec,
    response: Response<Bytes>,
    /// The id that was sent.
    request_id: Option<HeaderValue>,
    /// The kind of credentials that were sent.
    key: Option<KeyKind>,
    /// The number of the page that was asked for, where pages are counted.
    page: Option<u32>,
    /// Whether all of the body was read; of errors, a part is enough.
    complete: bool,
}

/// Turns the final response of an operation into its value.
pub type Decode<T> = fn(&Answer) -> Result<T, Error>;

impl Answer {
    /// A response as if it had been received: for tests of decoders.
    #[must_use]
    pub fn new(spec: &'static OperationSpec, response: Response<Bytes>) -> Self {
        Answer {
            spec,
            response,
            request_id: None,
            key: None,
            page: None,
            complete: true,
        }
    }

    pub(crate) fn with_request_id(mut self, id: HeaderValue) -> Self {
        self.request_id = Some(id);
        self
    }

    pub(crate) fn with_key(mut self, key: Option<KeyKind>) -> Self {
        self.key = key;
        self
    }

    pub(crate) fn with_page(mut self, page: Option<u32>) -> Self {
        self.page = page;
        self
    }

    pub(crate) fn incomplete(mut self) -> Self {
        self.complete = false;
        self
    }

    /// The operation that was called.
    #[must_use]
    pub fn spec(&self) -> &'static OperationSpec {
        self.spec
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.response.body()
    }

    /// The number of the page that was asked for, where pages are counted.
    pub(crate) fn page(&self) -> Option<u32> {
        self.page
    }

    pub(crate) fn into_response(self) -> Response<Bytes> {
        self.response
    }

    /// Fails unless the status carries a value.
    ///
    /// # Errors
    ///
    /// The error that the server responded with.
    pub fn check(&self) -> Result<(), Error> {
        if self.spec.is_success(self.status()) {
            Ok(())
        } else {
            Err(self.error())
        }
    }

    /// The JSON body of a response whose status has been looked at.
    ///
    /// # Errors
    ///
    /// A body that is not the JSON form of `T`.
    #[inline]
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        field_path::clear();
        // Checking a whole body at once costs a fraction of what checking each string does.
        std::str::from_utf8(self.body())
            .map_err(|_| not_utf8(self.body()))
            .and_then(serde_json::from_str)
            .map_err(|error| self.not_json(&error))
    }

    #[cold]
    fn not_json(&self, error: &serde_json::Error) -> Error {
        self.complete_error(Error::json(
            self.spec,
            &self.response,
            JsonError::new(error),
        ))
    }

    /// The response as an error of the server's.
    #[must_use]
    pub fn error(&self) -> Error {
        let error = Error::api_error(self.spec, &self.response, self.key, self.complete);
        self.complete_error(error)
    }

    /// The response as one that is not what the operation promises. `message` completes "the server
    /// responded 200 OK, but ..." and repeats no value.
    #[must_use]
    pub fn unexpected(&self, message: &str) -> Error {
        self.complete_error(Error::unexpected(self.spec, &self.response, message, None))
    }

    /// [`unexpected`](Self::unexpected) with a cause.
    #[must_use]
    pub fn unexpected_because(
        &self,
        message: &str,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Error {
        let source = Some(source.into());
        self.complete_error(Error::unexpected(
            self.spec,
            &self.response,
            message,
            source,
        ))
    }

    fn complete_error(&self, error: Error) -> Error {
        match &self.request_id {
            Some(id) => error.with_sent_request_id(id),
            None => error,
        }
    }
}

/// Where a text that is not UTF-8 breaks off, or what is wrong with it.
#[cold]
fn not_utf8(body: &[u8]) -> serde_json::Error {
    match serde_json::from_slice::<serde_json::Value>(body) {
        Err(error) => error,
        Ok(_) => serde::de::Error::custom("the body is not UTF-8"),
    }
}
