//! Kratos: people and their accounts.

pub(crate) mod batch;
mod browser;
pub(crate) mod bulk;
pub(crate) mod courier;
pub(crate) mod credentials;
pub(crate) mod errors;
pub(crate) mod expiry;
pub(crate) mod health;
pub(crate) mod identities;
pub(crate) mod importing;
pub(crate) mod listing;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod moving;
pub(crate) mod native;
pub(crate) mod outcomes;
pub(crate) mod pages;
pub(crate) mod recovery;
pub(crate) mod refusals;
pub(crate) mod registration;
pub(crate) mod schemas;
pub(crate) mod second_factor;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod social;
pub(crate) mod support;
pub(crate) mod verification;

use ory_core::{Error, Secret};
use ory_kratos::models::{
    CreateIdentityBody, IdentityWithCredentials, IdentityWithCredentialsPassword,
    IdentityWithCredentialsPasswordConfig, UiContainer, UiNodeAttributes,
    UpdateLoginFlowWithPasswordMethod, UpdateRegistrationFlowWithPasswordMethod,
};
use serde_json::json;

use crate::check::{Failure, some};
use crate::http::Browser;
use crate::world::World;

/// Good enough for Kratos's policy.
const PASSWORD: &str = "correct horse battery staple";

/// An id that nothing has.
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// Somebody with an account and a password.
struct Person {
    id: String,
    email: String,
}

/// An address that nobody else has.
fn email(world: &World) -> String {
    format!("{}@example.com", world.name("person"))
}

/// An identity to create, with a password in the clear.
fn with_password(email: &str, password: &str) -> CreateIdentityBody {
    let config = IdentityWithCredentialsPasswordConfig::new().password(password);
    let credentials =
        IdentityWithCredentials::new().password(IdentityWithCredentialsPassword::new(config));
    CreateIdentityBody::new("default", json!({ "email": email })).credentials(credentials)
}

/// Somebody who has an account already.
async fn person(world: &World) -> Result<Person, Failure> {
    person_at(world, &world.kratos).await
}

/// Somebody who has an account at another server than the usual one.
async fn person_at(world: &World, kratos: &ory_kratos::Client) -> Result<Person, Failure> {
    let email = email(world);
    let identity = kratos
        .identity()
        .create_identity(with_password(&email, PASSWORD))
        .await?;
    Ok(Person {
        id: identity.id,
        email,
    })
}

/// Logs in natively; returns the session token.
async fn log_in(world: &World, person: &Person) -> Result<Secret, Failure> {
    let flow = world.kratos.frontend().create_native_login_flow().await?;
    let answer = UpdateLoginFlowWithPasswordMethod::new(&person.email, PASSWORD);
    let login = world
        .kratos
        .frontend()
        .update_login_flow(&flow.id, answer)
        .await?;
    some("the session token", login.session_token)
}

/// Registers natively with a password; returns the person and the session token.
async fn register(world: &World) -> Result<(Person, Secret), Failure> {
    let email = email(world);
    let frontend = world.kratos.frontend();
    let flow = frontend.create_native_registration_flow().await?;
    let answer = UpdateRegistrationFlowWithPasswordMethod::new(PASSWORD, json!({ "email": email }));
    let registered = frontend.update_registration_flow(&flow.id, answer).await?;
    let token = some("the session token", registered.session_token)?;
    let id = some("the identity", registered.identity)?.id;
    Ok((Person { id, email }, token))
}

/// Logs in as a page in a browser does; the browser has the session's cookie afterwards.
async fn log_in_by_browser(world: &World, person: &Person) -> Result<Browser, Failure> {
    let mut browser = Browser::new(&world.http);
    let frontend = world.kratos.frontend();
    let flow = browser.value(frontend.create_browser_login_flow().response().await)?;
    let answer = UpdateLoginFlowWithPasswordMethod::new(&person.email, PASSWORD)
        .csrf_token(csrf_token(&flow.ui)?);
    let submitted = frontend
        .update_login_flow(&flow.id, answer)
        .cookie(browser.cookies());
    browser.value(submitted.response().await)?;
    Ok(browser)
}

/// The code in a mail to `address`, after skipping some mails.
async fn code(world: &World, address: &str, name: &str, skip: usize) -> Result<String, Failure> {
    world.mail(address, name, skip).await
}

/// The stable id of an error.
fn error_id(error: &Error) -> Option<&str> {
    error.api().and_then(|error| error.id())
}

/// The token against forged requests in a form.
fn csrf_token(ui: &UiContainer) -> Result<Secret, Failure> {
    let token = ui.nodes.iter().find_map(|node| match &node.attributes {
        UiNodeAttributes::Input(input) if input.name == "csrf_token" => {
            input.value.as_ref()?.as_str()
        }
        _ => None,
    });
    Ok(some("the form's token", token)?.into())
}
