//! The runtime beneath the Ory SDK crates: how an operation becomes a request, how the request is sent, and what
//! becomes of the answer.
//!
//! Applications depend on the crate of a product (`ory-kratos`, `ory-hydra`, `ory-keto`, `ory-cloud`), which
//! re-exports this one as `core`. This crate knows no product: it is what all of them share.
//!
//! | to | see |
//! |---|---|
//! | set up a client: URLs, credentials, timeouts, proxies, TLS | [`ClientBuilder`], [`Config`] |
//! | prove who is calling | [`credentials`] |
//! | know what an operation's builder can do | [`operation::Operation`] |
//! | read the headers beside a value | [`Response`] |
//! | go through a list | [`Page`], [`Items`], [`Pages`] |
//! | tell errors apart | [`Error`], [`ErrorKind`], [`ApiError`] |
//! | patch an identity, a client, a project | [`JsonPatch`] |
//! | handle what newer servers add | [`UnknownValue`], [`UnknownUnion`] |
//! | hold secrets, times and durations | [`Secret`], [`Timestamp`], [`GoDuration`] |
//! | ask whether a server is well | [`health`] |
//!
//! What the operations mean is in the products' crates and in Ory's own documentation, <https://www.ory.com/docs>.
//!
//! # Defaults
//!
//! Every number can be changed by a setter of [`Config`], credentials by one of [`ClientBuilder`]; those marked with `*`
//! on a single call too, where they are called `with_*`. [`Config::for_requests`] has shorter
//! timeouts, for services whose users wait.
//!
//! | what | default | setter |
//! |---|---|---|
//! | a call, with all its attempts `*` | 60 s | `timeout` |
//! | one attempt that may be retried, from obtaining credentials to the end of the body | 30 s | `attempt_timeout` |
//! | connecting: name, TCP, proxy, TLS | 5 s | `connect_timeout` |
//! | attempts `*` | 3 | `retry` ([`RetryPolicy::attempts`]) |
//! | wait before a repetition `*` | random, below 100 ms, 200 ms, ... 5 s; what the server asks for lengthens it | `retry` ([`RetryPolicy::backoff`]) |
//! | repetitions that a client may spend before successes earn more | 100; ten calls that succeed at once earn one | `retry_budget` |
//! | response body | 10 MiB; 64 KiB of an error's | `response_body_limit` |
//! | idle connections: how long, how many per host | 15 s, 128 | `pool_idle_timeout`, `pool_max_idle_per_host` |
//! | TCP keep-alive | after 30 s | `tcp_keep_alive` |
//! | HTTP/2 keep-alive | ping after 20 s, given up after 10 s | `http2_keep_alive`, `http2_keep_alive_timeout` |
//! | trust | the operating system's certificate store | `tls_roots` |
//! | proxy | `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`; never for loopback | `proxy`, `no_proxy` |
//! | credentials `*` | none; never over plain http except to loopback, never to another host | `credentials`, `allow_insecure_credentials` |
//! | redirects, cookies, compression | never followed, never kept, never asked for | |
//! | page size | the server's | `page_size` on the operation |
//!
//! # What may be repeated
//!
//! A failure before anything was sent, and a 429, are repeated for every operation. What may have been processed
//! (a timeout, a connection that broke off, 502, 503, 504) is repeated only for operations that are safe to process
//! twice; each operation's documentation and its [`Idempotency`](operation::Idempotency) say so. A certificate that is
//! not trusted is never tried again. Dropping a future cancels the call, but a request that was already written may
//! still be processed.
//!
//! # When a call fails
//!
//! One [`Error`] serves all operations. Its [kind](ErrorKind) says what may have been sent, its accessors say the rest;
//! a status survives a body that cannot be read.
//!
//! ```
//! # fn handle(error: ory_core::Error) {
//! if error.is_not_found() {
//!     // Ory says that there is none
//! } else if error.is_wrong_endpoint() {
//!     // a base URL is wrong, or a proxy answered: nothing that a user can change
//! } else if error.is_rate_limited() {
//!     println!("ask again in {:?}", error.retry_after());
//! } else if let Some(api) = error.api() {
//!     // what the server said; its texts may quote what was sent, so log them with care
//!     println!("{:?} {:?} {:?}", error.status(), api.id(), error.request_id());
//! } else {
//!     // configuration, connection, timeout: the sentence names the operation and what to do
//!     println!("{error}");
//! }
//! # }
//! ```
//!
//! # Testing without a server
//!
//! Every builder's `into_request` gives the request that it would send, and [`Config::transport`] takes any
//! [`tower::Service`] in place of the network: a closure by `tower::service_fn` is enough. The product crates' feature
//! `testing` has whole servers in memory, made of what is in `fake` here.
//!
//! # What is never printed
//!
//! Secrets, bodies, headers, queries and personal fields are not in `Debug`, `Display` or traces. What a server said is
//! in [`Error::api`] and [`Error::body`], for code to read.
//!
//! # Features
//!
//! `http2` and `platform-verifier` are on by default; `webpki-roots` adds built-in certificate authorities. `time`,
//! `chrono` and `jiff` add conversions of [`Timestamp`] to the types of those crates.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod call;
#[cfg(feature = "middleware")]
#[doc(hidden)]
pub mod checks;
mod client;
pub mod credentials;
mod error;
#[cfg(feature = "testing")]
pub mod fake;
mod generated;
mod guard;
mod headers;
pub mod health;
#[cfg(feature = "jwt")]
pub mod jwt;
mod spec;
#[cfg(test)]
mod testing;
mod transport;
mod wire;

