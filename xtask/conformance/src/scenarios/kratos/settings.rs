//! Somebody changes the account: profile, password, passkeys.

use ory_kratos::models::{
    LoginFlow, SettingsFlow, UpdateLoginFlowWithPasswordMethod,
    UpdateSettingsFlowWithPasskeyMethod, UpdateSettingsFlowWithPasswordMethod,
    UpdateSettingsFlowWithProfileMethod,
};
use serde_json::json;

use super::browser::{Visitor, shown_again, told, value};
use super::{PASSWORD, csrf_token, error_id, log_in, person};
use crate::authenticator::SecurityKey;
use crate::check::{Check, equal, holds, refused, some};
use crate::world::World;

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
    equal("error", error_id(&error), Some("session_inactive"))?;

    visitor.log_in(&somebody).await?;
    let page: SettingsFlow = visitor.open().await?;
    let wrong = UpdateSettingsFlowWithProfileMethod::new(json!({ "email": "no address" }))
        .csrf_token(csrf_token(&page.ui)?);
    let page: SettingsFlow = shown_again("no address", visitor.submit(&page, wrong).await)?;
    holds(!told(&page.ui).is_empty(), "the form says what is wrong")?;
    let right =
        UpdateSettingsFlowWithProfileMethod::new(json!({ "email": somebody.email, "name": "Ada" }))
            .csrf_token(csrf_token(&page.ui)?);
    let changed = visitor.submit(&page, right).await?;
    equal("state", changed.state.as_str(), "success")?;
    equal("name", &changed.identity.traits["name"], &json!("Ada"))?;

    let weak =
        UpdateSettingsFlowWithPasswordMethod::new("short").csrf_token(csrf_token(&changed.ui)?);
    refused("a weak password", visitor.submit(&changed, weak).await, 400)?;
    let forged = UpdateSettingsFlowWithPasswordMethod::new("another good password");
    let error = refused(
        "a form without its token",
        visitor.submit(&changed, forged).await,
        403,
    )?;
    equal("error", error_id(&error), Some("security_csrf_violation"))?;
    let page: SettingsFlow = visitor.open().await?;
    let good = UpdateSettingsFlowWithPasswordMethod::new("another good password")
        .csrf_token(csrf_token(&page.ui)?);
    let changed = visitor.submit(&page, good).await?;
    equal("state", changed.state.as_str(), "success")?;

    // The old password is of no more use.
    let flow_ = frontend.create_native_login_flow().await?;
    let old = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD);
    let page: LoginFlow = shown_again(
        "the old password",
        frontend.update_login_flow(&flow_.id, old).await,
    )?;
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
    let page: SettingsFlow = visitor.open().await?;
    let options = some(
        "the passkey's options",
        value(&page.ui, "passkey_create_data"),
    )?;
    let add = UpdateSettingsFlowWithPasskeyMethod::new()
        .passkey_settings_register(key.create(&options).await?)
        .csrf_token(csrf_token(&page.ui)?);
    let changed = visitor.submit(&page, add).await?;
    equal("state", changed.state.as_str(), "success")?;
    super::login::with_passkey(world, &mut key, &somebody.id).await?;

    let page: SettingsFlow = visitor.open().await?;
    let id = some("the passkey to remove", value(&page.ui, "passkey_remove"))?;
    let remove = UpdateSettingsFlowWithPasskeyMethod::new()
        .passkey_remove(id)
        .csrf_token(csrf_token(&page.ui)?);
    let changed = visitor.submit(&page, remove).await?;
    equal("passkeys left", value(&changed.ui, "passkey_remove"), None)
}
