// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::generated::media::Client;
use crate::generated::media::client::endpoint;

static SPEC: OperationSpec = OperationSpec {
    id: "script",
    product: "golden",
    method: Method::GET,
    path: "/script.js",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[200],
    accept: "text/javascript",
    rate_limit_bucket: None,
};

/// The script.
///
/// Made by [`MediaApi::script`](crate::generated::media::MediaApi::script).
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

ory_core::operation! { Script => String, ory_core::decode::text }
