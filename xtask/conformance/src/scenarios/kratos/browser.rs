//! Somebody at a browser: cookies are carried by hand, as the SDK keeps none, and forms carry a token against
//! cross-site request forgery.

use ory_core::operation::FullResponseFuture;
use ory_core::{Error, Secret};
use ory_kratos::FrontendApi;
use ory_kratos::models::{
    LoginFlow, RecoveryFlow, RegistrationFlow, Session, SettingsFlow, SuccessfulNativeLogin,
    SuccessfulNativeRegistration, UiContainer, UiNodeAttributes, UpdateLoginFlowBody,
    UpdateLoginFlowWithPasswordMethod, UpdateRecoveryFlowBody, UpdateRegistrationFlowBody,
    UpdateSettingsFlowBody, UpdateVerificationFlowBody, VerificationFlow,
};

use super::{PASSWORD, Person, csrf_token};
use crate::check::{Failure, equal, refused, some};
use crate::http::Browser;
use crate::world::World;

/// A visitor of the website.
pub(super) struct Visitor<'w> {
    pub(super) world: &'w World,
    /// The server that is visited.
    pub(super) kratos: &'w ory_kratos::Client,
    pub(super) browser: Browser,
}

impl<'w> Visitor<'w> {
    /// Somebody who was never here.
    pub(super) fn new(world: &'w World) -> Self {
        Self::at(world, &world.kratos)
    }

    /// Somebody who was never here, at another server than the usual one.
    pub(super) fn at(world: &'w World, kratos: &'w ory_kratos::Client) -> Self {
        Self {
            world,
            kratos,
            browser: Browser::new(&world.http),
        }
    }

    /// The `Cookie` header of the next request.
    pub(super) fn cookie(&self) -> Secret {
        Secret::new(self.browser.cookies())
    }

    /// Keeps the cookies of an answer, whether it is a success or a refusal.
    pub(super) async fn take<T>(&mut self, answer: FullResponseFuture<T>) -> Result<T, Error> {
        match answer.await {
            Ok(response) => {
                self.browser.keep(response.headers());
                Ok(response.into_value())
            }
            Err(error) => {
                if let Some(headers) = error.headers() {
                    self.browser.keep(headers);
                }
                Err(error)
            }
        }
    }

    /// Opens a page.
    pub(super) async fn create<P: Page>(&mut self) -> Result<P, Error> {
        let call = P::create(&self.kratos.frontend(), self.cookie());
        self.take(call).await
    }

    /// Opens a page, which reads the same flow when it is loaded again.
    pub(super) async fn open<P: Page>(&mut self) -> Result<P, Failure> {
        let frontend = self.kratos.frontend();
        let page: P = self.create().await?;
        let again = P::read(&frontend, page.id(), self.cookie());
        equal("the same flow", self.take(again).await?.id(), page.id())?;
        Ok(page)
    }

    /// Submits the form of a page.
    pub(super) async fn submit<P: Page>(
        &mut self,
        page: &P,
        answer: impl Into<P::Answer>,
    ) -> Result<P::Done, Error> {
        let frontend = self.kratos.frontend();
        let call = P::submit(&frontend, page.id(), answer.into(), self.cookie());
        self.take(call).await
    }

    /// Opens the login page.
    pub(super) async fn login_flow(&mut self) -> Result<LoginFlow, Failure> {
        Ok(self.create().await?)
    }

    /// Logs in with the password, and nothing else.
    pub(super) async fn log_in(&mut self, person: &Person) -> Result<Session, Failure> {
        let flow = self.login_flow().await?;
        let answer = UpdateLoginFlowWithPasswordMethod::new(&person.email, PASSWORD)
            .csrf_token(csrf_token(&flow.ui)?);
        let login = self.submit(&flow, answer).await?;
        equal(
            "a browser's login gives no token",
            login.session_token,
            None,
        )?;
        Ok(login.session)
    }

    /// Who is it? Fails if nobody is logged in.
    pub(super) async fn session(&mut self) -> Result<Session, Error> {
        let frontend = self.kratos.frontend();
        let call = frontend.to_session().cookie(self.cookie());
        self.take(call.response()).await
    }
}

