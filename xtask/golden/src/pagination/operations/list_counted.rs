// Generated from xtask/golden/spec/pagination.json. Do not edit.

use ory_core::PageToken;
use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec, Paging};

use crate::pagination::Client;
use crate::pagination::client::endpoint;
use crate::pagination::models;

static SPEC: OperationSpec = OperationSpec {
    id: "listCounted",
    product: "golden",
    method: Method::GET,
    path: "/counted",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: Some(Paging::Count { start: 1 }),
    success: &[200],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The list counted.
///
/// Made by [`PaginationApi::list_counted`](crate::pagination::PaginationApi::list_counted).
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

    /// At most so many items on a page.
    #[inline]
    pub fn page_size(mut self, page_size: u32) -> Self {
        self.call.page_size(page_size);
        self
    }

    /// Starts at this page instead of the first.
    #[inline]
    pub fn page_token(mut self, page_token: impl Into<PageToken>) -> Self {
        self.call.page_token(page_token);
        self
    }

    /// Whether `active` is set.
    #[inline]
    pub fn active(mut self, active: bool) -> Self {
        self.call.query("active", active);
        self
    }
}

ory_core::paged_operation! { ListCounted => models::Row, ory_core::decode::count_page }
