//! Submitting the form of a flow.

use ory_core::http::Response;
use ory_core::operation::{FullResponseFuture, OperationSpec};
use ory_core::{Bytes, Error, decode};
use serde::de::DeserializeOwned;

use super::decide::{State, flow_kind, state};
use super::{ExpiredFlow, FlowErrorId, RedirectTo, Refusal};
use crate::flow::Flow;
use crate::models::{
    FlowState, LoginFlow, RecoveryFlow, RegistrationFlow, SettingsFlow, SuccessfulNativeLogin,
    SuccessfulNativeRegistration, VerificationFlow,
};
use crate::operations;

/// What came of submitting a form: `S` is the success, `F` the flow.
///
/// See the [module](crate::outcome) for what is an error instead.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // one of them per call, and `match` is nicer without boxes
pub enum SubmitOutcome<S, F> {
    /// The flow is completed. What to do next, if anything, is in its `continue_with`.
    Success(S),
    /// Something in the form was wrong: show it again, with its messages.
    Invalid(F),
    /// Nothing was wrong, but the flow asks for more: the code that was sent, the password after the
    /// identifier. Show the form.
    NextStep(F),
    /// The flow goes on as one of another kind: a social sign-in of somebody who is not registered yet lacks
    /// a trait. Show that form, and submit it to its own operation.
    OtherFlow(AnyFlow),
    /// The browser has to go elsewhere: 303, or 422 in JSON.
    Redirect(RedirectTo),
    /// The flow is too old.
    Expired(ExpiredFlow),
    /// Another flow has taken its place.
    Replaced(ExpiredFlow),
    /// Somebody is signed in already.
    AlreadySignedIn(Refusal),
    /// The session already has the level that was asked for.
    AalAlreadyFulfilled(Refusal),
    /// Nobody is signed in, which this flow needs.
    NotSignedIn(Refusal),
    /// A second factor was given without a first one.
    Aal1Required(Refusal),
    /// The user has to give a second factor.
    Aal2Required(Refusal),
    /// The user has to sign in again first.
    RefreshRequired(Refusal),
    /// The user has to verify an address first.
    VerifiedAddressRequired(Refusal),
    /// The identity may not sign in.
    IdentityDisabled(Refusal),
    /// The kind of flow is switched off.
    Disabled(Refusal),
    /// `return_to` is not among the allowed URLs.
    ReturnToForbidden(Refusal),
    /// The anti-CSRF token and the cookies do not belong together.
    CsrfViolation(Refusal),
    /// The flow was begun by another user.
    IdentityMismatch(Refusal),
    /// Another reason, among them those that newer servers add: see [`Refusal::id`].
    Refused(Refusal),
}

/// What came of submitting a login form.
pub type LoginOutcome = SubmitOutcome<SuccessfulNativeLogin, LoginFlow>;
/// What came of submitting a registration form.
pub type RegistrationOutcome = SubmitOutcome<SuccessfulNativeRegistration, RegistrationFlow>;
/// What came of submitting a settings form.
pub type SettingsOutcome = SubmitOutcome<SettingsFlow, SettingsFlow>;
/// What came of submitting a recovery form.
pub type RecoveryOutcome = SubmitOutcome<RecoveryFlow, RecoveryFlow>;
/// What came of submitting a verification form.
pub type VerificationOutcome = SubmitOutcome<VerificationFlow, VerificationFlow>;

/// A flow of any kind.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // rare, and read once
pub enum AnyFlow {
    /// A login.
    Login(LoginFlow),
    /// A registration.
    Registration(RegistrationFlow),
    /// A change of settings.
    Settings(SettingsFlow),
    /// A recovery.
    Recovery(RecoveryFlow),
    /// The verification of an address.
    Verification(VerificationFlow),
}

impl<S, F> SubmitOutcome<S, F> {
    /// What the completed flow gave, if it is completed.
    #[must_use]
    pub fn into_success(self) -> Option<S> {
        match self {
            SubmitOutcome::Success(success) => Some(success),
            _ => None,
        }
    }

    /// The form to show, if there is one.
    #[must_use]
    pub fn form(&self) -> Option<&F> {
        match self {
            SubmitOutcome::Invalid(flow) | SubmitOutcome::NextStep(flow) => Some(flow),
            _ => None,
        }
    }

    /// Whether the flow is over, because it expired or was replaced.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self, SubmitOutcome::Expired(_) | SubmitOutcome::Replaced(_))
    }
}

impl<S, F> From<State> for SubmitOutcome<S, F> {
    fn from(state: State) -> Self {
        match state {
            State::Redirect(to) => SubmitOutcome::Redirect(to),
            State::Expired(flow) => SubmitOutcome::Expired(flow),
            State::Replaced(flow) => SubmitOutcome::Replaced(flow),
            State::NotSignedIn(refusal) => SubmitOutcome::NotSignedIn(refusal),
            State::Refused(id, refusal) => match id {
                FlowErrorId::AlreadyAvailable => SubmitOutcome::AlreadySignedIn(refusal),
                FlowErrorId::AalAlreadyFulfilled => SubmitOutcome::AalAlreadyFulfilled(refusal),
                FlowErrorId::Aal1Required => SubmitOutcome::Aal1Required(refusal),
                FlowErrorId::Aal2Required => SubmitOutcome::Aal2Required(refusal),
                FlowErrorId::RefreshRequired => SubmitOutcome::RefreshRequired(refusal),
                FlowErrorId::VerifiedAddressRequired => {
                    SubmitOutcome::VerifiedAddressRequired(refusal)
                }
                FlowErrorId::IdentityDisabled => SubmitOutcome::IdentityDisabled(refusal),
                FlowErrorId::FlowDisabled => SubmitOutcome::Disabled(refusal),
                FlowErrorId::ReturnToForbidden => SubmitOutcome::ReturnToForbidden(refusal),
                FlowErrorId::CsrfViolation => SubmitOutcome::CsrfViolation(refusal),
                FlowErrorId::IdentityMismatch => SubmitOutcome::IdentityMismatch(refusal),
                _ => SubmitOutcome::Refused(refusal),
            },
        }
    }
}

