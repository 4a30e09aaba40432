// @generated from xtask/codegen-golden/spec/array_aliases.json. Do not edit.

use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::generated::array_aliases::Client;
use crate::generated::array_aliases::client::endpoint;
use crate::generated::array_aliases::models;

static SPEC: OperationSpec = OperationSpec {
    id: "listTexts",
    product: "golden",
    method: Method::GET,
    path: "/texts",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[200],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The list texts.
///
/// Made by [`ArrayAliasesApi::list_texts`](crate::generated::array_aliases::ArrayAliasesApi::list_texts).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct ListTexts {
    pub(crate) call: Call,
}

impl ListTexts {
    #[inline]
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            call: Call::new(client.core(), &SPEC, &[]),
        }
    }
}

ory_core::operation! { ListTexts => Vec<models::Text>, ory_core::decode::list }
