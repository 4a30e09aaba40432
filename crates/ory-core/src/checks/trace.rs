//! What operators see of checks. The callers are told less.

use std::fmt::Display;

use crate::guard::Denial;

/// Says that a check was not possible, and why. What callers can cause is not worth a warning.
pub fn trace_denial(layer: &'static str, denial: &Denial) {
    if !denial.reason().status().is_server_error() {
        tracing::debug!(layer, reason = denial.reason().id(), "request refused");
    } else if let Some(error) = denial.error() {
        tracing::warn!(layer, %error, "request refused: it could not be checked");
    } else {
        tracing::warn!(
            layer,
            reason = denial.reason().id(),
            "request refused: it could not be checked"
        );
    }
}

/// Says what was wrong with a token.
pub fn trace_token(layer: &'static str, why: &dyn Display) {
    tracing::debug!(layer, %why, "token refused");
}
