// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::generated::unions::Client;
use crate::generated::unions::client::endpoint;
use crate::generated::unions::models;

static SPEC: OperationSpec = OperationSpec {
    id: "submitFlow",
    product: "golden",
    method: Method::POST,
    path: "/flow",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[200],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The submit flow.
///
/// Made by [`UnionsApi::submit_flow`](crate::generated::unions::UnionsApi::submit_flow).
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

ory_core::operation! { SubmitFlow => models::Node, ory_core::decode::json }
