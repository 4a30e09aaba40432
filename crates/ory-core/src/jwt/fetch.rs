//! Where a key set comes from.

use std::future::Future;
use std::pin::Pin;

use http::Method;
use serde_json::Value;

use crate::call::builder::Call;
use crate::call::decode;
use crate::client::Client;
use crate::client::config::Config;
use crate::error::{BoxError, Error};
use crate::spec::{Endpoint, Idempotency, OperationSpec};

/// Gets a JSON Web Key Set whenever it is asked to; [`Jwks`](super::Jwks) decides when that is.
///
/// Implemented for closures: `Jwks::remote(|| async { Ok(read_keys().await?) })`.
pub trait FetchJwks: Send + Sync + 'static {
    /// Gets the set: an object with the member `keys`. The future may be dropped.
    fn fetch(&self) -> FetchJwksFuture<'_>;
}

/// Returned by [`FetchJwks::fetch`].
pub type FetchJwksFuture<'a> = Pin<Box<dyn Future<Output = Result<Value, BoxError>> + Send + 'a>>;

impl<F, R> FetchJwks for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<Value, BoxError>> + Send + 'static,
{
    fn fetch(&self) -> FetchJwksFuture<'_> {
        Box::pin(self())
    }
}

const SET: Endpoint = Endpoint::new(0, "JSON Web Key Set", "Jwks::url");

/// Fetching a key set, as errors name it.
pub(super) static SPEC: OperationSpec =
    OperationSpec::new("getJsonWebKeySet", "jwks", Method::GET, "", SET)
        .idempotency(Idempotency::Safe);

/// Fetches a set from a URL.
pub(super) struct FromUrl(Client);

impl FromUrl {
    pub(super) fn new(url: String) -> Result<Self, Error> {
        let client = Client::builder()
            .endpoint(SET, url)
            // A key set is a few kilobytes.
            .config(&Config::new().response_body_limit(1024 * 1024))
            .build()?;
        Ok(FromUrl(client))
    }
}

impl FetchJwks for FromUrl {
    fn fetch(&self) -> FetchJwksFuture<'_> {
        let call = Call::new(&self.0, &SPEC, &[]).send(decode::json::<Value>);
        Box::pin(async move { Ok(call.await?) })
    }
}
