//! The session as an argument of axum's handlers.

use std::convert::Infallible;

use axum_core::extract::{FromRequestParts, OptionalFromRequestParts};
use ory_core::Denial;
use ory_core::http::request::Parts;

use crate::session_layer::signed_in::SignedIn;

/// 500 without a [`SessionLayer`](crate::SessionLayer) around the route, or with one that lets
/// everybody through.
impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Denial;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Denial> {
        parts.extensions.get().cloned().ok_or_else(|| {
            Denial::misconfigured(
                "the handler takes `SignedIn`, but no `SessionLayer` guards its route; add one with `route_layer`, or take \
                 `Option<SignedIn>` where the layer is optional",
            )
        })
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for SignedIn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get().cloned())
    }
}
