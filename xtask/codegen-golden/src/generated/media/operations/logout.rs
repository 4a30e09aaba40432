// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::media::Client;
use crate::generated::media::client::endpoint;
use crate::generated::media::models;

static SPEC: OperationSpec = OperationSpec::new(
    "logout",
    "golden",
    Method::DELETE,
    "/session",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe)
.success(&[204]);

/// The logout.
///
/// Returned by [`MediaApi::logout`](crate::generated::media::MediaApi::logout).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Logout {
    pub(crate) call: Call,
}

impl Logout {
    #[inline]
    pub(crate) fn new(client: &Client, body: &models::LogoutBody) -> Self {
        let mut call = Call::new(client.core(), &SPEC, &[]);
        call.json(body);
        Self { call }
    }
}

ory_core::operation! { Logout => (), ory_core::__private::decode::empty }
