//! Making and fetching a flow.

use ory_core::http::Response;
use ory_core::operation::{FullResponseFuture, OperationSpec};
use ory_core::{Bytes, Error, decode};
use serde::de::DeserializeOwned;

use super::decide::{State, state};
use super::{ExpiredFlow, FlowErrorId, RedirectTo, Refusal};
use crate::{models, operations};

/// What came of making or fetching a flow.
///
/// See the [module](crate::outcome) for what is an error instead.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // one of them per call, and `match` is nicer without boxes
pub enum FlowOutcome<F> {
    /// The flow.
    Flow(F),
    /// The browser has to go elsewhere: 303, or 422 in JSON.
    Redirect(RedirectTo),
    /// The flow is too old.
    Expired(ExpiredFlow),
    /// Another flow has taken its place.
    Replaced(ExpiredFlow),
    /// Somebody is signed in already, who would have to log out or ask for a refresh or a higher level.
    AlreadySignedIn(Refusal),
    /// The session already has the level that was asked for.
    AalAlreadyFulfilled(Refusal),
    /// Nobody is signed in, which this flow needs.
    NotSignedIn(Refusal),
    /// A second factor was asked for without a first one.
    Aal1Required(Refusal),
    /// The user has to give a second factor first.
    Aal2Required(Refusal),
    /// The user has to sign in again first.
    RefreshRequired(Refusal),
    /// The user has to verify an address first.
    VerifiedAddressRequired(Refusal),
    /// The kind of flow is switched off.
    Disabled(Refusal),
    /// `return_to` is not among the allowed URLs.
    ReturnToForbidden(Refusal),
    /// The cookies are not those of the browser that began the flow.
    CsrfViolation(Refusal),
    /// The flow was begun by another user.
    IdentityMismatch(Refusal),
    /// Another reason, among them those that newer servers add: see [`Refusal::id`].
    Refused(Refusal),
}

impl<F> FlowOutcome<F> {
    /// The flow, if there is one.
    #[must_use]
    pub fn into_flow(self) -> Option<F> {
        match self {
            FlowOutcome::Flow(flow) => Some(flow),
            _ => None,
        }
    }
}

impl<F> From<State> for FlowOutcome<F> {
    fn from(state: State) -> Self {
        match state {
            State::Redirect(to) => FlowOutcome::Redirect(to),
            State::Expired(flow) => FlowOutcome::Expired(flow),
            State::Replaced(flow) => FlowOutcome::Replaced(flow),
            State::NotSignedIn(refusal) => FlowOutcome::NotSignedIn(refusal),
            State::Refused(id, refusal) => match id {
                FlowErrorId::AlreadyAvailable => FlowOutcome::AlreadySignedIn(refusal),
                FlowErrorId::AalAlreadyFulfilled => FlowOutcome::AalAlreadyFulfilled(refusal),
                FlowErrorId::Aal1Required => FlowOutcome::Aal1Required(refusal),
                FlowErrorId::Aal2Required => FlowOutcome::Aal2Required(refusal),
                FlowErrorId::RefreshRequired => FlowOutcome::RefreshRequired(refusal),
                FlowErrorId::VerifiedAddressRequired => {
                    FlowOutcome::VerifiedAddressRequired(refusal)
                }
                FlowErrorId::FlowDisabled => FlowOutcome::Disabled(refusal),
                FlowErrorId::ReturnToForbidden => FlowOutcome::ReturnToForbidden(refusal),
                FlowErrorId::CsrfViolation => FlowOutcome::CsrfViolation(refusal),
                FlowErrorId::IdentityMismatch => FlowOutcome::IdentityMismatch(refusal),
                _ => FlowOutcome::Refused(refusal),
            },
        }
    }
}

/// Decides what an answer to making or fetching a flow is.
pub(super) fn decide<F: DeserializeOwned>(
    spec: &'static OperationSpec,
    response: &Response<Bytes>,
) -> Result<FlowOutcome<F>, Error> {
    if response.status().is_success() {
        decode::json_body(spec, response).map(FlowOutcome::Flow)
    } else {
        state(spec, response).map(FlowOutcome::from)
    }
}

macro_rules! outcomes {
    ($($operation:ident => $flow:ident),* $(,)?) => {
        $(impl operations::$operation {
            /// Sends the request and gives the flow, or why there is none, as a value with the response's
            /// headers.
            ///
            /// # Errors
            ///
            /// A failure that is no state of a flow: see [`outcome`](crate::outcome).
            #[inline]
            pub fn outcome(self) -> FullResponseFuture<FlowOutcome<models::$flow>> {
                self.call.send(decide::<models::$flow>).into_full()
            }
        })*
    };
}

outcomes! {
    CreateBrowserLoginFlow => LoginFlow,
    CreateNativeLoginFlow => LoginFlow,
    GetLoginFlow => LoginFlow,
    CreateBrowserRegistrationFlow => RegistrationFlow,
    CreateNativeRegistrationFlow => RegistrationFlow,
    GetRegistrationFlow => RegistrationFlow,
    CreateBrowserSettingsFlow => SettingsFlow,
    CreateNativeSettingsFlow => SettingsFlow,
    GetSettingsFlow => SettingsFlow,
    CreateBrowserRecoveryFlow => RecoveryFlow,
    CreateNativeRecoveryFlow => RecoveryFlow,
    GetRecoveryFlow => RecoveryFlow,
    CreateBrowserVerificationFlow => VerificationFlow,
    CreateNativeVerificationFlow => VerificationFlow,
    GetVerificationFlow => VerificationFlow,
    CreateBrowserLogoutFlow => LogoutFlow,
}
