//! What an operation is and how a call of it is put together.
//!
//! Generated code declares one static [`OperationSpec`] and one small builder per operation. The builder
//! holds a [`Call`], which writes the URI and the body once, while the setters run; everything behind
//! [`Call::send`] is shared by all operations, so that an operation nobody calls costs nothing.

use std::fmt::{self, Display, Write as _};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Serialize;

pub use crate::spec::{Auth, Endpoint, Idempotency, OperationSpec, Paging};

use crate::call::execute::execute;
use crate::call::page::{CountedPage, PageToken};
use crate::call::response::Response;
use crate::call::retry::RetryPolicy;
use crate::client::Client;
use crate::credentials::Credentials;
use crate::error::Error;

/// What a caller can change about a single call; unset means the client's setting.
#[derive(Clone, Default)]
pub(crate) struct CallOptions {
    /// The total deadline of the call, retries included.
    pub(crate) timeout: Option<Duration>,
    /// The retry policy.
    pub(crate) retry: Option<RetryPolicy>,
    /// Credentials that replace the client's, and are sent whatever the operation declares.
    pub(crate) credentials: Option<Arc<dyn Credentials>>,
    /// Headers that replace those of the request.
    pub(crate) headers: HeaderMap,
}

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Percent-encodes all that is written to it, without an intermediate string.
struct Encode<'a>(&'a mut String);

impl fmt::Write for Encode<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, RESERVED));
        Ok(())
    }
}

/// Appends `name=value`, percent-encoded.
fn push_pair(buffer: &mut String, name: &str, value: &dyn Display) {
    buffer.extend(utf8_percent_encode(name, RESERVED));
    buffer.push('=');
    // Writing to a string fails only if `value` does; then its text ends there.
    let _ = write!(Encode(buffer), "{value}");
}

/// Removes every pair called `name` from the `&`-separated pairs that begin at `start`.
fn remove_pairs(buffer: &mut String, start: usize, name: &str) {
    let is_named = |pair: &str| {
        utf8_percent_encode(name, RESERVED)
            .try_fold(pair, |rest, part| rest.strip_prefix(part))
            .is_some_and(|rest| rest.starts_with('='))
    };
    if !buffer[start..].split('&').any(is_named) {
        return;
    }
    let kept: Vec<&str> = buffer[start..]
        .split('&')
        .filter(|pair| !is_named(pair))
        .collect();
    let kept = kept.join("&");
    buffer.truncate(start);
    buffer.push_str(&kept);
}

/// The body of a call while it is being built.
#[derive(Clone)]
enum Body {
    None,
    Bytes(&'static str, Bytes),
    Form(String),
}

/// One call of an operation while it is being built.
///
/// The builders of the product crates hold one each. The URI and the body are written once, by the setters.
/// The first mistake is kept and reported when the call is sent.
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
    /// Begins a call of `spec`, whose path parameters take the values in `path`, in the template's order.
    ///
    /// An empty value, `.` and `..` would reach another route and fail when the call is sent; everything but
    /// unreserved characters is percent-encoded, so that `a/b` stays one segment.
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
        let name = self.spec.paging.map_or("page_token", Paging::token_param);
        self.set_query(name, &token.as_str());
    }

    /// The page that the call asks for so far; `None` means the first.
    pub(crate) fn current_page(&self) -> Option<PageToken> {
        if self.query == 0 {
            return None;
        }
        let name = self.spec.paging?.token_param();
        self.url[self.query..].split('&').find_map(|pair| {
            let value = pair.strip_prefix(name)?.strip_prefix('=')?;
            Some(PageToken::from(
                percent_decode_str(value).decode_utf8_lossy().into_owned(),
            ))
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
        self.set_form(name, &value);
    }

    /// Adds a field to a form, beside earlier ones of the same name: the elements of a list.
    pub fn form_append(&mut self, name: &str, value: impl Display) {
        self.add_form(name, &value);
    }

    fn add_form(&mut self, name: &str, value: &dyn Display) {
        if !matches!(self.body, Body::Form(_)) {
            self.body = Body::Form(String::with_capacity(256));
        }
        if let Body::Form(form) = &mut self.body {
            if !form.is_empty() {
                form.push('&');
            }
            push_pair(form, name, value);
        }
    }

    fn set_form(&mut self, name: &str, value: &dyn Display) {
        if let Body::Form(form) = &mut self.body {
            remove_pairs(form, 0, name);
        }
        self.add_form(name, value);
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

    /// Sends a header of the caller's choice, which replaces one that the SDK would send.
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

    /// The request as it would be sent, without the client's credentials and without the headers that the
    /// transport adds.
    ///
    /// # Errors
    ///
    /// A configuration error: an endpoint that is not set, a path parameter that would change the route, a
    /// header value that no header can carry, a body that cannot be written.
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
        let (content_type, body) = match self.body {
            Body::None => (None, Bytes::new()),
            Body::Bytes(content_type, body) => (Some(content_type), body),
            Body::Form(form) => (Some("application/x-www-form-urlencoded"), Bytes::from(form)),
        };
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
        *options = self.options;
        Ok((self.client, request))
    }

    /// Sends the call; nothing happens until the future is polled.
    #[inline]
    pub fn send<T>(self, decode: Decode<T>) -> ResponseFuture<T> {
        ResponseFuture {
            inner: Exchange::new(self),
            decode,
        }
    }
}

/// Checks a header; the value is never repeated in the message.
fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| "a header name may hold only letters, digits and dashes".to_owned())?;
    match HeaderValue::from_str(value) {
        Ok(mut value) => {
            value.set_sensitive(true);
            Ok((name, value))
        }
        Err(_) => Err(format!(
            "the value of the header `{name}` holds a line break or another character that no header can carry"
        )),
    }
}

