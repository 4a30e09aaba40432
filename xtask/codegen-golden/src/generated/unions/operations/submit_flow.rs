// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::unions::Client;
use crate::generated::unions::client::endpoint;
use crate::generated::unions::models;

static SPEC: OperationSpec = OperationSpec::new(
    "submitFlow",
    "golden",
    Method::POST,
    "/flow",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe);

/// The submit flow.
///
/// Returned by [`UnionsApi::submit_flow`](crate::generated::unions::UnionsApi::submit_flow).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct SubmitFlow {
    pub(crate) call: Call,
}

impl SubmitFlow {
    #[inline]
    pub(crate) fn new(client: &Client, body: &models::SubmitBody) -> Self {
        let mut call = Call::new(client.core(), &SPEC, &[]);
        call.json(body);
        Self { call }
    }
}

ory_core::operation! { SubmitFlow => models::Node, ory_core::__private::decode::json }
