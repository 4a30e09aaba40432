//! The caller as an argument of axum's handlers, and a denial as their response.

use std::convert::Infallible;

use axum_core::body::Body;
use axum_core::extract::{FromRequestParts, OptionalFromRequestParts};
use axum_core::response::{IntoResponse, Response};
use http::request::Parts;

use crate::guard::caller::Caller;
use crate::guard::denial::Denial;

impl IntoResponse for Denial {
    fn into_response(self) -> Response {
        self.response().map(Body::from)
    }
}

/// 500 without a layer around the route that puts it there.
impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Denial;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Denial> {
        parts.extensions.get().cloned().ok_or_else(|| {
            Denial::misconfigured(
                "the handler takes `Caller`, but no `SessionLayer` or `TokenLayer` guards its route; add one with \
                 `route_layer`, or take `Option<Caller>` where the layer is optional",
            )
        })
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get().cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::{CallerKind, DenialReason};

    #[tokio::test]
    async fn a_missing_layer_is_500_and_an_optional_caller_never_fails() {
        let (mut parts, ()) = http::Request::new(()).into_parts();
        let missing = <Caller as FromRequestParts<()>>::from_request_parts(&mut parts, &()).await;
        let response = missing.unwrap_err().into_response();
        assert_eq!(response.status(), 500);
        let none = <Caller as OptionalFromRequestParts<()>>::from_request_parts(&mut parts, &());
        assert_eq!(none.await.unwrap(), None);
        parts
            .extensions
            .insert(Caller::new("ada", CallerKind::Session));
        let there = <Caller as FromRequestParts<()>>::from_request_parts(&mut parts, &()).await;
        assert_eq!(there.unwrap().id(), "ada");
        let denial = Denial::new(DenialReason::Forbidden).into_response();
        assert_eq!(denial.status(), 403);
    }
}
