// @generated from xtask/codegen-golden/spec/default_errors.json. Do not edit.

use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::generated::default_errors::Client;
use crate::generated::default_errors::client::endpoint;

static SPEC: OperationSpec = OperationSpec {
    id: "deleteThing",
    product: "golden",
    method: Method::DELETE,
    path: "/thing",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[204],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The delete thing.
///
/// Made by [`DefaultErrorsApi::delete_thing`](crate::generated::default_errors::DefaultErrorsApi::delete_thing).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct DeleteThing {
    pub(crate) call: Call,
}

impl DeleteThing {
    #[inline]
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            call: Call::new(client.core(), &SPEC, &[]),
        }
    }
}

ory_core::operation! { DeleteThing => (), ory_core::decode::empty }
