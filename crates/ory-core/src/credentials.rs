//! What proves who is calling.

use std::fmt;

/// Adds what proves who is calling to a request.
pub trait Credentials: fmt::Debug + Send + Sync + 'static {}
