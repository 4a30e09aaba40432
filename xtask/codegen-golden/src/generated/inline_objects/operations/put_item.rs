// @generated from xtask/codegen-golden/spec/inline_objects.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::inline_objects::Client;
use crate::generated::inline_objects::client::endpoint;
use crate::generated::inline_objects::models;

static SPEC: OperationSpec = OperationSpec::new(
    "putItem",
    "golden",
    Method::PUT,
    "/items/{id}",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe);

/// The put item.
///
/// Returned by [`InlineObjectsApi::put_item`](crate::generated::inline_objects::InlineObjectsApi::put_item).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct PutItem {
    pub(crate) call: Call,
}

impl PutItem {
    #[inline]
    pub(crate) fn new(client: &Client, id: &str, body: &models::PutItemBody) -> Self {
        let mut call = Call::new(client.core(), &SPEC, &[id]);
        call.json(body);
        Self { call }
    }
}

ory_core::operation! { PutItem => models::ItemAnswer, ory_core::__private::decode::json }
