//! The five kinds of flow, for code over all of them.

use ory_core::Error;
use ory_core::http::Uri;
use ory_core::operation::FullResponseFuture;

use super::BrowserRequest;
use super::decision::Completed;
use crate::Client;
use crate::flow::Flow;
use crate::form::FormBody;
use crate::models::{
    LoginFlow, RecoveryFlow, RegistrationFlow, SettingsFlow, SuccessfulNativeLogin,
    SuccessfulNativeRegistration, UpdateLoginFlowBody, UpdateRecoveryFlowBody,
    UpdateRegistrationFlowBody, UpdateSettingsFlowBody, UpdateVerificationFlowBody,
    VerificationFlow,
};
use crate::outcome::{AnyFlow, FlowOutcome};

/// One of the five kinds of flow, for a browser: what a page needs of it, whichever it is.
///
/// Implemented by the flow models; see the [module](crate::browser) for a page over all kinds.
pub trait BrowserFlow: Flow + Completed<Self> + Sized + Send + Sync + 'static {
    /// What a submission gives that completes the flow.
    type Success: Completed<Self> + Send + Sync + 'static;

    /// What is submitted.
    type Body: FormBody + Send;

    /// The kind, as in the paths of Kratos and, by default, of [`Pages`](super::Pages): `login`.
    const NAME: &'static str;

    /// Makes a flow, with the page's parameters.
    fn create(
        request: &BrowserRequest,
        kratos: &Client,
    ) -> FullResponseFuture<FlowOutcome<Self, Self>>;

    /// Fetches a flow.
    fn get(
        request: &BrowserRequest,
        kratos: &Client,
        id: &str,
    ) -> FullResponseFuture<FlowOutcome<Self, Self>>;

    /// Submits the form of a flow.
    fn submit(
        request: &BrowserRequest,
        kratos: &Client,
        id: &str,
        body: Self::Body,
    ) -> FullResponseFuture<FlowOutcome<Self::Success, Self>>;

    /// The URL at Kratos that makes a flow in the browser, with the page's parameters.
    ///
    /// # Errors
    ///
    /// A configuration error: the client has no public URL.
    fn url(request: &BrowserRequest, kratos: &Client) -> Result<Uri, Error>;

    /// The flow as one of any kind.
    fn into_any(self) -> AnyFlow;
}

macro_rules! kinds {
    ($($name:literal $flow:ident $variant:ident $success:ident $body:ident:
        $create:ident $get:ident $update:ident;)*) => {$(
        impl BrowserFlow for $flow {
            type Success = $success;
            type Body = $body;
            const NAME: &'static str = $name;

            fn create(
                request: &BrowserRequest,
                kratos: &Client,
            ) -> FullResponseFuture<FlowOutcome<Self, Self>> {
                request.$create(kratos).outcome()
            }

            fn get(
                request: &BrowserRequest,
                kratos: &Client,
                id: &str,
            ) -> FullResponseFuture<FlowOutcome<Self, Self>> {
                request.$get(kratos, id).outcome()
            }

            fn submit(
                request: &BrowserRequest,
                kratos: &Client,
                id: &str,
                body: $body,
            ) -> FullResponseFuture<FlowOutcome<$success, Self>> {
                let call = kratos.frontend().$update(id, body);
                call.cookie(request.cookie()).outcome()
            }

            fn url(request: &BrowserRequest, kratos: &Client) -> Result<Uri, Error> {
                Ok(request.$create(kratos).into_request()?.into_parts().0.uri)
            }

            fn into_any(self) -> AnyFlow {
                AnyFlow::$variant(self)
            }
        }
    )*};
}

kinds! {
    "login" LoginFlow Login SuccessfulNativeLogin UpdateLoginFlowBody:
        create_login get_login update_login_flow;
    "registration" RegistrationFlow Registration SuccessfulNativeRegistration
        UpdateRegistrationFlowBody:
        create_registration get_registration update_registration_flow;
    "settings" SettingsFlow Settings SettingsFlow UpdateSettingsFlowBody:
        create_settings get_settings update_settings_flow;
    "recovery" RecoveryFlow Recovery RecoveryFlow UpdateRecoveryFlowBody:
        create_recovery get_recovery update_recovery_flow;
    "verification" VerificationFlow Verification VerificationFlow UpdateVerificationFlowBody:
        create_verification get_verification update_verification_flow;
}
