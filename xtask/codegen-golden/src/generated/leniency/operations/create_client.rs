// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::generated::leniency::Client;
use crate::generated::leniency::client::endpoint;
use crate::generated::leniency::models;

static SPEC: OperationSpec = OperationSpec {
    id: "createClient",
    product: "golden",
    method: Method::POST,
    path: "/client",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[201],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The create client.
///
/// Made by [`LeniencyApi::create_client`](crate::generated::leniency::LeniencyApi::create_client).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct CreateClient {
    pub(crate) call: Call,
}

impl CreateClient {
    #[inline]
    pub(crate) fn new(client: &Client, body: &models::Client) -> Self {
        let mut call = Call::new(client.core(), &SPEC, &[]);
        call.json(body);
        Self { call }
    }
}

ory_core::operation! { CreateClient => models::Client, ory_core::decode::json }
