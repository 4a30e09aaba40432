//! Somebody at a browser: cookies are carried by hand, as the SDK keeps none, and forms carry a token against
//! cross-site request forgery.

use ory_core::operation::FullResponseFuture;
use ory_core::{Error, Secret};
use ory_kratos::models::{
    LoginFlow, Session, UiContainer, UiNodeAttributes, UpdateLoginFlowWithPasswordMethod,
};

use super::{PASSWORD, Person, csrf_token};
use crate::check::{Failure, equal, some};
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

    /// Opens the login page.
    pub(super) async fn login_flow(&mut self) -> Result<LoginFlow, Failure> {
        let frontend = self.kratos.frontend();
        let call = frontend.create_browser_login_flow().cookie(self.cookie());
        Ok(self.take(call.response()).await?)
    }

    /// Logs in with the password, and nothing else.
    pub(super) async fn log_in(&mut self, person: &Person) -> Result<Session, Failure> {
        let flow = self.login_flow().await?;
        let answer = UpdateLoginFlowWithPasswordMethod::new(&person.email, PASSWORD)
            .csrf_token(csrf_token(&flow.ui)?);
        let frontend = self.kratos.frontend();
        let call = frontend
            .update_login_flow(&flow.id, answer)
            .cookie(self.cookie());
        let login = self.take(call.response()).await?;
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
