//! Why Kratos refuses to go on with a flow.

use std::fmt;

use ory_core::ApiError;
use ory_core::http::StatusCode;
use ory_core::serde_json::{Map, Value};

use crate::models::ContinueWith;

ory_core::open_enum! {
    /// Why a flow does not go on: the `error.id` of Kratos's errors.
    pub enum FlowErrorId {
        /// The browser has to be redirected for the flow to go on.
        BrowserLocationChangeRequired = "browser_location_change_required",
        /// The identity is disabled.
        IdentityDisabled = "identity_disabled",
        /// The anti-CSRF token and the anti-CSRF cookie do not belong together.
        CsrfViolation = "security_csrf_violation",
        /// The flow was begun by another user.
        IdentityMismatch = "security_identity_mismatch",
        /// The kind of flow is switched off.
        FlowDisabled = "self_service_flow_disabled",
        /// The flow has expired.
        FlowExpired = "self_service_flow_expired",
        /// Another flow has replaced this one.
        FlowReplaced = "self_service_flow_replaced",
        /// `return_to` is not among the allowed URLs.
        ReturnToForbidden = "self_service_flow_return_to_forbidden",
        /// A second factor was asked for, but there is no first one.
        Aal1Required = "session_aal1_required",
        /// The user has to give a second factor.
        Aal2Required = "session_aal2_required",
        /// The session already has the level that was asked for.
        AalAlreadyFulfilled = "session_aal_already_fulfilled",
        /// There is a session already.
        AlreadyAvailable = "session_already_available",
        /// There is no valid session.
        SessionInactive = "session_inactive",
        /// The user has to log in again, because the last login is too long ago for the change.
        RefreshRequired = "session_refresh_required",
        /// The user has to verify an address first.
        VerifiedAddressRequired = "session_verified_address_required",
    }
}

/// A refusal: why the flow does not go on as it is, and what would help.
///
/// `Debug` and `Display` print the id and the status only: URLs of flows hold one-time codes.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Refusal {
    /// Why. `None` where the server gave no id and the response leaves room for doubt.
    ///
    /// Where older servers send none, it is [`SessionInactive`](FlowErrorId::SessionInactive) for a
    /// 401, [`IdentityDisabled`](FlowErrorId::IdentityDisabled) for a 401 that names the identity,
    /// and [`FlowDisabled`](FlowErrorId::FlowDisabled) for a 400 that says so in Kratos 1.3's words.
    /// [`ApiError::id`] is what was sent.
    pub id: Option<FlowErrorId>,
    /// The HTTP status.
    pub status: StatusCode,
    /// Where to redirect the browser for the flow to go on; always absolute. For a native app this
    /// is the URL that would make the flow in a browser; it makes its own instead.
    pub redirect_browser_to: Option<String>,
    /// What the app can do next.
    pub continue_with: Vec<ContinueWith>,
    /// The server's error: message, reason, details. The texts are for the developer.
    pub error: ApiError,
    /// Members of the body beside `error` that have no field here, such as `CredentialsMissing`.
    pub other_members: Map<String, Value>,
}

impl Refusal {
    /// Whether this is the reason.
    ///
    /// ```
    /// use ory_kratos::outcome::{FlowErrorId, Refusal};
    ///
    /// fn needs_second_factor(refusal: &Refusal) -> bool {
    ///     refusal.is(FlowErrorId::Aal2Required)
    /// }
    /// ```
    #[must_use]
    pub fn is(&self, id: FlowErrorId) -> bool {
        self.id == Some(id)
    }

    /// What to do first of [`continue_with`](Self::continue_with).
    #[must_use]
    pub fn next_step(&self) -> Option<&ContinueWith> {
        crate::flow::next_step(&self.continue_with)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) if !matches!(id, FlowErrorId::Unknown(_)) => {
                write!(f, "the flow was refused: `{}`", id.as_str())
            }
            _ => write!(f, "the flow was refused with status {}", self.status),
        }
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("id", &self.id)
            .field("status", &self.status.as_u16())
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}
