// @generated from xtask/codegen-golden/spec/pagination.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec, Paging};

use crate::generated::pagination::Client;
use crate::generated::pagination::client::endpoint;
use crate::generated::pagination::models;

static SPEC: OperationSpec = OperationSpec::new(
    "listLinked",
    "golden",
    Method::GET,
    "/linked",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe)
.paging(Paging::Link);

/// The list linked.
///
/// Returned by [`PaginationApi::list_linked`](crate::generated::pagination::PaginationApi::list_linked).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListLinked {
    pub(crate) call: Call,
}

impl ListLinked {
    #[inline]
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            call: Call::new(client.core(), &SPEC, &[]),
        }
    }
}

ory_core::parameters! {
    ListLinked {
        /// The maximum number of items on a page.
        "page_size" => page_size: page size,
        /// Starts at this page instead of the first.
        "page_token" => page_token: page token,
    }
}

ory_core::paged_operation! { ListLinked => models::Row, ory_core::__private::decode::link_page }
