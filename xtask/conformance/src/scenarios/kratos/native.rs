//! Self-service as a mobile app does it: no cookies, a session token.

use ory_core::Error;
use ory_kratos::models::{
    LoginFlow, UpdateLoginFlowWithPasswordMethod, UpdateRecoveryFlowWithCodeMethod,
    UpdateRegistrationFlowWithPasswordMethod, UpdateSettingsFlowWithProfileMethod,
    UpdateVerificationFlowWithCodeMethod,
};
use serde_json::json;

use super::{PASSWORD, code, email, log_in, person};
use crate::check::{Check, equal, holds, refused, some};
use crate::world::World;

/// Registers, confirms the address by the code in the mail, and is logged in.
pub(crate) async fn registers_and_verifies(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let address = email(world);
    let flow = frontend.create_native_registration_flow().await?;
    equal(
        "the same flow",
        &frontend.get_registration_flow(&flow.id).await?.id,
        &flow.id,
    )?;
    let answer =
        UpdateRegistrationFlowWithPasswordMethod::new(PASSWORD, json!({ "email": address }));
    let registered = frontend.update_registration_flow(&flow.id, answer).await?;
    holds(
        registered.session_token.is_some(),
        "who registers is logged in",
    )?;

    // The mail that registration sent belongs to a flow of its own; this one is started by the app.
    let flow = frontend.create_native_verification_flow().await?;
    equal(
        "the same flow",
        &frontend.get_verification_flow(&flow.id).await?.id,
        &flow.id,
    )?;
    let ask = UpdateVerificationFlowWithCodeMethod::new().email(&address);
    let sent = frontend.update_verification_flow(&flow.id, ask).await?;
    equal("state", sent.state.as_str(), "sent_email")?;
    let code = code(world, &address, "verification_code", 1).await?;
    let answer = UpdateVerificationFlowWithCodeMethod::new().code(code);
    let passed = frontend.update_verification_flow(&flow.id, answer).await?;
    equal("state", passed.state.as_str(), "passed_challenge")?;
    let identity = world
        .kratos
        .identity()
        .get_identity(some("the identity", registered.identity)?.id)
        .await?;
    let verified = identity
        .verifiable_addresses
        .iter()
        .all(|address| address.verified);
    holds(verified, "the address is verified")
}

/// A wrong password, a flow that nobody made, and the right one.
pub(crate) async fn logs_in(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let flow = frontend.create_native_login_flow().await?;
    equal(
        "the same flow",
        &frontend.get_login_flow(&flow.id).await?.id,
        &flow.id,
    )?;
    let wrong = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, "wrong");
    let error: Error = refused(
        "a wrong password",
        frontend.update_login_flow(&flow.id, wrong).await,
        400,
    )?;
    // The body of this 400 is the flow, with what to tell the user.
    let flow: LoginFlow = some("the flow in the error", error.decode())?;
    holds(!flow.ui.messages.is_empty(), "the flow says what is wrong")?;
    let right = UpdateLoginFlowWithPasswordMethod::new(&somebody.email, PASSWORD);
    let login = frontend.update_login_flow(&flow.id, right).await?;
    holds(
        login.session_token.is_some(),
        "a native login gives a token",
    )?;
    let nothing = "00000000-0000-0000-0000-000000000000";
    refused(
        "a flow that nobody made",
        frontend.get_login_flow(nothing).await,
        404,
    )?;
    Ok(())
}

/// Changes the name; an address that is none is refused with what to tell the user.
pub(crate) async fn changes_settings(world: &World) -> Check {
    let somebody = person(world).await?;
    let token = log_in(world, &somebody).await?;
    let frontend = world.kratos.frontend();
    let flow = frontend
        .create_native_settings_flow()
        .session_token(token.clone())
        .await?;
    let read = frontend
        .get_settings_flow(&flow.id)
        .session_token(token.clone())
        .await?;
    equal("the same flow", &read.id, &flow.id)?;
    let profile =
        UpdateSettingsFlowWithProfileMethod::new(json!({ "email": somebody.email, "name": "Ada" }));
    let changed = frontend
        .update_settings_flow(&flow.id, profile)
        .session_token(token.clone())
        .await?;
    equal("state", changed.state.as_str(), "success")?;
    equal("name", &changed.identity.traits["name"], &json!("Ada"))?;
    let wrong = UpdateSettingsFlowWithProfileMethod::new(json!({ "email": "no address" }));
    refused(
        "no address",
        frontend
            .update_settings_flow(&flow.id, wrong)
            .session_token(token)
            .await,
        400,
    )?;
    refused(
        "no session",
        frontend.create_native_settings_flow().await,
        401,
    )?;
    Ok(())
}

/// Lost the password: a code by mail leads to the settings.
pub(crate) async fn recovers(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let flow = frontend.create_native_recovery_flow().await?;
    equal(
        "the same flow",
        &frontend.get_recovery_flow(&flow.id).await?.id,
        &flow.id,
    )?;
    let ask = UpdateRecoveryFlowWithCodeMethod::new().email(&somebody.email);
    let sent = frontend.update_recovery_flow(&flow.id, ask).await?;
    equal("state", sent.state.as_str(), "sent_email")?;
    let code = code(world, &somebody.email, "recovery_code", 0).await?;
    let answer = UpdateRecoveryFlowWithCodeMethod::new().code(code);
    let passed = frontend.update_recovery_flow(&flow.id, answer).await?;
    equal("state", passed.state.as_str(), "passed_challenge")?;

    // An administrator sees the mail that was sent.
    let messages = world
        .kratos
        .courier()
        .list_courier_messages()
        .recipient(&somebody.email)
        .await?;
    let message = some("the mail", messages.items.first())?;
    let read = world
        .kratos
        .courier()
        .get_courier_message(&message.id)
        .await?;
    equal("recipient", &read.recipient, &somebody.email)
}
