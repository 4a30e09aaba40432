// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::media::Client;
use crate::generated::media::client::endpoint;

static SPEC: OperationSpec = OperationSpec::new(
    "checkSyntax",
    "golden",
    Method::POST,
    "/syntax",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe);

/// The check syntax.
///
/// Returned by [`MediaApi::check_syntax`](crate::generated::media::MediaApi::check_syntax).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct CheckSyntax {
    pub(crate) call: Call,
}

impl CheckSyntax {
    #[inline]
    pub(crate) fn new(client: &Client, body: String) -> Self {
        let mut call = Call::new(client.core(), &SPEC, &[]);
        call.text(body);
        Self { call }
    }
}

ory_core::operation! { CheckSyntax => serde_json::Value, ory_core::__private::decode::json }
