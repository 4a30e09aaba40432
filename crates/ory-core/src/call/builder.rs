//! How a call of an operation is put together.
//!
//! Generated code declares one static [`OperationSpec`] and one small builder per operation. The
//! builder holds a [`Call`], which writes the URI and the body once, while the setters run;
//! everything behind [`Call::send`] is shared by all operations, so that an operation nobody calls
//! costs nothing.

use std::fmt::{self, Display};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;
use serde::Serialize;

use crate::call::answer::Decode;
use crate::call::body::Body;
use crate::call::execute::{Exchange, execute};
use crate::call::future::{Pending, ResponseFuture};
use crate::call::options::{CallOptions, header};
use crate::call::page::PageToken;
use crate::call::url::{push_pair, remove_pairs, write_path};
use crate::client::Client;
use crate::client::retry::RetryPolicy;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::spec::{OperationSpec, Paging};

/// One call of an operation while it is being built.
///
/// The builders of the product crates hold one each. The URI and the body are written once, by the
/// setters. The first mistake is kept and reported when the call is sent.
#[derive(Clone)]
pub struct Call {
    client: Client,
    spec: &'static OperationSpec,
    url: String,
    /// Where the query begins, after the `?`; 0 while there is none.
    query: usize,
    headers: HeaderMap,
    body: Body,
    options: CallOptions,
    error: Option<String>,
}

impl fmt::Debug for Call {
    /// Names the operation; what the call carries is not printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.spec.id)
            .finish_non_exhaustive()
    }
}

impl Call {
    /// Begins a call of `spec`, whose path parameters take the values in `path`, in the template's
    /// order.
    ///
    /// An empty value, `.` and `..` would reach another route and fail when the call is sent;
    /// everything but unreserved characters is percent-encoded, so that `a/b` stays one segment.
    #[must_use]
    pub fn new(client: &Client, spec: &'static OperationSpec, path: &[&str]) -> Self {
        let mut error = None;
        let base = match client.base_url(spec.endpoint) {
            Ok(base) => base,
            Err(message) => {
                error = Some(message);
                ""
            }
        };
        let values: usize = path.iter().map(|value| value.len()).sum();
        let room = if spec.paging.is_some() { 96 } else { 32 };
        let mut url = String::with_capacity(base.len() + spec.path.len() + values + room);
        url.push_str(base);
        if let Err(message) = write_path(&mut url, spec.path, path) {
            error.get_or_insert(message);
        }
        Call {
            client: client.clone(),
            spec,
            url,
            query: 0,
            headers: HeaderMap::new(),
            body: Body::None,
            options: CallOptions::default(),
            error,
        }
    }

