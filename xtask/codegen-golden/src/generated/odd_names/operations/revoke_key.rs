// @generated from xtask/codegen-golden/spec/odd_names.json. Do not edit.

use ory_core::__private::Call;
use ory_core::http::Method;
use ory_core::operation::{Idempotency, OperationSpec};

use crate::generated::odd_names::Client;
use crate::generated::odd_names::client::endpoint;

static SPEC: OperationSpec = OperationSpec::new(
    "revokeKey",
    "golden",
    Method::POST,
    "/keys/{key_id}:revoke",
    endpoint::PUBLIC,
)
.idempotency(Idempotency::Safe);

/// The revoke key.
///
/// Returned by [`OddNamesApi::revoke_key`](crate::generated::odd_names::OddNamesApi::revoke_key).
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited"]
pub struct RevokeKey {
    pub(crate) call: Call,
}

impl RevokeKey {
    #[inline]
    pub(crate) fn new(client: &Client, key_id: &str) -> Self {
        Self {
            call: Call::new(client.core(), &SPEC, &[key_id]),
        }
    }
}

ory_core::parameters! {
    RevokeKey {
        /// The max depth.
        "max-depth" => max_depth: query plain(i64),
        /// The subject set namespace.
        "subject_set.namespace" => subject_set_namespace: query text,
        /// The type.
        "type" => r#type: query text,
        /// The x session token.
        "X-Session-Token" => session_token: header secret,
        /// The id of the external.
        "externalID" => external_id: query text,
    }
}

ory_core::operation! { RevokeKey => serde_json::Value, ory_core::__private::decode::json }
