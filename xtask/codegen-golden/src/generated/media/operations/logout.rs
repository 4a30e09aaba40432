// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::generated::media::Client;
use crate::generated::media::client::endpoint;
use crate::generated::media::models;

static SPEC: OperationSpec = OperationSpec {
    id: "logout",
    product: "golden",
    method: Method::DELETE,
    path: "/session",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[204],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The logout.
///
/// Made by [`MediaApi::logout`](crate::generated::media::MediaApi::logout).
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

ory_core::operation! { Logout => (), ory_core::decode::empty }
