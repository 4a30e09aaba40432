// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

use ory_core::__private::Call;
use ory_core::Secret;
use ory_core::http::Method;
use ory_core::operation::{Auth, Idempotency, OperationSpec};

use crate::generated::media::Client;
use crate::generated::media::client::endpoint;

static SPEC: OperationSpec = OperationSpec::new(
    "userinfo",
    "golden",
    Method::GET,
    "/userinfo",
    endpoint::PUBLIC,
)
.auth(Auth::AccessToken)
.idempotency(Idempotency::Safe);

/// The userinfo.
///
/// Returned by [`MediaApi::userinfo`](crate::generated::media::MediaApi::userinfo).
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

ory_core::operation! { Userinfo => serde_json::Value, ory_core::__private::decode::json }
