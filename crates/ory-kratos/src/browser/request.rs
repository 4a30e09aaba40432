//! What the browser asked a page for.

use std::fmt;

use ory_core::http::Uri;
use ory_core::http::header::HeaderMap;
use ory_core::{Error, Response, Secret};

use super::{BrowserFlow, cookies};
use crate::form::FormBody;
use crate::models::{LoginFlow, RecoveryFlow, RegistrationFlow, SettingsFlow, VerificationFlow};
use crate::outcome::{FlowErrorId, FlowOutcome};
use crate::{Client, operations};

/// Hands the browser's cookies and the named parameters on to a call.
macro_rules! forward {
    ($request:ident, $call:ident, cookie; $($parameter:ident),*) => {{
        let mut call = $call;
        if let Some(cookies) = &$request.cookies {
            call = call.cookie(cookies);
        }
        $(if let Some(value) = $request.parameter(stringify!($parameter)) {
            call = call.$parameter(value);
        })*
        call
    }};
}
/// What the browser asked a page for: its cookies, and the parameters by which Kratos sends it there.
///
/// See the [module](crate::browser) for a page.
#[derive(Clone)]
pub struct BrowserRequest {
    cookies: Option<Secret>,
    parameters: Vec<(String, String)>,
}

impl BrowserRequest {
    /// Reads the headers and the query of the page's URL, with or without the `?`.
    #[must_use]
    pub fn new(headers: &HeaderMap, query: &str) -> Self {
        let query = query.strip_prefix('?').unwrap_or(query);
        BrowserRequest {
            cookies: cookies(headers),
            parameters: form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        }
    }

    /// A parameter of the page's URL, if it is there and not empty.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The whole `Cookie` header; empty if there is none.
    #[must_use]
    pub fn cookie(&self) -> Secret {
        self.cookies.clone().unwrap_or_default()
    }

    /// The flow that the page is to show.
    #[must_use]
    pub fn flow_id(&self) -> Option<&str> {
        self.parameter("flow")
    }

    /// Where the browser wants to go at the end. Kratos checks it against the allowed URLs; do not
    /// redirect to it yourself. For somebody who is logged in already, redirect to
    /// [`login_url`](Self::login_url), and Kratos goes on from there.
    #[must_use]
    pub fn return_to(&self) -> Option<&str> {
        self.parameter("return_to")
    }

    /// The flow of the page's URL; a new one, with the page's parameters, if the URL names none, or
    /// one that Kratos does not know any longer or that is not this browser's.
    ///
    /// # Errors
    ///
    /// A failure that is not a state of a flow: see [`outcome`](crate::outcome).
    pub async fn open<F: BrowserFlow>(
        &self,
        kratos: &Client,
    ) -> Result<Response<FlowOutcome<F, F>>, Error> {
        if let Some(id) = self.flow_id() {
            match F::get(self, kratos, id).await {
                // An old bookmark.
                Err(error) if error.is_not_found() => {}
                // Another browser's, or the cookies were deleted.
                Ok(response) if response.value.is_refused(FlowErrorId::CsrfViolation) => {}
                result => return result,
            }
        }
        F::create(self, kratos).await
    }

