// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::leniency::Client;
use crate::generated::leniency::client::endpoint;
use crate::generated::leniency::models;

static SPEC: OperationSpec =
    OperationSpec::new("send", "golden", Method::POST, "/only", endpoint::PUBLIC)
        .idempotency(Idempotency::Safe);

/// The send.
///
/// Returned by [`LeniencyApi::send`](crate::generated::leniency::LeniencyApi::send).
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

ory_core::operation! { Send => serde_json::Value, ory_core::__private::decode::json }