/// What operations are, and what the builder of each can do.
///
/// [`Operation`](operation::Operation) is the page about builders. [`OperationSpec`](operation::OperationSpec)
/// and the types of its fields are the facts that the contract states of an operation.
pub mod operation {
    pub use crate::call::future::{FullResponseFuture, ResponseFuture};
    pub use crate::call::operation::Operation;
    pub use crate::call::optional::{Optional, OptionalText};
    pub use crate::spec::{Auth, Endpoint, Idempotency, OperationSpec, Paging};
}

/// What generated code and the product crates are made with. Not part of the public API: it may change
/// with every release.
#[doc(hidden)]
pub mod __private {
    pub use crate::call::answer::{Answer, Decode};
    pub use crate::call::builder::Call;
    pub use crate::call::decode;
    pub use crate::health::readiness;
    pub use crate::wire::redact::{Hidden, Redact};
    pub use crate::wire::{encoded, object, open_enum, redact, union};
}

pub use call::page::{Page, PageToken};
pub use call::pages::{Items, Pages};
pub use call::redirect::RedirectTo;
pub use call::response::Response;
pub use client::Client;
pub use client::builder::ClientBuilder;
pub use client::config::Config;
pub use client::middleware::{HttpLayer, HttpService};
pub use client::retry::RetryPolicy;
pub use credentials::Credentials;
pub use error::{ApiError, BoxError, Error, ErrorKind, JsonError};
pub use generated::models;
pub use guard::{
    Audience, CallEvent, Caller, CallerKind, CheckEvent, CheckSource, Denial, DenialReason,
    HookAuth, Observer,
};
pub use headers::RateLimit;
pub use transport::Transport;
pub use transport::body::Body;
pub use transport::connect_error::ConnectError;
pub use transport::sender::HttpStack;
pub use transport::server_url::{ServerUrl, ServerUrlError};
pub use transport::tls::TlsRoots;
pub use wire::go_duration::{GoDuration, GoDurationRangeError, ParseGoDurationError};
pub use wire::json_patch::{JsonPatch, JsonPatchError, JsonPatchStep};
pub use wire::json_pointer::{IntoPointer, json_pointer};
pub use wire::open_enum::UnknownValue;
pub use wire::secret::Secret;
pub use wire::timestamp::{ParseTimestampError, Timestamp, TimestampRangeError};
pub use wire::union::UnknownUnion;

pub use bytes::Bytes;
pub use {http, serde, serde_json};

#[cfg(test)]
mod tests {
    use crate::client::config::Config;
    use crate::client::retry::{RetryBudget, RetryPolicy};
    use crate::transport::settings::TransportSettings;

    /// The row of the front page's table of defaults that ends with this setter.
    fn default_of(setter: &str) -> &'static str {
        let rows = include_str!("lib.rs")
            .lines()
            .filter(|line| line.starts_with("//! |"));
        rows.filter_map(|row| row.strip_prefix("//! | ")?.strip_suffix(" |"))
            .find(|row| row.rsplit('|').next().unwrap().trim() == setter)
            .unwrap_or_else(|| panic!("no row for {setter}"))
    }

    #[test]
    fn the_front_page_states_the_defaults() {
        let mib = Config::RESPONSE_BODY_LIMIT / 1024 / 1024;
        let seconds = |time: std::time::Duration| format!("{} s", time.as_secs());
        for (setter, stated) in [
            ("`timeout`", seconds(Config::TIMEOUT)),
            ("`attempt_timeout`", seconds(Config::ATTEMPT_TIMEOUT)),
            (
                "`connect_timeout`",
                seconds(TransportSettings::CONNECT_TIMEOUT),
            ),
            (
                "`retry` ([`RetryPolicy::attempts`])",
                format!(" {} ", RetryPolicy::DEFAULT_ATTEMPTS),
            ),
            (
                "`retry` ([`RetryPolicy::backoff`])",
                format!("below {:?}", RetryPolicy::DEFAULT_BASE).replace("ms", " ms"),
            ),
            (
                "`retry` ([`RetryPolicy::backoff`])",
                format!("... {}", seconds(RetryPolicy::DEFAULT_MAX)),
            ),
            ("`retry_budget`", format!("{};", RetryBudget::DEFAULT)),
            ("`response_body_limit`", format!("{mib} MiB")),
            (
                "`pool_idle_timeout`, `pool_max_idle_per_host`",
                format!(
                    "{}, {}",
                    seconds(TransportSettings::POOL_IDLE_TIMEOUT),
                    TransportSettings::POOL_MAX_IDLE_PER_HOST
                ),
            ),
            (
                "`tcp_keep_alive`",
                seconds(TransportSettings::TCP_KEEP_ALIVE),
            ),
            (
                "`http2_keep_alive`, `http2_keep_alive_timeout`",
                format!(
                    "ping after {}, given up after {}",
                    seconds(TransportSettings::HTTP2_KEEP_ALIVE),
                    seconds(TransportSettings::HTTP2_KEEP_ALIVE_TIMEOUT)
                ),
            ),
        ] {
            let row = default_of(setter);
            assert!(row.contains(&stated), "{setter}: {stated} is not in {row}");
        }
    }
}
