// @generated from xtask/codegen-golden/spec/pagination.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec, Paging};

use crate::generated::pagination::Client;
use crate::generated::pagination::client::endpoint;
use crate::generated::pagination::models;

static SPEC: OperationSpec = OperationSpec::new(
    "listCounted",
    "golden",
    Method::GET,
    "/counted",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe)
.paging(Paging::Count { start: 1 });

/// The list counted.
///
/// Returned by [`PaginationApi::list_counted`](crate::generated::pagination::PaginationApi::list_counted).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListCounted {
    pub(crate) call: Call,
}

impl ListCounted {
    #[inline]
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            call: Call::new(client.core(), &SPEC, &[]),
        }
    }
}

ory_core::parameters! {
    ListCounted {
        /// The maximum number of items on a page.
        "per_page" => page_size: page size,
        /// Starts at this page instead of the first.
        "page" => page_token: page token,
        /// Whether `active` is set.
        "active" => active: query plain(bool),
    }
}

ory_core::paged_operation! { ListCounted => models::Row, ory_core::__private::decode::count_page }
