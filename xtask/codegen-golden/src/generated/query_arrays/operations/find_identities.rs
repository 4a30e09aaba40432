// @generated from xtask/codegen-golden/spec/query_arrays.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::query_arrays::Client;
use crate::generated::query_arrays::client::endpoint;
use crate::generated::query_arrays::models;

static SPEC: OperationSpec = OperationSpec::new(
    "findIdentities",
    "golden",
    Method::GET,
    "/identities",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe);

/// The find identities.
///
/// Returned by [`QueryArraysApi::find_identities`](crate::generated::query_arrays::QueryArraysApi::find_identities).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct FindIdentities {
    pub(crate) call: Call,
}

impl FindIdentities {
    #[inline]
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            call: Call::new(client.core(), &SPEC, &[]),
        }
    }
}

ory_core::parameters! {
    FindIdentities {
        /// The ids. Further calls add to it.
        "ids" => ids: query texts,
        /// The expand. Further calls add to it.
        "expand" => expand: query several(models::Expand),
    }
}

ory_core::operation! { FindIdentities => Vec<String>, ory_core::__private::decode::list }
