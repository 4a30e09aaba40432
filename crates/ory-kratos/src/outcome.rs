//! The states of a flow as values: `outcome()` on every operation of a self-service flow.
//!
//! A submitted form has a dozen legal responses over five status codes, and most of them are not
//! failures: the password was wrong, the browser has to be redirected, the flow has expired.
//! [`FlowOutcome`] names them with seven words, the same for making, fetching and submitting a flow
//! of any kind; [`SessionOutcome`] is for "whoami" and [`LogoutOutcome`] for logging out. The body
//! decides, not the status: a form comes back under 200, 400, 403 and 422.
//!
//! Why the server refused is in the [`Refusal`], whose [`FlowErrorId`] is the one list that grows
//! with newer servers: `refusal.is(FlowErrorId::Aal2Required)`.
//!
//! What is not a state of a flow stays an [`Error`](crate::Error): no connection, a deadline, a
//! rate limit (429), a flow that does not exist (404), a server that is broken (5xx), a redirect
//! that only a wrong base URL gives (301, 302, 307, 308), and a response that is not Kratos's.
//!
//! `outcome()` gives a [`Response`](ory_core::Response), because a browser needs the `Set-Cookie`
//! headers of every response, also of a refusal:
//!
//! ```no_run
//! # async fn run(kratos: ory_kratos::Client, flow: String, cookie: String) -> Result<(), ory_kratos::Error> {
//! use ory_kratos::models::UpdateLoginFlowWithPasswordMethod;
//! use ory_kratos::outcome::{FlowErrorId, FlowOutcome};
//!
//! let body = UpdateLoginFlowWithPasswordMethod::new("ada@example.org", "secret").csrf_token("...");
//! let response = kratos.frontend().update_login_flow(flow, body).cookie(cookie).outcome().await?;
//! for cookie in response.set_cookies() {
//!     // send it to the browser
//! }
//! match response.into_value() {
//!     FlowOutcome::Success(login) => println!("session {}", login.session.id),
//!     FlowOutcome::Invalid(flow) | FlowOutcome::NextStep(flow) => println!("show {}", flow.id),
//!     FlowOutcome::Redirect(redirect) => println!("303 {}", redirect.url),
//!     FlowOutcome::Expired(_) => println!("make a new flow"),
//!     FlowOutcome::Refused(refusal) if refusal.is(FlowErrorId::AlreadyAvailable) => {
//!         println!("logged in already");
//!     }
//!     other => println!("{other:?}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! An app in the browser need not match at all: see
//! [`FlowOutcome::decide`](crate::outcome::FlowOutcome::decide).

pub(crate) mod decide;
mod expired;
mod logout;
mod redirect;
mod refusal;
mod session;

use crate::models::{
    LoginFlow, RecoveryFlow, RegistrationFlow, SettingsFlow, SuccessfulNativeLogin,
    SuccessfulNativeRegistration, VerificationFlow,
};

pub use expired::ExpiredFlow;
pub use logout::LogoutOutcome;
pub use ory_core::RedirectTo;
pub(crate) use redirect::is_absolute;
pub use refusal::{FlowErrorId, Refusal};
pub use session::SessionOutcome;

// What the operations read their outcomes by.
pub(crate) use decide::{exchanged, fetched, submitted};
pub(crate) use logout::logged_out;
pub(crate) use session::session;

/// The state of a flow after it was made, fetched or submitted: `S` is the success, `F` the flow.
///
/// Making and fetching a flow succeeds with the flow itself, so that `S` is `F` there.
///
/// See the [module](crate::outcome) for what is an error instead.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant)] // one of them per call, and `match` is nicer without boxes
pub enum FlowOutcome<S, F> {
    /// The flow is completed, or, where it was only asked for, here it is. What to do next, if
    /// anything, is in its `continue_with`.
    Success(S),
    /// Something in the form was wrong: show it again, with its messages.
    Invalid(F),
    /// Nothing was wrong, but the flow asks for more: the code that was sent, the password after
    /// the identifier. Show the form.
    NextStep(F),
    /// The flow goes on as one of another kind: a social sign-in of somebody who is not registered
    /// yet lacks a trait. Show that form, and submit it to its own operation.
    OtherFlow(AnyFlow),
    /// The browser has to be redirected: a 303, or a 422 in JSON. The URL is absolute.
    Redirect(RedirectTo),
    /// The flow is over before it was completed: it expired, or another one has replaced it.
    Expired(ExpiredFlow),
    /// The server refuses to go on, for the reason that the [`Refusal`] names.
    Refused(Refusal),
}

/// The outcome of submitting a login form.
pub type LoginOutcome = FlowOutcome<SuccessfulNativeLogin, LoginFlow>;
/// The outcome of submitting a registration form.
pub type RegistrationOutcome = FlowOutcome<SuccessfulNativeRegistration, RegistrationFlow>;
/// The outcome of submitting a settings form.
pub type SettingsOutcome = FlowOutcome<SettingsFlow, SettingsFlow>;
/// The outcome of submitting a recovery form.
pub type RecoveryOutcome = FlowOutcome<RecoveryFlow, RecoveryFlow>;
/// The outcome of submitting a verification form.
pub type VerificationOutcome = FlowOutcome<VerificationFlow, VerificationFlow>;

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

impl<S, F> FlowOutcome<S, F> {
    /// What the completed flow gave, or the flow that was asked for.
    #[must_use]
    pub fn into_success(self) -> Option<S> {
        match self {
            FlowOutcome::Success(success) => Some(success),
            _ => None,
        }
    }

    /// The form to show again, if there is one.
    #[must_use]
    pub fn form(&self) -> Option<&F> {
        match self {
            FlowOutcome::Invalid(flow) | FlowOutcome::NextStep(flow) => Some(flow),
            _ => None,
        }
    }

    /// The refusal, if the server refused.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            FlowOutcome::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Whether the server refused for this reason.
    #[must_use]
    pub fn is_refused(&self, id: FlowErrorId) -> bool {
        self.refusal().is_some_and(|refusal| refusal.is(id))
    }

    /// Goes on from a success; every other outcome stays what it is.
    ///
    /// ```
    /// use ory_kratos::models::LoginFlow;
    /// use ory_kratos::outcome::FlowOutcome;
    ///
    /// fn id(made: FlowOutcome<LoginFlow, LoginFlow>) -> FlowOutcome<String, LoginFlow> {
    ///     made.and_then(|flow| FlowOutcome::Success(flow.id))
    /// }
    /// ```
    pub fn and_then<T>(self, next: impl FnOnce(S) -> FlowOutcome<T, F>) -> FlowOutcome<T, F> {
        match self {
            FlowOutcome::Success(success) => next(success),
            FlowOutcome::Invalid(flow) => FlowOutcome::Invalid(flow),
            FlowOutcome::NextStep(flow) => FlowOutcome::NextStep(flow),
            FlowOutcome::OtherFlow(flow) => FlowOutcome::OtherFlow(flow),
            FlowOutcome::Redirect(redirect) => FlowOutcome::Redirect(redirect),
            FlowOutcome::Expired(flow) => FlowOutcome::Expired(flow),
            FlowOutcome::Refused(refusal) => FlowOutcome::Refused(refusal),
        }
    }
}

#[cfg(test)]
mod tests;