/// What is particular to one kind of flow.
pub(super) trait Submitted: Flow + DeserializeOwned {
    /// What a completed flow gives.
    type Success: DeserializeOwned;

    /// The kind of flow in the path of its form.
    const KIND: &'static str;

    /// The flow itself as a success, where a completed flow is shown once more.
    fn completed(self) -> Result<Self::Success, Self>;
}

impl Submitted for LoginFlow {
    type Success = SuccessfulNativeLogin;
    const KIND: &'static str = "login";

    fn completed(self) -> Result<Self::Success, Self> {
        Err(self)
    }
}

impl Submitted for RegistrationFlow {
    type Success = SuccessfulNativeRegistration;
    const KIND: &'static str = "registration";

    fn completed(self) -> Result<Self::Success, Self> {
        Err(self)
    }
}

impl Submitted for SettingsFlow {
    type Success = Self;
    const KIND: &'static str = "settings";

    fn completed(self) -> Result<Self::Success, Self> {
        if self.state == FlowState::Success {
            Ok(self)
        } else {
            Err(self)
        }
    }
}

impl Submitted for RecoveryFlow {
    type Success = Self;
    const KIND: &'static str = "recovery";

    fn completed(self) -> Result<Self::Success, Self> {
        if self.state == FlowState::PassedChallenge {
            Ok(self)
        } else {
            Err(self)
        }
    }
}

impl Submitted for VerificationFlow {
    type Success = Self;
    const KIND: &'static str = "verification";

    fn completed(self) -> Result<Self::Success, Self> {
        if self.state == FlowState::PassedChallenge {
            Ok(self)
        } else {
            Err(self)
        }
    }
}

/// Decides what an answer to a submitted form is: the body first, because a form comes back under any status.
fn decide<F: Submitted>(
    spec: &'static OperationSpec,
    response: &Response<Bytes>,
) -> Result<SubmitOutcome<F::Success, F>, Error> {
    let status = response.status();
    if !status.is_redirection()
        && !status.is_server_error()
        && let Some(kind) = flow_kind(response.body())
    {
        return form(spec, response, &kind);
    }
    if status.is_success() {
        decode::json_body(spec, response).map(SubmitOutcome::Success)
    } else {
        state(spec, response).map(SubmitOutcome::from)
    }
}

fn form<F: Submitted>(
    spec: &'static OperationSpec,
    response: &Response<Bytes>,
    kind: &str,
) -> Result<SubmitOutcome<F::Success, F>, Error> {
    if kind != F::KIND
        && let Some(other) = any_flow(spec, response, kind)?
    {
        return Ok(SubmitOutcome::OtherFlow(other));
    }
    let flow: F = decode::json_body(spec, response)?;
    if flow.has_errors() {
        return Ok(SubmitOutcome::Invalid(flow));
    }
    Ok(match flow.completed() {
        Ok(success) => SubmitOutcome::Success(success),
        Err(flow) => SubmitOutcome::NextStep(flow),
    })
}

/// Reads a flow of the kind that its form says; `None` for a kind that is not known.
// Inline: reading flows is compiled for those who ask for outcomes, not with the crate.
#[inline]
pub(super) fn any_flow(
    spec: &'static OperationSpec,
    response: &Response<Bytes>,
    kind: &str,
) -> Result<Option<AnyFlow>, Error> {
    Ok(Some(match kind {
        LoginFlow::KIND => AnyFlow::Login(decode::json_body(spec, response)?),
        RegistrationFlow::KIND => AnyFlow::Registration(decode::json_body(spec, response)?),
        SettingsFlow::KIND => AnyFlow::Settings(decode::json_body(spec, response)?),
        RecoveryFlow::KIND => AnyFlow::Recovery(decode::json_body(spec, response)?),
        VerificationFlow::KIND => AnyFlow::Verification(decode::json_body(spec, response)?),
        _ => return Ok(None),
    }))
}

macro_rules! outcomes {
    ($($operation:ident => $flow:ident, $outcome:ident);* $(;)?) => {
        $(impl operations::$operation {
            /// Sends the form and gives what came of it as a value with the response's headers.
            ///
            /// # Errors
            ///
            /// A failure that is no state of a flow: see [`outcome`](crate::outcome).
            #[inline]
            pub fn outcome(self) -> FullResponseFuture<$outcome> {
                self.call.send(decide::<$flow>).into_full()
            }
        })*
    };
}

outcomes! {
    UpdateLoginFlow => LoginFlow, LoginOutcome;
    UpdateFedcmFlow => LoginFlow, LoginOutcome;
    UpdateRegistrationFlow => RegistrationFlow, RegistrationOutcome;
    UpdateSettingsFlow => SettingsFlow, SettingsOutcome;
    UpdateRecoveryFlow => RecoveryFlow, RecoveryOutcome;
    UpdateVerificationFlow => VerificationFlow, VerificationOutcome;
}
