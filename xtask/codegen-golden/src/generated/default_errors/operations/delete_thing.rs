// @generated from xtask/codegen-golden/spec/default_errors.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::default_errors::Client;
use crate::generated::default_errors::client::endpoint;

static SPEC: OperationSpec = OperationSpec::new(
    "deleteThing",
    "golden",
    Method::DELETE,
    "/thing",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe)
.success(&[204]);

/// The delete thing.
///
/// Returned by [`DefaultErrorsApi::delete_thing`](crate::generated::default_errors::DefaultErrorsApi::delete_thing).
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

ory_core::operation! { DeleteThing => (), ory_core::__private::decode::empty }
