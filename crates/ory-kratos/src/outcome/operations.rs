//! Which operation has which outcome.

use ory_core::__private::Decode;
use ory_core::operation::FullResponseFuture;

use super::decide::{exchanged, fetched, submitted};
use super::logout::logged_out;
use super::session::session;
use super::{
    FlowOutcome, LoginOutcome, LogoutOutcome, RecoveryOutcome, RegistrationOutcome, SessionOutcome,
    SettingsOutcome, VerificationOutcome,
};
use crate::models::{
    LoginFlow, LogoutFlow, RecoveryFlow, RegistrationFlow, SettingsFlow, VerificationFlow,
};
use crate::operations;

macro_rules! outcomes {
    ($($operation:ident => $outcome:ty, $decide:expr;)*) => {
        $(impl operations::$operation {
            /// Sends the request and gives the outcome as a value with the response's headers.
            ///
            /// # Errors
            ///
            /// A failure that is not a state of a flow: see [`outcome`](crate::outcome).
            #[inline]
            pub fn outcome(self) -> FullResponseFuture<$outcome> {
                self.call.send($decide as Decode<$outcome>).into_full()
            }
        })*
    };
}

outcomes! {
    CreateBrowserLoginFlow => FlowOutcome<LoginFlow, LoginFlow>, fetched;
    CreateNativeLoginFlow => FlowOutcome<LoginFlow, LoginFlow>, fetched;
    GetLoginFlow => FlowOutcome<LoginFlow, LoginFlow>, fetched;
    UpdateLoginFlow => LoginOutcome, submitted;
    UpdateFedcmFlow => LoginOutcome, submitted;
    ExchangeSessionToken => LoginOutcome, exchanged;
    CreateBrowserRegistrationFlow => FlowOutcome<RegistrationFlow, RegistrationFlow>, fetched;
    CreateNativeRegistrationFlow => FlowOutcome<RegistrationFlow, RegistrationFlow>, fetched;
    GetRegistrationFlow => FlowOutcome<RegistrationFlow, RegistrationFlow>, fetched;
    UpdateRegistrationFlow => RegistrationOutcome, submitted;
    CreateBrowserSettingsFlow => FlowOutcome<SettingsFlow, SettingsFlow>, fetched;
    CreateNativeSettingsFlow => FlowOutcome<SettingsFlow, SettingsFlow>, fetched;
    GetSettingsFlow => FlowOutcome<SettingsFlow, SettingsFlow>, fetched;
    UpdateSettingsFlow => SettingsOutcome, submitted;
    CreateBrowserRecoveryFlow => FlowOutcome<RecoveryFlow, RecoveryFlow>, fetched;
    CreateNativeRecoveryFlow => FlowOutcome<RecoveryFlow, RecoveryFlow>, fetched;
    GetRecoveryFlow => FlowOutcome<RecoveryFlow, RecoveryFlow>, fetched;
    UpdateRecoveryFlow => RecoveryOutcome, submitted;
    CreateBrowserVerificationFlow => FlowOutcome<VerificationFlow, VerificationFlow>, fetched;
    CreateNativeVerificationFlow => FlowOutcome<VerificationFlow, VerificationFlow>, fetched;
    GetVerificationFlow => FlowOutcome<VerificationFlow, VerificationFlow>, fetched;
    UpdateVerificationFlow => VerificationOutcome, submitted;
    CreateBrowserLogoutFlow => FlowOutcome<LogoutFlow, LogoutFlow>, fetched;
    UpdateLogoutFlow => LogoutOutcome, logged_out;
    PerformNativeLogout => LogoutOutcome, logged_out;
    ToSession => SessionOutcome, session;
}
