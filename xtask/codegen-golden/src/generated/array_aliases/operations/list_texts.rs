// @generated from xtask/codegen-golden/spec/array_aliases.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::array_aliases::Client;
use crate::generated::array_aliases::client::endpoint;
use crate::generated::array_aliases::models;

static SPEC: OperationSpec = OperationSpec::new(
    "listTexts",
    "golden",
    Method::GET,
    "/texts",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe);

/// The list texts.
///
/// Returned by [`ArrayAliasesApi::list_texts`](crate::generated::array_aliases::ArrayAliasesApi::list_texts).
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

ory_core::operation! { ListTexts => Vec<models::Text>, ory_core::__private::decode::list }