/// Writes the template with its parameters replaced.
fn write_path(url: &mut String, template: &str, values: &[&str]) -> Result<(), String> {
    let mut values = values.iter();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        url.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            return Err(format!("the path template `{template}` is not closed"));
        };
        match values.next() {
            None => return Err(format!("the path parameter `{name}` is missing")),
            Some(&"") => {
                return Err(format!(
                    "the path parameter `{name}` is empty, which would call another operation"
                ));
            }
            Some(&("." | "..")) => {
                return Err(format!(
                    "the path parameter `{name}` is `.` or `..`, which would call another operation"
                ));
            }
            Some(value) => url.extend(utf8_percent_encode(value, RESERVED)),
        }
        rest = after;
    }
    url.push_str(rest);
    Ok(())
}

/// Turns the final response of an operation into its value.
pub type Decode<T> = fn(&'static OperationSpec, &http::Response<Bytes>) -> Result<T, Error>;

type BoxExchange = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, Error>> + Send>>;

/// What all calls share: one boxed future that is the same for every operation.
struct Exchange {
    spec: &'static OperationSpec,
    /// The number of the page that is asked for, where pages are counted.
    page: Option<u32>,
    state: State,
}

enum State {
    Failed(Option<Error>),
    Running(BoxExchange),
}

impl Exchange {
    fn new(call: Call) -> Self {
        let spec = call.spec;
        let page = match spec.paging {
            Some(Paging::Count { start }) => Some(
                call.current_page()
                    .and_then(|token| token.as_str().parse().ok())
                    .unwrap_or(start),
            ),
            _ => None,
        };
        let mut options = CallOptions::default();
        let state = match call.into_parts(&mut options) {
            Err(error) => State::Failed(Some(error)),
            Ok((client, request)) => State::Running(execute(client, spec, request, options)),
        };
        Exchange { spec, page, state }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<http::Response<Bytes>, Error>> {
        match &mut self.state {
            State::Failed(error) => match error.take() {
                Some(error) => Poll::Ready(Err(error)),
                // Polled after completion: there is nothing left to wake up for.
                None => Poll::Pending,
            },
            State::Running(future) => {
                let mut result = std::task::ready!(future.as_mut().poll(cx));
                self.state = State::Failed(None);
                if let (Ok(response), Some(page)) = (&mut result, self.page) {
                    response.extensions_mut().insert(CountedPage(page));
                }
                Poll::Ready(result)
            }
        }
    }
}

/// The future of an operation's value.
///
/// Dropping it cancels the call; a request that was already written may still be processed by the server.
#[must_use = "futures do nothing unless awaited"]
pub struct ResponseFuture<T> {
    inner: Exchange,
    decode: Decode<T>,
}

impl<T> ResponseFuture<T> {
    /// The value together with the response's status and headers.
    #[inline]
    pub fn into_full(self) -> FullResponseFuture<T> {
        FullResponseFuture {
            inner: self.inner,
            decode: self.decode,
        }
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture")
            .field("operation", &self.inner.spec.id)
            .finish_non_exhaustive()
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<T, Error>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let response = std::task::ready!(this.inner.poll(cx))?;
        Poll::Ready((this.decode)(this.inner.spec, &response))
    }
}

/// The future of an operation's value together with the response's status and headers.
#[must_use = "futures do nothing unless awaited"]
pub struct FullResponseFuture<T> {
    inner: Exchange,
    decode: Decode<T>,
}

impl<T> fmt::Debug for FullResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FullResponseFuture")
            .field("operation", &self.inner.spec.id)
            .finish_non_exhaustive()
    }
}

