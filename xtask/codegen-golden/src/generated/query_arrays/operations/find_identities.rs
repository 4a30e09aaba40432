// @generated from xtask/codegen-golden/spec/query_arrays.json. Do not edit.

use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::generated::query_arrays::Client;
use crate::generated::query_arrays::client::endpoint;
use crate::generated::query_arrays::models;

static SPEC: OperationSpec = OperationSpec {
    id: "findIdentities",
    product: "golden",
    method: Method::GET,
    path: "/identities",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[200],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The find identities.
///
/// Made by [`QueryArraysApi::find_identities`](crate::generated::query_arrays::QueryArraysApi::find_identities).
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

ory_core::operation! { FindIdentities => Vec<String>, ory_core::decode::list }
