//! The runtime beneath the Ory SDK crates.

#![cfg_attr(docsrs, feature(doc_cfg))]

// Paths in the documentation of shared setters are those that product crates see.
extern crate self as ory_core;

mod api_error;
mod body;
#[doc(hidden)]
pub mod client;
pub mod credentials;
pub mod decode;
mod error;
mod execute;
mod go_duration;
pub mod health;
mod link;
#[doc(hidden)]
pub mod open_enum;
pub mod operation;
mod page;
mod proxy;
pub mod redact;
mod response;
mod retry;
mod secret;
pub mod serde_with;
#[cfg(test)]
mod testing;
mod timestamp;
mod tls;
mod transport;
#[doc(hidden)]
pub mod union;

pub use api_error::ApiError;
pub use body::Body;
pub use client::{Client, ClientBuilder};
pub use credentials::Credentials;
pub use decode::Redirect;
pub use error::{BoxError, Error, ErrorKind};
pub use go_duration::{GoDuration, GoDurationRangeError, ParseGoDurationError};
pub use open_enum::UnknownValue;
pub use page::{Items, Page, PageToken, Pages};
pub use response::{RateLimit, Response};
pub use retry::RetryPolicy;
pub use secret::Secret;
pub use timestamp::{ParseTimestampError, Timestamp, TimestampRangeError};
pub use tls::TlsRoots;
pub use transport::{ConnectError, Transport, TransportBuilder};
pub use union::UnknownUnion;

pub use bytes::Bytes;
pub use {http, serde, serde_json};
