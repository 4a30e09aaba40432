//! The transport, driven through the public interface against scripted servers on loopback.
//!
//! Each test asserts on what the server received, not only on what came back.
#![allow(missing_docs, unreachable_pub)]

mod server;

mod bodies;
mod credentials;
mod headers;
#[cfg(feature = "http2")]
mod http2;
mod layers;
mod pool;
mod promises;
mod proxy;
mod retry;
mod setup;
mod timeouts;
mod tls;
mod traces;

use std::time::Duration;

use ory_core::__private::{Call, decode};
use ory_core::operation::{Auth, Endpoint, Idempotency, OperationSpec};
use ory_core::{Client, ClientBuilder, Config, Error, RetryPolicy};

pub const PUBLIC: Endpoint = Endpoint::new(0, "public", "public_url");
pub const ADMIN: Endpoint = Endpoint::new(1, "admin", "admin_url");

const fn spec(
    id: &'static str,
    method: http::Method,
    endpoint: Endpoint,
    auth: Auth,
    idempotency: Idempotency,
) -> OperationSpec {
    OperationSpec::new(id, "test", method, "/things", endpoint)
        .auth(auth)
        .idempotency(idempotency)
}

use http::Method;

pub static READ: OperationSpec = spec(
    "readThing",
    Method::GET,
    PUBLIC,
    Auth::None,
    Idempotency::Safe,
);
pub static MAKE: OperationSpec = spec(
    "makeThing",
    Method::POST,
    PUBLIC,
    Auth::None,
    Idempotency::Once,
);
/// A POST that may be repeated.
pub static CHECK: OperationSpec = spec(
    "checkThing",
    Method::POST,
    PUBLIC,
    Auth::None,
    Idempotency::Safe,
);
/// A GET that may not.
pub static CONSUME: OperationSpec = spec(
    "consumeThing",
    Method::GET,
    PUBLIC,
    Auth::None,
    Idempotency::Once,
);
pub static KEYED: OperationSpec = spec(
    "readKeyed",
    Method::GET,
    PUBLIC,
    Auth::ApiKey,
    Idempotency::Safe,
);
pub static WORKSPACE: OperationSpec = spec(
    "readWorkspace",
    Method::GET,
    PUBLIC,
    Auth::WorkspaceApiKey,
    Idempotency::Safe,
);
pub static ON_ADMIN: OperationSpec = spec(
    "readAdmin",
    Method::GET,
    ADMIN,
    Auth::ApiKey,
    Idempotency::Safe,
);

/// A client of one server that does not wait between attempts.
pub fn client_of(url: impl Into<String>) -> ClientBuilder {
    Client::builder().endpoint(PUBLIC, url).config(&config())
}

/// The settings of [`client_of`], to add others to.
pub fn config() -> Config {
    Config::new().retry(quick(3))
}

/// Retries without noticeable waits.
pub fn quick(attempts: u32) -> RetryPolicy {
    RetryPolicy::new()
        .attempts(attempts)
        .backoff(Duration::from_millis(1), Duration::from_millis(1))
}

/// Calls `spec` and gives the body.
pub async fn call(client: &Client, spec: &'static OperationSpec) -> Result<String, Error> {
    Call::new(client, spec, &[]).send(decode::text).await
}

/// The text of an error and of everything beneath it, as a program would print it.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(" <- ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