impl<T> Future for FullResponseFuture<T> {
    type Output = Result<Response<T>, Error>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let response = std::task::ready!(this.inner.poll(cx))?;
        let value = (this.decode)(this.inner.spec, &response)?;
        Poll::Ready(Ok(Response::new(value, response)))
    }
}

/// What every operation's builder can do. Used by generated code.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_builder {
    ($name:ident) => {
        impl $name {
            /// Sets the total deadline of this call, retries included, instead of the client's.
            #[inline]
            pub fn with_timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.call.set_timeout(timeout);
                self
            }

            /// Sets the retry policy of this call instead of the client's.
            #[inline]
            pub fn with_retry(mut self, policy: $crate::RetryPolicy) -> Self {
                self.call.set_retry(policy);
                self
            }

            /// Sends one more header with this call, or another value of one that the SDK sends.
            ///
            /// An impossible name or value fails the call before anything is sent.
            #[inline]
            pub fn with_header(mut self, name: &str, value: &str) -> Self {
                self.call.set_header(name, value);
                self
            }

            /// Sends these credentials with this call, instead of the client's and whatever authentication the
            /// operation declares.
            #[inline]
            pub fn with_credentials(mut self, credentials: impl $crate::Credentials) -> Self {
                self.call.set_credentials(credentials);
                self
            }

            /// The request as it would be sent, without the client's credentials, for sending it by other means.
            ///
            /// # Errors
            ///
            /// A configuration error: an endpoint that is not set, a path parameter that would change the route,
            /// a header value that no header can carry.
            #[inline]
            pub fn into_request(
                self,
            ) -> ::core::result::Result<$crate::http::Request<$crate::Bytes>, $crate::Error> {
                self.call.into_request()
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.call, f)
            }
        }
    };
}

