// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

use ory_core::Secret;
use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::generated::media::Client;
use crate::generated::media::client::endpoint;

static SPEC: OperationSpec = OperationSpec {
    id: "userinfo",
    product: "golden",
    method: Method::GET,
    path: "/userinfo",
    endpoint: endpoint::PUBLIC,
    auth: Auth::AccessToken,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[200],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The userinfo.
///
/// Made by [`MediaApi::userinfo`](crate::generated::media::MediaApi::userinfo).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Userinfo {
    pub(crate) call: Call,
}

impl Userinfo {
    #[inline]
    pub(crate) fn new(client: &Client, access_token: &Secret) -> Self {
        let mut call = Call::new(client.core(), &SPEC, &[]);
        call.bearer(access_token.expose());
        Self { call }
    }
}

ory_core::operation! { Userinfo => serde_json::Value, ory_core::decode::json }
