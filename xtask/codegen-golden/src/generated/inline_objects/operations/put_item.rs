// @generated from xtask/codegen-golden/spec/inline_objects.json. Do not edit.

use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::generated::inline_objects::Client;
use crate::generated::inline_objects::client::endpoint;
use crate::generated::inline_objects::models;

static SPEC: OperationSpec = OperationSpec {
    id: "putItem",
    product: "golden",
    method: Method::PUT,
    path: "/items/{id}",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[200],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The put item.
///
/// Made by [`InlineObjectsApi::put_item`](crate::generated::inline_objects::InlineObjectsApi::put_item).
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

ory_core::operation! { PutItem => models::ItemAnswer, ory_core::decode::json }
