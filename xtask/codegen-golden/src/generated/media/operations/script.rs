// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::media::Client;
use crate::generated::media::client::endpoint;

static SPEC: OperationSpec = OperationSpec::new(
    "script",
    "golden",
    Method::GET,
    "/script.js",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe)
.accept("text/javascript");

/// The script.
///
/// Returned by [`MediaApi::script`](crate::generated::media::MediaApi::script).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Script {
    pub(crate) call: Call,
}

impl Script {
    #[inline]
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            call: Call::new(client.core(), &SPEC, &[]),
        }
    }
}

ory_core::operation! { Script => String, ory_core::__private::decode::text }
