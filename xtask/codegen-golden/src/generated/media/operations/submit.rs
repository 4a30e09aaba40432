// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::media::Client;
use crate::generated::media::client::endpoint;
use crate::generated::media::models;

static SPEC: OperationSpec =
    OperationSpec::new("submit", "golden", Method::POST, "/flow", endpoint::PUBLIC)
        .idempotency(Idempotency::Safe);

/// The submit.
///
/// Returned by [`MediaApi::submit`](crate::generated::media::MediaApi::submit).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Submit {
    pub(crate) call: Call,
}

impl Submit {
    #[inline]
    pub(crate) fn new(client: &Client, body: &models::FlowBody) -> Self {
        let mut call = Call::new(client.core(), &SPEC, &[]);
        call.json(body);
        Self { call }
    }
}

ory_core::operation! { Submit => serde_json::Value, ory_core::__private::decode::json }
