// @generated from xtask/codegen-golden/spec/several_successes.json. Do not edit.

use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::generated::several_successes::Client;
use crate::generated::several_successes::client::endpoint;

static SPEC: OperationSpec = OperationSpec {
    id: "check",
    product: "golden",
    method: Method::GET,
    path: "/check",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[200, 403],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The check.
///
/// Made by [`SeveralSuccessesApi::check`](crate::generated::several_successes::SeveralSuccessesApi::check).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Check {
    pub(crate) call: Call,
}

impl Check {
    #[inline]
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            call: Call::new(client.core(), &SPEC, &[]),
        }
    }
}

ory_core::operation! { Check => bool, ory_core::decode::verdict }
