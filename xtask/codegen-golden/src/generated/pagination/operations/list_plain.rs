// @generated from xtask/codegen-golden/spec/pagination.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::pagination::Client;
use crate::generated::pagination::client::endpoint;
use crate::generated::pagination::models;

static SPEC: OperationSpec = OperationSpec::new(
    "listPlain",
    "golden",
    Method::GET,
    "/plain",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe);

/// The list plain.
///
/// Returned by [`PaginationApi::list_plain`](crate::generated::pagination::PaginationApi::list_plain).
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

ory_core::operation! { ListPlain => Vec<models::Row>, ory_core::__private::decode::list }
