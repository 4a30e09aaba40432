// @generated from xtask/codegen-golden/spec/defaults.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::defaults::Client;
use crate::generated::defaults::client::endpoint;

static SPEC: OperationSpec = OperationSpec::new(
    "listLimited",
    "golden",
    Method::GET,
    "/limited",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe);

/// The list limited.
///
/// Returned by [`DefaultsApi::list_limited`](crate::generated::defaults::DefaultsApi::list_limited).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListLimited {
    pub(crate) call: Call,
}

impl ListLimited {
    #[inline]
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            call: Call::new(client.core(), &SPEC, &[]),
        }
    }
}

ory_core::parameters! {
    ListLimited {
        /// The limit.
        "limit" => limit: query plain(i64),
    }
}

ory_core::operation! { ListLimited => Vec<String>, ory_core::__private::decode::list }