    /// The operation that is called.
    #[must_use]
    pub fn spec(&self) -> &'static OperationSpec {
        self.spec
    }

    /// Sets the query parameter `name`, replacing an earlier value.
    pub fn query(&mut self, name: &str, value: impl Display) {
        self.set_query(name, &value);
    }

    fn set_query(&mut self, name: &str, value: &dyn Display) {
        if self.query != 0 {
            remove_pairs(&mut self.url, self.query, name);
        }
        self.add_query(name, value);
    }

    /// Adds one more value to the query parameter `name`: arrays are repeated keys.
    pub fn query_append(&mut self, name: &str, value: impl Display) {
        self.add_query(name, &value);
    }

    fn add_query(&mut self, name: &str, value: &dyn Display) {
        if self.query == 0 {
            self.url.push('?');
            self.query = self.url.len();
        } else if self.url.len() > self.query {
            self.url.push('&');
        }
        push_pair(&mut self.url, name, value);
    }

    /// Limits the number of items on a page of a paged operation.
    pub fn page_size(&mut self, items: u32) {
        self.set_query(
            self.spec.paging.map_or("page_size", Paging::size_param),
            &items,
        );
    }

    /// Selects the page of a paged operation.
    pub fn page_token(&mut self, token: impl Into<PageToken>) {
        self.set_page_token(&token.into());
    }

    pub(crate) fn set_page_token(&mut self, token: &PageToken) {
        let counts = matches!(self.spec.paging, Some(Paging::Count { .. }));
        match token.number() {
            Some(number) if !counts => self.set_query("page", &number),
            _ => {
                let name = self.spec.paging.map_or("page_token", Paging::token_param);
                self.set_query(name, &token.as_str());
            }
        }
    }

    /// The page that the call asks for so far; `None` means the first.
    pub(crate) fn current_page(&self) -> Option<PageToken> {
        let name = self.spec.paging?.token_param();
        self.query_value(name).map(PageToken::from)
    }

    /// The number of items on a page that the call asks for, if it does.
    pub(crate) fn current_page_size(&self) -> Option<usize> {
        let name = self.spec.paging?.size_param();
        self.query_value(name)?.parse().ok()
    }

    fn query_value(&self, name: &str) -> Option<String> {
        if self.query == 0 {
            return None;
        }
        self.url[self.query..].split('&').find_map(|pair| {
            let value = pair.strip_prefix(name)?.strip_prefix('=')?;
            Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
        })
    }

    /// Sets the header parameter `name`. Its value is marked sensitive and never logged.
    pub fn header(&mut self, name: &'static str, value: &str) {
        match header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(message) => self.fail(message),
        }
    }

    /// Sends `token` as `Authorization: Bearer` (RFC 6750) with this call.
    pub fn bearer(&mut self, token: &str) {
        let mut value = String::with_capacity(7 + token.len());
        value.push_str("Bearer ");
        value.push_str(token);
        self.header("authorization", &value);
    }

    /// Sets a JSON body.
    #[inline]
    pub fn json(&mut self, body: &impl Serialize) {
        let mut buffer = Vec::with_capacity(512);
        let written = serde_json::to_writer(&mut buffer, body);
        self.set_json(buffer, written);
    }

    fn set_json(&mut self, buffer: Vec<u8>, written: serde_json::Result<()>) {
        match written {
            Ok(()) => self.body = Body::Bytes("application/json", Bytes::from(buffer)),
            Err(_) => self.fail("the body cannot be written as JSON".to_owned()),
        }
    }

    /// Sets a plain-text body.
    pub fn text(&mut self, body: impl Into<String>) {
        self.body = Body::Bytes("text/plain", Bytes::from(body.into()));
    }

    /// Sets the field `name` of a form-encoded body, replacing an earlier value.
    pub fn form(&mut self, name: &str, value: impl Display) {
        self.body.set_form(name, &value);
    }

    /// Adds a field to a form, beside earlier ones of the same name: the elements of a list.
    pub fn form_append(&mut self, name: &str, value: impl Display) {
        self.body.add_form(name, &value);
    }

    /// Sets the total deadline of this call, retries included.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.options.timeout = Some(timeout);
    }

    /// Sets the retry policy of this call.
    pub fn set_retry(&mut self, policy: RetryPolicy) {
        self.options.retry = Some(policy);
    }

    /// Sends these credentials with this call, whatever the operation declares, instead of the client's.
    pub fn set_credentials(&mut self, credentials: impl Credentials) {
        self.options.credentials = Some(Arc::new(credentials));
    }

    /// Sends a header of the caller's choice. Names that belong to the connection are refused, and
    /// so are those that the operation itself sets.
    pub fn set_header(&mut self, name: &str, value: &str) {
        match header(name, value) {
            Ok((name, value)) => {
                self.options.headers.insert(name, value);
            }
            Err(message) => self.fail(message),
        }
    }

    /// Remembers the first mistake; the call reports it instead of being sent.
    pub fn fail(&mut self, message: String) {
        self.error.get_or_insert(message);
    }

    /// The request as it would be sent, without the client's credentials and without the headers that
    /// the transport adds.
    ///
    /// # Errors
    ///
    /// A configuration error: an endpoint that is not set, a path parameter that would change the
    /// route, a header that cannot be sent, a body that cannot be written.
    pub fn into_request(self) -> Result<http::Request<Bytes>, Error> {
        let mut options = CallOptions::default();
        let (_, mut request) = self.into_parts(&mut options)?;
        for (name, value) in &options.headers {
            request.headers_mut().insert(name.clone(), value.clone());
        }
        Ok(request)
    }

    /// The URL of the request, for operations that a browser calls.
    ///
    /// # Errors
    ///
    /// As for [`Call::into_request`].
    pub fn into_url(self) -> Result<http::Uri, Error> {
        Ok(self.into_request()?.into_parts().0.uri)
    }

    fn into_parts(
        self,
        options: &mut CallOptions,
    ) -> Result<(Client, http::Request<Bytes>), Error> {
        let spec = self.spec;
        if let Some(message) = self.error {
            return Err(Error::configuration(Some(spec), message));
        }
        let uri = http::Uri::from_maybe_shared(Bytes::from(self.url)).map_err(|_| {
            Error::configuration(
                Some(spec),
                "the URL is too long or not a URL; shorten the parameters".to_owned(),
            )
        })?;
        let (content_type, body) = self.body.into_parts();
        let mut request = http::Request::new(body);
        *request.method_mut() = spec.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        let headers = request.headers_mut();
        if content_type.is_some() {
            // With `content-length` and credentials there are more than a new map has room for.
            headers.reserve(7);
        }
        headers.insert(ACCEPT, HeaderValue::from_static(spec.accept));
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        if let Err(message) = self.options.check(headers) {
            return Err(Error::configuration(Some(spec), message));
        }
        *options = self.options;
        Ok((self.client, request))
    }

    /// Sends the call; nothing happens until the future is polled.
    #[inline]
    pub fn send<T>(self, decode: Decode<T>) -> ResponseFuture<T> {
        ResponseFuture::new(self.begin(), decode)
    }

    /// The exchange behind the call, without a decoder.
    pub(crate) fn begin(self) -> Pending {
        let spec = self.spec;
        // Where pages are counted, the response does not say which one it is.
        let page = match spec.paging {
            Some(Paging::Count { start }) => Some(
                self.current_page()
                    .and_then(|token| token.as_str().parse().ok())
                    .unwrap_or(start),
            ),
            _ => None,
        };
        let mut options = CallOptions::default();
        match self.into_parts(&mut options) {
            Err(error) => Pending::failed(spec, error),
            Ok((client, request)) => Pending::running(
                spec,
                execute(Exchange {
                    client,
                    spec,
                    request,
                    options,
                    page,
                }),
            ),
        }
    }
}

#[cfg(test)]
mod tests;
