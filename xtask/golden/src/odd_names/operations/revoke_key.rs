// Generated from xtask/golden/spec/odd_names.json. Do not edit.

use ory_core::Secret;
use ory_core::http::Method;
use ory_core::operation::{Auth, Call, Idempotency, OperationSpec};

use crate::odd_names::Client;
use crate::odd_names::client::endpoint;

static SPEC: OperationSpec = OperationSpec {
    id: "revokeKey",
    product: "golden",
    method: Method::POST,
    path: "/keys/{key_id}:revoke",
    endpoint: endpoint::PUBLIC,
    auth: Auth::None,
    idempotency: Idempotency::Safe,
    paging: None,
    success: &[200],
    accept: "application/json",
    rate_limit_bucket: None,
};

/// The revoke key.
///
/// Made by [`OddNamesApi::revoke_key`](crate::odd_names::OddNamesApi::revoke_key).
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

    /// The max depth.
    #[inline]
    pub fn max_depth(mut self, max_depth: i64) -> Self {
        self.call.query("max-depth", max_depth);
        self
    }

    /// The subject set namespace.
    #[inline]
    pub fn subject_set_namespace(mut self, subject_set_namespace: impl AsRef<str>) -> Self {
        self.call
            .query("subject_set.namespace", subject_set_namespace.as_ref());
        self
    }

    /// The type.
    #[inline]
    pub fn r#type(mut self, r#type: impl AsRef<str>) -> Self {
        self.call.query("type", r#type.as_ref());
        self
    }

    /// The x session token.
    #[inline]
    pub fn session_token(mut self, session_token: impl Into<Secret>) -> Self {
        self.call
            .header("X-Session-Token", session_token.into().expose());
        self
    }

    /// The id of the external.
    #[inline]
    pub fn external_id(mut self, external_id: impl AsRef<str>) -> Self {
        self.call.query("externalID", external_id.as_ref());
        self
    }
}

ory_core::operation! { RevokeKey => serde_json::Value, ory_core::decode::json }