/// Gives a builder its sending half: `.await`, `send`, `response`, `into_request` and the `with_*` options.
///
/// `operation! { GetIdentity => Identity, decode::json }` expects `struct GetIdentity { call: Call }` beside it.
#[macro_export]
macro_rules! operation {
    ($name:ident => $output:ty, $decode:expr) => {
        $crate::__operation_builder! { $name }

        impl $name {
            /// Sends the request; `.await` on the builder does the same.
            ///
            /// Dropping the future cancels the call, but a request that was already written may still be
            /// processed by the server.
            #[inline]
            pub fn send(self) -> $crate::operation::ResponseFuture<$output> {
                self.call.send::<$output>($decode)
            }

            /// Sends the request and keeps the response's status and headers beside the value.
            #[inline]
            pub fn response(self) -> $crate::operation::FullResponseFuture<$output> {
                self.call.send::<$output>($decode).into_full()
            }
        }

        impl ::core::future::IntoFuture for $name {
            type Output = ::core::result::Result<$output, $crate::Error>;
            type IntoFuture = $crate::operation::ResponseFuture<$output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

/// [`operation!`] for a list that comes in pages, which adds `items` and `pages`.
#[macro_export]
macro_rules! paged_operation {
    ($name:ident => $item:ty, $decode:expr) => {
        $crate::operation! { $name => $crate::Page<$item>, $decode }

        impl $name {
            /// All items from this page on; further pages are fetched as they are needed.
            #[inline]
            pub fn items(self) -> $crate::Items<$item> {
                $crate::Items::new(self.call, $decode)
            }

            /// All pages from this one on, fetched as they are needed.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$item> {
                $crate::Pages::new(self.call, $decode)
            }
        }
    };
}

/// [`operation!`] for an operation that only redirects a browser, which adds `into_url`.
#[macro_export]
macro_rules! redirect_operation {
    ($name:ident) => {
        $crate::operation! { $name => $crate::Redirect, $crate::decode::redirect }

        impl $name {
            /// The URL to send a browser to; nothing is sent.
            ///
            /// # Errors
            ///
            /// A configuration error, as for `into_request`.
            #[inline]
            pub fn into_url(self) -> ::core::result::Result<$crate::http::Uri, $crate::Error> {
                self.call.into_url()
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{COUNTED, LINKED, ONCE, Random, SAFE};
    use percent_encoding::percent_decode_str;

    /// One client for all tests: building one is not free.
    fn client() -> &'static Client {
        static CLIENT: std::sync::OnceLock<Client> = std::sync::OnceLock::new();
        CLIENT.get_or_init(|| {
            let builder = Client::builder();
            builder
                .endpoint(SAFE.endpoint, "http://proxy.example/ory")
                .build()
                .unwrap()
        })
    }

    fn call(id: &str) -> Call {
        Call::new(client(), &SAFE, &[id])
    }

    fn uri(call: Call) -> String {
        call.into_request().unwrap().uri().to_string()
    }

    fn message(call: Call) -> String {
        let error = call.into_request().unwrap_err();
        assert!(error.is_configuration());
        assert_eq!(error.operation(), Some("getThing"));
        error.to_string()
    }

    #[test]
    fn a_path_value_stays_one_segment_and_the_prefix_of_the_base_url_is_kept() {
        for (id, path) in [
            ("a-b_c.d~1", "a-b_c.d~1"),
            ("a/b", "a%2Fb"),
            ("%2F", "%252F"),
            ("a?b#c d+e", "a%3Fb%23c%20d%2Be"),
            ("...", "..."),
            ("ü", "%C3%BC"),
            ("{id}", "%7Bid%7D"),
        ] {
            assert_eq!(
                uri(call(id)),
                format!("http://proxy.example/ory/things/{path}")
            );
        }
    }

    #[test]
    fn a_path_value_that_would_change_the_route_is_refused() {
        for id in ["", ".", ".."] {
            let message = message(call(id));
            assert!(
                message.starts_with("getThing (test): the path parameter `id` is"),
                "{message}"
            );
        }
    }

    #[test]
    fn long_path_values_are_sent_until_no_url_can_hold_them() {
        let long = "x".repeat(10 * 1024);
        assert!(uri(call(&long)).ends_with(&long));
        let message = message(call(&"x".repeat(100 * 1024)));
        assert!(message.contains("too long"), "{message}");
        assert!(!message.contains("xx"), "{message}");
    }

    #[test]
    fn suffixes_of_a_parameter_are_kept() {
        let mut url = String::new();
        write_path(&mut url, "/keys/{key_id}:revoke/{x}", &["a:b", "c"]).unwrap();
        assert_eq!(url, "/keys/a%3Ab:revoke/c");
        assert!(
            write_path(&mut url, "/{a}/{b}", &["1"])
                .unwrap_err()
                .contains("`b` is missing")
        );
    }

    #[test]
    fn an_endpoint_that_is_not_set_names_its_setter() {
        let client = Client::builder()
            .endpoint(
                Endpoint::new(0, "public", "public_url"),
                "http://127.0.0.1:4433",
            )
            .build()
            .unwrap();
        let message = message(Call::new(&client, &SAFE, &["1"]));
        assert!(message.contains("admin_url"), "{message}");
    }

    #[test]
    fn query_values_are_encoded_replaced_and_repeated() {
        let mut call = call("1");
        call.query("page_size", 5);
        call.query("subject set", "replaced");
        call.query("subject set", "a&b=c/ü +");
        call.query_append("ids", "1");
        call.query_append("ids", "2");
        call.query("page_size", 7);
        assert_eq!(
            uri(call.clone()),
            "http://proxy.example/ory/things/1\
             ?subject%20set=a%26b%3Dc%2F%C3%BC%20%2B&ids=1&ids=2&page_size=7"
        );
        call.query("ids", "");
        assert!(uri(call).ends_with("&page_size=7&ids="));

        let mut alone = Call::new(client(), &SAFE, &["1"]);
        alone.query("a", 1);
        alone.query("a", 2);
        assert!(uri(alone).ends_with("/1?a=2"));
    }

    #[test]
    fn any_query_value_is_read_back_as_it_was() {
        let mut random = Random::new(3);
        for _ in 0..2_000 {
            let (name, value) = (random.text(8), random.text(30));
            let mut call = call("1");
            call.query("first", random.text(10));
            call.query(&name, "earlier");
            call.query(&name, &value);
            let uri = call.into_request().unwrap().into_parts().0.uri;
            let pair = uri.query().unwrap().rsplit('&').next().unwrap().to_owned();
            let (read_name, read_value) = pair.split_once('=').unwrap();
            let decode = |text| percent_decode_str(text).decode_utf8().unwrap().into_owned();
            assert_eq!((decode(read_name), decode(read_value)), (name, value));
        }
    }

    #[test]
    fn the_url_is_written_into_one_allocation() {
        let mut call = Call::new(client(), &LINKED, &["0b7d9a5c-0000-4000-8000-000000000000"]);
        let before = call.url.as_ptr();
        call.page_size(500);
        call.page_token("0b7d9a5c-0000-4000-8000-000000000000");
        assert_eq!(call.url.as_ptr(), before);
        let uri = call.into_request().unwrap().into_parts().0.uri;
        assert_eq!(
            uri.path().as_ptr() as usize,
            before as usize + "http://proxy.example".len()
        );
    }

    #[test]
    fn page_parameters_have_the_names_of_the_paging() {
        let mut linked = Call::new(client(), &LINKED, &["1"]);
        assert_eq!(linked.current_page(), None);
        linked.page_size(2);
        linked.page_token("a b");
        assert!(uri(linked.clone()).ends_with("?page_size=2&page_token=a%20b"));
        assert_eq!(linked.current_page(), Some(PageToken::from("a b")));
        let mut counted = Call::new(client(), &COUNTED, &["1"]);
        counted.page_size(2);
        counted.page_token("3");
        assert!(uri(counted).ends_with("?per_page=2&page=3"));
    }

    #[test]
    fn headers_are_sensitive_and_line_breaks_are_refused_without_repeating_the_value() {
        let mut ok = call("1");
        ok.header("x-session-token", "ory_st_x");
        ok.bearer("ory_at_y");
        ok.set_header("X-Trace", "z");
        ok.set_header("accept", "text/html");
        let request = ok.into_request().unwrap();
        for (name, value) in [
            ("x-session-token", "ory_st_x"),
            ("authorization", "Bearer ory_at_y"),
        ] {
            assert_eq!(request.headers()[name], value);
            assert!(request.headers()[name].is_sensitive());
        }
        assert_eq!(request.headers()["x-trace"], "z");
        assert_eq!(request.headers()["accept"], "text/html");

        for value in ["CANARY\r\nx: y", "CANARY\n", "CANARY\0"] {
            let mut header = call("1");
            header.header("cookie", value);
            let mut bearer = call("1");
            bearer.bearer(value);
            let mut option = call("1");
            option.set_header("x-a", value);
            for call in [header, bearer, option] {
                assert!(!format!("{call:?}").contains("CANARY"));
                let message = message(call);
                assert!(message.contains("no header can carry"), "{message}");
                assert!(!message.contains("CANARY"), "{message}");
            }
        }
        let mut name = call("1");
        name.set_header("a b", "c");
        assert!(message(name).contains("header name"));
    }

    #[test]
    fn bodies_carry_their_media_type() {
        let mut json = call("1");
        json.json(&serde_json::json!({"a": ["ü", null]}));
        let request = json.into_request().unwrap();
        assert_eq!(request.headers()["content-type"], "application/json");
        assert_eq!(request.headers()["accept"], "application/json");
        assert_eq!(request.body().as_ref(), r#"{"a":["ü",null]}"#.as_bytes());

        let mut text = call("1");
        text.text("class A {}");
        let request = text.into_request().unwrap();
        assert_eq!(request.headers()["content-type"], "text/plain");
        assert_eq!(request.body().as_ref(), b"class A {}");

        let mut form = call("1");
        form.form("grant_type", "client_credentials");
        form.form("scope", "a");
        form.form("scope", "a b&c=d");
        let request = form.into_request().unwrap();
        assert_eq!(
            request.headers()["content-type"],
            "application/x-www-form-urlencoded"
        );
        assert_eq!(
            request.body().as_ref(),
            b"grant_type=client_credentials&scope=a%20b%26c%3Dd"
        );

        let request = call("1").into_request().unwrap();
        assert!(!request.headers().contains_key("content-type"));
        assert!(request.body().is_empty());
    }

    #[test]
    fn a_body_that_cannot_be_written_fails_the_call() {
        let mut call = call("1");
        call.json(&std::collections::BTreeMap::from([(vec![1], "CANARY")]));
        let message = message(call);
        assert!(
            message.contains("JSON") && !message.contains("CANARY"),
            "{message}"
        );
    }

    #[test]
    fn the_first_mistake_is_the_one_reported() {
        let mut call = call("");
        call.header("cookie", "\n");
        assert!(message(call).contains("path parameter"));
    }

    #[test]
    fn documented_statuses_and_every_2xx_are_answers() {
        let status = |code: u16| http::StatusCode::from_u16(code).unwrap();
        assert!(SAFE.is_success(status(204)) && ONCE.is_success(status(201)));
        assert!(!SAFE.is_success(status(303)) && !SAFE.is_success(status(403)));
    }

    #[test]
    fn a_call_that_cannot_be_sent_fails_when_awaited() {
        let mut future = std::pin::pin!(call("").send(crate::call::decode::empty).into_full());
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let Poll::Ready(Err(error)) = future.as_mut().poll(&mut cx) else {
            panic!("nothing to wait for")
        };
        assert!(error.is_configuration());
        // Polling again must not panic.
        assert!(future.poll(&mut cx).is_pending());
    }
}
