//! The token as an argument of axum's handlers.

use std::convert::Infallible;

use axum_core::extract::{FromRequestParts, OptionalFromRequestParts};
use ory_core::Denial;
use ory_core::http::request::Parts;

use crate::introspection::ActiveToken;

/// 500 without a [`TokenLayer`](crate::TokenLayer) around the route, or with one that lets
/// everybody through.
impl<S: Send + Sync> FromRequestParts<S> for ActiveToken {
    type Rejection = Denial;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Denial> {
        parts.extensions.get().cloned().ok_or_else(|| {
            Denial::misconfigured(
                "the handler takes `ActiveToken`, but no `TokenLayer` guards its route; add one with `route_layer`, or take \
                 `Option<ActiveToken>` where the layer is optional",
            )
        })
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for ActiveToken {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get().cloned())
    }
}
