//! What a flow answered, as a value: `outcome()` on every operation of a self-service flow.
//!
//! A submitted form has a dozen legal answers over five status codes, and most of them are not failures: the
//! password was wrong, the browser has to go elsewhere, the flow is too old. [`SubmitOutcome`] lists them for a
//! submission, [`FlowOutcome`] for making and fetching a flow, [`SessionOutcome`] for "whoami",
//! [`LogoutOutcome`] for logging out and [`ExchangeOutcome`] for the exchange of a session token. The body
//! decides, not the status: a form comes back under 200, 400, 403 and 422.
//!
//! What is no state of a flow stays an [`Error`](crate::Error): no connection, a deadline, a rate limit, a
//! flow that does not exist, a server that is broken.
//!
//! `outcome()` gives a [`Response`](ory_core::Response), because a browser needs the `Set-Cookie` headers of
//! every answer, also of a refusal:
//!
//! ```no_run
//! # async fn run(kratos: ory_kratos::Client, flow: String, cookie: String) -> Result<(), ory_kratos::Error> {
//! use ory_kratos::models::UpdateLoginFlowWithPasswordMethod;
//! use ory_kratos::outcome::LoginOutcome;
//!
//! let body = UpdateLoginFlowWithPasswordMethod::new("ada@example.org", "secret").csrf_token("...");
//! let response = kratos.frontend().update_login_flow(flow, body).cookie(cookie).outcome().await?;
//! for cookie in response.set_cookies() {
//!     // hand it on to the browser
//! }
//! match response.into_value() {
//!     LoginOutcome::Success(login) => println!("session {}", login.session.id),
//!     LoginOutcome::Invalid(flow) | LoginOutcome::NextStep(flow) => println!("show {} again", flow.id),
//!     LoginOutcome::Redirect(redirect) => println!("303 {}", redirect.to),
//!     LoginOutcome::Expired(_) => println!("make a new flow"),
//!     other => println!("{other:?}"),
//! }
//! # Ok(())
//! # }
//! ```

mod decide;
mod exchange;
mod fetch;
mod logout;
mod session;
mod submit;

use std::fmt;
use std::time::Duration;

use ory_core::{ApiError, Timestamp};

use crate::models::ContinueWith;

pub use exchange::ExchangeOutcome;
pub use fetch::FlowOutcome;
pub use logout::LogoutOutcome;
pub use session::SessionOutcome;
pub use submit::{
    AnyFlow, LoginOutcome, RecoveryOutcome, RegistrationOutcome, SettingsOutcome, SubmitOutcome,
    VerificationOutcome,
};

ory_core::open_enum! {
    /// Why a flow does not go on: the `error.id` of Kratos's answers.
    pub enum FlowErrorId {
        /// The browser has to go to another URL for the flow to go on.
        BrowserLocationChangeRequired = "browser_location_change_required",
        /// The identity may not sign in.
        IdentityDisabled = "identity_disabled",
        /// The anti-CSRF token and the anti-CSRF cookie do not belong together.
        CsrfViolation = "security_csrf_violation",
        /// The flow was begun by another user.
        IdentityMismatch = "security_identity_mismatch",
        /// The kind of flow is switched off.
        FlowDisabled = "self_service_flow_disabled",
        /// The flow is too old.
        FlowExpired = "self_service_flow_expired",
        /// Another flow has taken the place of this one.
        FlowReplaced = "self_service_flow_replaced",
        /// `return_to` is not among the allowed URLs.
        ReturnToForbidden = "self_service_flow_return_to_forbidden",
        /// A second factor was asked for, but there is no first one.
        Aal1Required = "session_aal1_required",
        /// The user has to give a second factor.
        Aal2Required = "session_aal2_required",
        /// The session already has the level that was asked for.
        AalAlreadyFulfilled = "session_aal_already_fulfilled",
        /// Somebody is signed in already.
        AlreadyAvailable = "session_already_available",
        /// Nobody is signed in.
        SessionInactive = "session_inactive",
        /// The user has to sign in again, because the last time was too long ago for what is to be changed.
        RefreshRequired = "session_refresh_required",
        /// The user has to verify an address first.
        VerifiedAddressRequired = "session_verified_address_required",
    }
}

/// A flow that does not go on as it is, and what would help.
///
/// `Debug` prints the id and the status only: URLs of flows hold one-time codes.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Refusal {
    /// Why. `None` where the server did not say, which whoami's 401 never does.
    pub id: Option<FlowErrorId>,
    /// Where to send the browser for the flow to go on. For a native app this is the URL that would make
    /// the flow in a browser; it makes its own instead.
    pub redirect_browser_to: Option<String>,
    /// What the app can do next.
    pub continue_with: Vec<ContinueWith>,
    /// All that the server said.
    pub error: ApiError,
}

impl Refusal {
    /// What to do first of [`continue_with`](Self::continue_with).
    #[must_use]
    pub fn next_step(&self) -> Option<&ContinueWith> {
        crate::flow::next_step(&self.continue_with)
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("id", &self.id)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

/// Where the browser has to go. Redirects are never followed by the client.
///
/// `Debug` does not print the URL, which may hold one-time codes.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RedirectTo {
    /// The URL, as it was sent.
    pub to: String,
}

impl RedirectTo {
    /// The `flow` in the URL's query, as in the URL of a page of the website that shows the flow. A native app
    /// fetches that flow instead of following the redirect.
    #[must_use]
    pub fn flow_id(&self) -> Option<&str> {
        let (_, query) = self.to.split_once('?')?;
        flow_id(query, "flow")
    }
}

/// The id of a flow in a URL's query, by the name of its parameter.
fn flow_id<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    let query = query.split('#').next().unwrap_or_default();
    let id = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    // Flow ids are UUIDs: nothing in one is ever percent-encoded.
    let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    plain.then_some(id)
}

impl fmt::Debug for RedirectTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedirectTo").finish_non_exhaustive()
    }
}

/// A flow that is over before it was completed.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ExpiredFlow {
    /// The flow that the server has made in its place. Without one, make a new one. So does an app whose
    /// verification is over: Kratos 1.3 names a browser's flow to it.
    pub use_flow_id: Option<String>,
    /// When it expired.
    pub expired_at: Option<Timestamp>,
    /// How long ago that was when the server answered.
    pub since: Option<Duration>,
    /// The URL that makes a new flow in a browser.
    pub redirect_browser_to: Option<String>,
    /// What the app can do next.
    pub continue_with: Vec<ContinueWith>,
    /// All that the server said.
    pub error: ApiError,
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

#[cfg(test)]
mod tests;