    /// Submits a form that the browser posted: reads the flow of the page's URL, makes the
    /// [body](crate::form) and sends it. Where the flow is not there any longer, the next one is.
    ///
    /// # Errors
    ///
    /// A failure that is not a state of a flow, and a [form](crate::form::FormError) that is
    /// malformed, as a configuration error.
    pub async fn submit<F: BrowserFlow>(
        &self,
        kratos: &Client,
        posted: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<str>)>,
    ) -> Result<Response<FlowOutcome<F::Success, F>>, Error> {
        let opened = self.open::<F>(kratos).await?;
        match &opened.value {
            FlowOutcome::Success(flow) if Some(flow.flow_id()) == self.flow_id() => {
                let body = F::Body::from_posted(flow.form(), posted)?;
                F::submit(self, kratos, flow.flow_id(), body).await
            }
            _ => Ok(opened.map(|outcome| outcome.and_then(FlowOutcome::NextStep))),
        }
    }

    /// Makes a login, with the page's parameters.
    pub fn create_login(&self, kratos: &Client) -> operations::CreateBrowserLoginFlow {
        let mut call = kratos.frontend().create_browser_login_flow();
        if let Some(refresh) = self.parameter("refresh") {
            call = call.refresh(refresh == "true");
        }
        forward!(self, call, cookie; aal, return_to, login_challenge, organization, via, identity_schema)
    }

    /// Makes a registration, with the page's parameters.
    pub fn create_registration(
        &self,
        kratos: &Client,
    ) -> operations::CreateBrowserRegistrationFlow {
        let call = kratos.frontend().create_browser_registration_flow();
        forward!(self, call, cookie; return_to, login_challenge, after_verification_return_to,
            organization, identity_schema)
    }

    /// Makes a settings flow, with the page's parameters.
    pub fn create_settings(&self, kratos: &Client) -> operations::CreateBrowserSettingsFlow {
        let call = kratos.frontend().create_browser_settings_flow();
        forward!(self, call, cookie; return_to, organization)
    }

    /// Makes a recovery, with the page's parameters.
    pub fn create_recovery(&self, kratos: &Client) -> operations::CreateBrowserRecoveryFlow {
        let call = kratos.frontend().create_browser_recovery_flow();
        forward!(self, call, cookie; return_to, skip_settings)
    }

    /// Makes a verification, with the page's parameters.
    pub fn create_verification(
        &self,
        kratos: &Client,
    ) -> operations::CreateBrowserVerificationFlow {
        let call = kratos.frontend().create_browser_verification_flow();
        forward!(self, call, cookie; return_to)
    }

    /// Makes the URL that logs the browser out, with the page's parameters.
    pub fn create_logout(&self, kratos: &Client) -> operations::CreateBrowserLogoutFlow {
        let call = kratos.frontend().create_browser_logout_flow();
        forward!(self, call, cookie; return_to)
    }

    /// Asks whose session it is, with all cookies: the session's may have any name.
    pub fn whoami(&self, kratos: &Client) -> operations::ToSession {
        let call = kratos.frontend().to_session();
        forward!(self, call, cookie;)
    }

    /// The parameters of the page's URL that make a flow what it is, for another page's URL.
    pub(super) fn kept(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.parameters.iter();
        pairs
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, value)| KEPT.contains(name) && !value.is_empty())
    }
}

/// The parameters by which a flow is made.
pub(super) const KEPT: [&str; 9] = [
    "return_to",
    "login_challenge",
    "aal",
    "refresh",
    "organization",
    "via",
    "identity_schema",
    "after_verification_return_to",
    "skip_settings",
];

macro_rules! fetches {
    ($($(#[$meta:meta])* $name:ident => $operation:ident, $method:ident;)*) => {
        impl BrowserRequest {
            $($(#[$meta])*
            pub fn $name(&self, kratos: &Client, id: &str) -> operations::$operation {
                let call = kratos.frontend().$method(id);
                forward!(self, call, cookie;)
            })*
        }
    };
}

fetches! {
    /// Fetches a login.
    get_login => GetLoginFlow, get_login_flow;
    /// Fetches a registration.
    get_registration => GetRegistrationFlow, get_registration_flow;
    /// Fetches a settings flow.
    get_settings => GetSettingsFlow, get_settings_flow;
    /// Fetches a recovery.
    get_recovery => GetRecoveryFlow, get_recovery_flow;
    /// Fetches a verification.
    get_verification => GetVerificationFlow, get_verification_flow;
}

macro_rules! urls {
    ($($(#[$meta:meta])* $name:ident => $flow:ident;)*) => {
        impl BrowserRequest {
            $($(#[$meta])*
            ///
            /// # Errors
            ///
            /// A configuration error: the client has no public URL.
            pub fn $name(&self, kratos: &Client) -> Result<Uri, Error> {
                $flow::url(self, kratos)
            })*
        }
    };
}

urls! {
    /// The URL at Kratos that makes a login in the browser, with the page's parameters. Kratos then
    /// redirects to the login page, or, where there is a session already, to `return_to` if it is
    /// allowed.
    login_url => LoginFlow;
    /// The URL at Kratos that makes a registration in the browser, with the page's parameters.
    registration_url => RegistrationFlow;
    /// The URL at Kratos that makes a settings flow in the browser, with the page's parameters.
    settings_url => SettingsFlow;
    /// The URL at Kratos that makes a recovery in the browser, with the page's parameters.
    recovery_url => RecoveryFlow;
    /// The URL at Kratos that makes a verification in the browser, with the page's parameters.
    verification_url => VerificationFlow;
}

impl fmt::Debug for BrowserRequest {
    /// Prints no value: parameters hold one-time codes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BrowserRequest").finish_non_exhaustive()
    }
}
