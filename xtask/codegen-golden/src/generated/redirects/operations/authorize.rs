// @generated from xtask/codegen-golden/spec/redirects.json. Do not edit.

use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::generated::redirects::Client;
use crate::generated::redirects::client::endpoint;

static SPEC: OperationSpec = OperationSpec {
    id: "authorize",
    product: "golden",
    method: Method::GET,
    path: "/auth",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[302],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The authorize.
///
/// Made by [`RedirectsApi::authorize`](crate::generated::redirects::RedirectsApi::authorize).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Authorize {
    pub(crate) call: Call,
}

impl Authorize {
    #[inline]
    pub(crate) fn new(client: &Client, client_id: &str) -> Self {
        let mut call = Call::new(client.core(), &SPEC, &[]);
        call.query("client_id", client_id);
        Self { call }
    }
}

ory_core::redirect_operation! { Authorize }
