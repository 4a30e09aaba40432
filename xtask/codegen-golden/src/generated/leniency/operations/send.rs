// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::generated::leniency::Client;
use crate::generated::leniency::client::endpoint;
use crate::generated::leniency::models;

static SPEC: OperationSpec = OperationSpec {
    id: "send",
    product: "golden",
    method: Method::POST,
    path: "/only",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[200],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The send.
///
/// Made by [`LeniencyApi::send`](crate::generated::leniency::LeniencyApi::send).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Send {
    pub(crate) call: Call,
}

impl Send {
    #[inline]
    pub(crate) fn new(client: &Client, body: &models::Request) -> Self {
        let mut call = Call::new(client.core(), &SPEC, &[]);
        call.json(body);
        Self { call }
    }
}

ory_core::operation! { Send => serde_json::Value, ory_core::decode::json }
