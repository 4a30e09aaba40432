//! What a caller can change about a single call.

use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use crate::client::retry::RetryPolicy;
use crate::credentials::Credentials;
use crate::headers;

/// What a caller can change about a single call; unset means the client's setting.
#[derive(Clone, Default)]
pub(crate) struct CallOptions {
    /// The total deadline of the call, retries included.
    pub(crate) timeout: Option<Duration>,
    /// The retry policy.
    pub(crate) retry: Option<RetryPolicy>,
    /// Credentials that replace the client's, and are sent whatever the operation declares.
    pub(crate) credentials: Option<Arc<dyn Credentials>>,
    /// Headers of the caller's choice.
    pub(crate) headers: HeaderMap,
}

impl CallOptions {
    /// Whether the caller's headers go together with those that the operation sets.
    ///
    /// # Errors
    ///
    /// A header that both set: which of the two is meant cannot be known.
    pub(crate) fn check(&self, operation: &HeaderMap) -> Result<(), String> {
        if self.headers.is_empty() {
            return Ok(());
        }
        if self.credentials.is_some() && self.headers.contains_key(AUTHORIZATION) {
            return Err(
                "`with_header` and `with_credentials` both set `authorization`; use one of them"
                    .to_owned(),
            );
        }
        match self
            .headers
            .keys()
            .find(|name| operation.contains_key(*name))
        {
            Some(name) => Err(format!(
                "`with_header` sets `{name}`, which the operation itself sets; remove it, or use \
                 the operation's own parameter"
            )),
            None => Ok(()),
        }
    }
}

/// Checks a header that is put into a request; the value is never repeated in the message.
///
/// # Errors
///
/// A name that is none, or that belongs to the connection, which all callers of a pool share; a
/// value that no header can carry.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| "a header name may hold only letters, digits and dashes".to_owned())?;
    if headers::belongs_to_connection(&name) {
        return Err(format!(
            "the header `{name}` belongs to the connection, which other calls share; it cannot be \
             set for a call"
        ));
    }
    match HeaderValue::from_str(value) {
        Ok(mut value) => {
            value.set_sensitive(true);
            Ok((name, value))
        }
        Err(_) => Err(format!(
            "the value of the header `{name}` holds a line break or another character that no \
             header can carry"
        )),
    }
}
