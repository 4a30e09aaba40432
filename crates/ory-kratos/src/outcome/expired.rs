//! A flow that is over before it was completed.

use std::fmt;
use std::time::Duration;

use ory_core::serde_json::{Map, Value};
use ory_core::{ApiError, Timestamp};

use crate::models::ContinueWith;

/// A flow that is over before it was completed: it expired, or another one has replaced it.
///
/// Go on with [`use_flow_id`](Self::use_flow_id); without one, make a new flow.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ExpiredFlow {
    /// The flow that the server has made in its place. An app whose verification is over makes a
    /// new one all the same: Kratos 1.3 names a browser's flow to it.
    pub use_flow_id: Option<String>,
    /// When it expired.
    pub expired_at: Option<Timestamp>,
    /// How long ago that was when the server answered.
    pub since: Option<Duration>,
    /// The URL that makes a new flow in a browser, with the parameters of the old one; always
    /// absolute.
    pub redirect_browser_to: Option<String>,
    /// What the app can do next.
    pub continue_with: Vec<ContinueWith>,
    /// The server's error; empty where the server redirected to the new flow instead.
    pub error: ApiError,
    /// Members of the body beside `error` that have no field here.
    pub other_members: Map<String, Value>,
}

impl fmt::Debug for ExpiredFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExpiredFlow")
            .field("use_flow_id", &self.use_flow_id)
            .field("expired_at", &self.expired_at)
            .field("since", &self.since)
            .finish_non_exhaustive()
    }
}
