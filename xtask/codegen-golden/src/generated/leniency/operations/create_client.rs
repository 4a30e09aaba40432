// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::leniency::Client;
use crate::generated::leniency::client::endpoint;
use crate::generated::leniency::models;

static SPEC: OperationSpec = OperationSpec::new(
    "createClient",
    "golden",
    Method::POST,
    "/client",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe)
.success(&[201]);

/// The create client.
///
/// Returned by [`LeniencyApi::create_client`](crate::generated::leniency::LeniencyApi::create_client).
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

ory_core::operation! { CreateClient => models::Client, ory_core::__private::decode::json }
