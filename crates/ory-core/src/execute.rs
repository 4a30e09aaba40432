//! Sends a request and gives the final response.

use std::future::{Future, ready};
use std::pin::Pin;

use bytes::Bytes;

use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::operation::{CallOptions, OperationSpec};

/// Sends `request` and gives the final response, whatever its status.
pub(crate) fn execute(
    _client: Client,
    spec: &'static OperationSpec,
    _request: http::Request<Bytes>,
    _options: CallOptions,
) -> Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, Error>> + Send>> {
    let message = "no transport is set".to_owned();
    Box::pin(ready(Err(Error::exchange(
        ErrorKind::Connect,
        spec,
        message,
        None,
    ))))
}
