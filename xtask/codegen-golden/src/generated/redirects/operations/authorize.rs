// @generated from xtask/codegen-golden/spec/redirects.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::redirects::Client;
use crate::generated::redirects::client::endpoint;

static SPEC: OperationSpec = OperationSpec::new(
    "authorize",
    "golden",
    Method::GET,
    "/auth",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe)
.success(&[302]);

/// The authorize.
///
/// Returned by [`RedirectsApi::authorize`](crate::generated::redirects::RedirectsApi::authorize).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Authorize {
    pub(crate) call: Call,
}

impl Authorize {
    #[inline]
    pub(crate) fn new(client: &Client, client_id: &str) -> Self {
        let mut call = Call::new(client.core(), &SPEC, &[]);
        call.query("client_id", client_id);
        Self { call }
    }
}

ory_core::redirect_operation! { Authorize }
