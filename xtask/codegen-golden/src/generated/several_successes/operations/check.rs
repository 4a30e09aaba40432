// @generated from xtask/codegen-golden/spec/several_successes.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::several_successes::Client;
use crate::generated::several_successes::client::endpoint;

static SPEC: OperationSpec =
    OperationSpec::new("check", "golden", Method::GET, "/check", endpoint::PUBLIC)
        .idempotency(Idempotency::Safe)
        .success(&[200, 403]);

/// The check.
///
/// Returned by [`SeveralSuccessesApi::check`](crate::generated::several_successes::SeveralSuccessesApi::check).
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

ory_core::operation! { Check => bool, ory_core::__private::decode::verdict }
