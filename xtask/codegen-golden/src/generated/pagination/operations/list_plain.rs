// @generated from xtask/codegen-golden/spec/pagination.json. Do not edit.

use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::generated::pagination::Client;
use crate::generated::pagination::client::endpoint;
use crate::generated::pagination::models;

static SPEC: OperationSpec = OperationSpec {
    id: "listPlain",
    product: "golden",
    method: Method::GET,
    path: "/plain",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[200],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The list plain.
///
/// Made by [`PaginationApi::list_plain`](crate::generated::pagination::PaginationApi::list_plain).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListPlain {
    pub(crate) call: Call,
}

impl ListPlain {
    #[inline]
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            call: Call::new(client.core(), &SPEC, &[]),
        }
    }
}

ory_core::operation! { ListPlain => Vec<models::Row>, ory_core::decode::list }
