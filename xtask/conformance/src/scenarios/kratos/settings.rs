//! Somebody changes the account: profile, password, passkeys.

use ory_core::Error;
use ory_kratos::models::{
    LoginFlow, SettingsFlow, UpdateLoginFlowWithPasswordMethod, UpdateSettingsFlowBody,
    UpdateSettingsFlowWithPasskeyMethod, UpdateSettingsFlowWithPasswordMethod,
    UpdateSettingsFlowWithProfileMethod,
};
use serde_json::json;

use super::browser::{Visitor, flow, told, value};
use super::{PASSWORD, csrf_token, log_in, person};
use crate::authenticator::SecurityKey;
use crate::check::{Check, Failure, equal, holds, refused, some};
use crate::world::World;

/// Opens the settings page.
pub(super) async fn open(visitor: &mut Visitor<'_>) -> Result<SettingsFlow, Failure> {
    let frontend = visitor.world.kratos.frontend();
    let call = frontend
        .create_browser_settings_flow()
        .cookie(visitor.cookie());
    let page = visitor.take(call.response()).await?;
    let call = frontend
        .get_settings_flow(&page.id)
        .cookie(visitor.cookie());
    let read = visitor.take(call.response()).await?;
    equal("the same flow", &read.id, &page.id)?;
    Ok(page)
}

/// Submits a form of the settings page.
pub(super) async fn submit(
    visitor: &mut Visitor<'_>,
    page: &SettingsFlow,
    answer: impl Into<UpdateSettingsFlowBody>,
) -> Result<SettingsFlow, Error> {
    let frontend = visitor.world.kratos.frontend();
    let call = frontend
        .update_settings_flow(&page.id, answer)
        .cookie(visitor.cookie());
    visitor.take(call.response()).await
}

/// At a browser: the name and the password, with what is not accepted first.
pub(crate) async fn at_a_browser(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let mut visitor = Visitor::new(world);
    let error = refused(
        "nobody is logged in",
        frontend.create_browser_settings_flow().await,
        401,
    )?;
    let id = error.api().and_then(|error| error.id());
    equal("error", id, Some("session_inactive"))?;

    visitor.log_in(&somebody).await?;
    let page = open(&mut visitor).await?;
    let wrong = UpdateSettingsFlowWithProfileMethod::new(json!({ "email": "no address" }))
        .csrf_token(csrf_token(&page.ui)?);
    let error = refused("no address", submit(&mut visitor, &page, wrong).await, 400)?;
    let page: SettingsFlow = flow(&error)?;
    holds(!told(&page.ui).is_empty(), "the form says what is wrong")?;
    let right =
        UpdateSettingsFlowWithProfileMethod::new(json!({ "email": somebody.email, "name": "Ada" }))
            .csrf_token(csrf_token(&page.ui)?);
    let changed = submit(&mut visitor, &page, right).await?;
    equal("state", changed.state.as_str(), "success")?;
    equal("name", &changed.identity.traits["name"], &json!("Ada"))?;

    let weak =
        UpdateSettingsFlowWithPasswordMethod::new("short").csrf_token(csrf_token(&changed.ui)?);
    refused(
        "a weak password",
        submit(&mut visitor, &changed, weak).await,
        400,
    )?;
    let forged = UpdateSettingsFlowWithPasswordMethod::new("another good password");
    let error = refused(
        "a form without its token",
        submit(&mut visitor, &changed, forged).await,
        403,
    )?;
    let id = error.api().and_then(|error| error.id());
    equal("error", id, Some("security_csrf_violation"))?;
    let page = open(&mut visitor).await?;
    let good = UpdateSettingsFlowWithPasswordMethod::new("another good password")
        .csrf_token(csrf_token(&page.ui)?);
    let changed = submit(&mut visitor, &page, good).await?;
    equal("state", changed.state.as_str(), "success")?;

    // The old password is of no more use.
    let flow_ = frontend.create_native_login_flow().await?;
    let old = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD);
    let error = refused(
        "the old password",
        frontend.update_login_flow(&flow_.id, old).await,
        400,
    )?;
    let page: LoginFlow = flow(&error)?;
    holds(told(&page.ui).contains(&4000006), "the form says so")?;
    let new = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, "another good password");
    frontend.update_login_flow(&flow_.id, new).await?;
    Ok(())
}

/// In an app: the password; a page belongs to the one who opened it.
pub(crate) async fn in_an_app(world: &World) -> Check {
    let (somebody, other) = (person(world).await?, person(world).await?);
    let frontend = world.kratos.frontend();
    let token = log_in(world, &somebody).await?;
    let page = frontend
        .create_native_settings_flow()
        .session_token(token.clone())
        .await?;
    let stranger = log_in(world, &other).await?;
    let error = refused(
        "somebody else's page",
        frontend
            .get_settings_flow(&page.id)
            .session_token(stranger)
            .await,
        403,
    )?;
    holds(error.is_forbidden(), "it is forbidden")?;
    let error = refused(
        "no session",
        frontend
            .update_settings_flow(
                &page.id,
                UpdateSettingsFlowWithPasswordMethod::new(PASSWORD),
            )
            .await,
        401,
    )?;
    holds(error.is_unauthorized(), "one has to log in")?;
    let answer = UpdateSettingsFlowWithPasswordMethod::new("another good password");
    let changed = frontend
        .update_settings_flow(&page.id, answer)
        .session_token(token)
        .await?;
    equal("state", changed.state.as_str(), "success")
}

/// Adds a passkey, logs in with it, removes it.
pub(crate) async fn adds_a_passkey(world: &World) -> Check {
    let somebody = person(world).await?;
    let mut visitor = Visitor::new(world);
    visitor.log_in(&somebody).await?;
    let mut key = SecurityKey::new();
    let page = open(&mut visitor).await?;
    let options = some(
        "the passkey's options",
        value(&page.ui, "passkey_create_data"),
    )?;
    let add = UpdateSettingsFlowWithPasskeyMethod::new()
        .passkey_settings_register(key.create(&options).await?)
        .csrf_token(csrf_token(&page.ui)?);
    let changed = submit(&mut visitor, &page, add).await?;
    equal("state", changed.state.as_str(), "success")?;
    super::login::with_passkey(world, &mut key, &somebody.id).await?;

    let page = open(&mut visitor).await?;
    let id = some("the passkey to remove", value(&page.ui, "passkey_remove"))?;
    let remove = UpdateSettingsFlowWithPasskeyMethod::new()
        .passkey_remove(id)
        .csrf_token(csrf_token(&page.ui)?);
    let changed = submit(&mut visitor, &page, remove).await?;
    equal("passkeys left", value(&changed.ui, "passkey_remove"), None)
}
