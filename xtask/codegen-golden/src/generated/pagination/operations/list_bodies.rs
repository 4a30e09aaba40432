// @generated from xtask/codegen-golden/spec/pagination.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec, Paging};

use crate::generated::pagination::Client;
use crate::generated::pagination::client::endpoint;
use crate::generated::pagination::models;

static SPEC: OperationSpec = OperationSpec::new(
    "listBodies",
    "golden",
    Method::GET,
    "/bodies",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe)
.paging(Paging::Body);

/// The list bodies.
///
/// Returned by [`PaginationApi::list_bodies`](crate::generated::pagination::PaginationApi::list_bodies).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListBodies {
    pub(crate) call: Call,
}

impl ListBodies {
    #[inline]
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            call: Call::new(client.core(), &SPEC, &[]),
        }
    }
}

ory_core::parameters! {
    ListBodies {
        /// The maximum number of items on a page.
        "page_size" => page_size: page size,
        /// Starts at this page instead of the first.
        "page_token" => page_token: page token,
    }
}

ory_core::paged_operation! { ListBodies => models::Row, ory_core::__private::decode::body_page::<models::RowPage> }
