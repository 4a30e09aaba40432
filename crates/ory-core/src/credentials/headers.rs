//! The headers that credentials consist of.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};

use crate::error::BoxError;

/// The headers that credentials consist of: nearly always one.
#[derive(Clone, Default)]
pub struct CredentialHeaders {
    first: Option<(HeaderName, HeaderValue)>,
    more: Vec<(HeaderName, HeaderValue)>,
}

impl CredentialHeaders {
    /// No headers: the call is sent without credentials.
    #[must_use]
    pub const fn none() -> Self {
        CredentialHeaders {
            first: None,
            more: Vec::new(),
        }
    }

    /// The `Authorization` header with this value.
    #[must_use]
    pub fn authorization(value: HeaderValue) -> Self {
        CredentialHeaders::none().and(AUTHORIZATION, value)
    }

    /// Adds a header.
    #[must_use]
    pub fn and(mut self, name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        match &self.first {
            None => self.first = Some((name, value)),
            Some(_) => self.more.push((name, value)),
        }
        self
    }

    /// The headers, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.first
            .iter()
            .chain(&self.more)
            .map(|(name, value)| (name, value))
    }
}

impl fmt::Debug for CredentialHeaders {
    /// Prints the names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

/// Headers that are known already, or that have to be fetched.
#[must_use = "futures do nothing unless awaited"]
pub struct CredentialsFuture<'a>(Pending<'a>);

type BoxHeaders<'a> =
    Pin<Box<dyn Future<Output = Result<CredentialHeaders, BoxError>> + Send + 'a>>;

enum Pending<'a> {
    Ready(Option<Result<CredentialHeaders, BoxError>>),
    Boxed(BoxHeaders<'a>),
}

impl<'a> CredentialsFuture<'a> {
    /// Headers that are known, without an allocation.
    pub fn ready(headers: Result<CredentialHeaders, BoxError>) -> Self {
        CredentialsFuture(Pending::Ready(Some(headers)))
    }

    /// Headers that have to be fetched.
    pub fn boxed(
        future: impl Future<Output = Result<CredentialHeaders, BoxError>> + Send + 'a,
    ) -> Self {
        CredentialsFuture(Pending::Boxed(Box::pin(future)))
    }
}

impl Future for CredentialsFuture<'_> {
    type Output = Result<CredentialHeaders, BoxError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            Pending::Ready(headers) => headers.take().map_or(Poll::Pending, Poll::Ready),
            Pending::Boxed(future) => future.as_mut().poll(cx),
        }
    }
}

impl fmt::Debug for CredentialsFuture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialsFuture")
    }
}
