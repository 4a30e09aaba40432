//! What a fake server was asked.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use crate::wire::timestamp::Timestamp;

/// A call that a fake server received.
///
/// `Debug` prints neither headers, query nor body, as they may hold secrets.
#[derive(Clone)]
#[non_exhaustive]
pub struct Call {
    /// The operation, `checkPermission`; `None` if there is none with this method and path.
    pub operation: Option<&'static str>,
    /// The HTTP method.
    pub method: Method,
    /// The path as it was sent, percent-encoded.
    pub path: String,
    /// The query as it was sent, without the question mark; empty if there was none.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The status of the answer; `None` if the connection was lost instead.
    pub status: Option<StatusCode>,
    /// When it was received, by the fake's clock.
    pub at: Timestamp,
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("status", &self.status)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}
