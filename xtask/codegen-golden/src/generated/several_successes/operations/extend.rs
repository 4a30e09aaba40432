// @generated from xtask/codegen-golden/spec/several_successes.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::several_successes::Client;
use crate::generated::several_successes::client::endpoint;
use crate::generated::several_successes::models;

static SPEC: OperationSpec = OperationSpec::new(
    "extend",
    "golden",
    Method::PATCH,
    "/extend",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe)
.success(&[200, 204]);

/// The extend.
///
/// Returned by [`SeveralSuccessesApi::extend`](crate::generated::several_successes::SeveralSuccessesApi::extend).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Extend {
    pub(crate) call: Call,
}

impl Extend {
    #[inline]
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            call: Call::new(client.core(), &SPEC, &[]),
        }
    }
}

ory_core::operation! { Extend => Option<models::Thing>, ory_core::__private::decode::optional_json }
