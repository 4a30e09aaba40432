// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Auth, Idempotency, OperationSpec};

use crate::generated::media::Client;
use crate::generated::media::client::endpoint;

static SPEC: OperationSpec =
    OperationSpec::new("token", "golden", Method::POST, "/token", endpoint::PUBLIC)
        .auth(Auth::OAuth2Client)
        .idempotency(Idempotency::Safe);

/// The token.
///
/// Returned by [`MediaApi::token`](crate::generated::media::MediaApi::token).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Token {
    pub(crate) call: Call,
}

impl Token {
    #[inline]
    pub(crate) fn new(client: &Client, grant_type: &str) -> Self {
        let mut call = Call::new(client.core(), &SPEC, &[]);
        call.form("grant_type", grant_type);
        Self { call }
    }
}

ory_core::parameters! {
    Token {
        /// The client secret.
        "client_secret" => client_secret: form secret,
    }
}

ory_core::operation! { Token => serde_json::Value, ory_core::__private::decode::json }