/// A page with a form: one for each kind of flow.
pub(super) trait Page: Sized {
    /// What its form is submitted with.
    type Answer;
    /// What comes of a form that is accepted.
    type Done;

    fn id(&self) -> &str;
    fn create(frontend: &FrontendApi, cookie: Secret) -> FullResponseFuture<Self>;
    fn read(frontend: &FrontendApi, id: &str, cookie: Secret) -> FullResponseFuture<Self>;
    fn submit(
        frontend: &FrontendApi,
        id: &str,
        answer: Self::Answer,
        cookie: Secret,
    ) -> FullResponseFuture<Self::Done>;
}

macro_rules! pages {
    ($($flow:ident: $create:ident, $read:ident, $update:ident($answer:ident) -> $done:ident;)*) => {$(
        impl Page for $flow {
            type Answer = $answer;
            type Done = $done;

            fn id(&self) -> &str {
                &self.id
            }

            fn create(frontend: &FrontendApi, cookie: Secret) -> FullResponseFuture<Self> {
                frontend.$create().cookie(cookie).response()
            }

            fn read(frontend: &FrontendApi, id: &str, cookie: Secret) -> FullResponseFuture<Self> {
                frontend.$read(id).cookie(cookie).response()
            }

            fn submit(
                frontend: &FrontendApi,
                id: &str,
                answer: $answer,
                cookie: Secret,
            ) -> FullResponseFuture<$done> {
                frontend.$update(id, answer).cookie(cookie).response()
            }
        }
    )*};
}

pages! {
    LoginFlow: create_browser_login_flow, get_login_flow,
        update_login_flow(UpdateLoginFlowBody) -> SuccessfulNativeLogin;
    RegistrationFlow: create_browser_registration_flow, get_registration_flow,
        update_registration_flow(UpdateRegistrationFlowBody) -> SuccessfulNativeRegistration;
    SettingsFlow: create_browser_settings_flow, get_settings_flow,
        update_settings_flow(UpdateSettingsFlowBody) -> SettingsFlow;
    RecoveryFlow: create_browser_recovery_flow, get_recovery_flow,
        update_recovery_flow(UpdateRecoveryFlowBody) -> RecoveryFlow;
    VerificationFlow: create_browser_verification_flow, get_verification_flow,
        update_verification_flow(UpdateVerificationFlowBody) -> VerificationFlow;
}

/// The form comes back under 400: something in it was wrong, or there is a next step.
#[track_caller]
pub(super) fn shown_again<F: serde::de::DeserializeOwned, T>(
    what: &str,
    answer: Result<T, Error>,
) -> Result<F, Failure> {
    flow(&refused(what, answer, 400)?)
}

/// What a form's input holds, as text; empty if it holds nothing.
pub(super) fn value(ui: &UiContainer, name: &str) -> Option<String> {
    ui.nodes.iter().find_map(|node| match &node.attributes {
        UiNodeAttributes::Input(input) if input.name == name => Some(
            input
                .value
                .as_ref()
                .and_then(|value| value.as_str())
                .unwrap_or_default()
                .to_owned(),
        ),
        _ => None,
    })
}

/// The text that a form shows under an id.
pub(super) fn shown<'u>(ui: &'u UiContainer, id: &str) -> Option<&'u ory_kratos::models::UiText> {
    ui.nodes.iter().find_map(|node| match &node.attributes {
        UiNodeAttributes::Text(text) if text.id == id => Some(&text.text),
        _ => None,
    })
}

/// The numbers of everything that a form tells its user, on top and beside its inputs.
pub(super) fn told(ui: &UiContainer) -> Vec<i64> {
    ui.messages
        .iter()
        .chain(ui.nodes.iter().flat_map(|node| &node.messages))
        .map(|message| message.id)
        .collect()
}

/// The flow in the body of a refusal.
#[track_caller]
pub(super) fn flow<F: serde::de::DeserializeOwned>(error: &Error) -> Result<F, Failure> {
    some("the flow in the refusal", error.decode())
}
