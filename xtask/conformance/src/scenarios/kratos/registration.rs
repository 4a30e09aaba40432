//! Somebody makes an account.

use ory_kratos::models::{
    ContinueWith, RegistrationFlow, UiNodeInputType, UpdateRegistrationFlowWithCodeMethod,
    UpdateRegistrationFlowWithPasskeyMethod, UpdateRegistrationFlowWithPasswordMethod,
    UpdateRegistrationFlowWithProfileMethod,
};
use serde_json::{Value, json};

use super::browser::{Visitor, shown_again, told, value};
use super::{PASSWORD, code, csrf_token, email, error_id};
use crate::authenticator::SecurityKey;
use crate::check::{Check, equal, holds, refused, some};
use crate::world::World;

/// At a browser with a password: a weak one first, then a good one; the next page is the one for verification.
pub(crate) async fn at_a_browser_with_a_password(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let mut visitor = Visitor::new(world);
    let page: RegistrationFlow = visitor.open().await?;
    let traits = json!({ "email": email(world), "name": "Ada" });

    let weak = UpdateRegistrationFlowWithPasswordMethod::new("short", traits.clone())
        .csrf_token(csrf_token(&page.ui)?);
    let page: RegistrationFlow = shown_again("a weak password", visitor.submit(&page, weak).await)?;
    holds(
        told(&page.ui).contains(&4000032),
        "the form says that the password is too short",
    )?;

    let good = UpdateRegistrationFlowWithPasswordMethod::new(PASSWORD, traits.clone())
        .csrf_token(csrf_token(&page.ui)?);
    let registered = visitor.submit(&page, good.clone()).await?;
    equal(
        "traits",
        &some("the identity", registered.identity.as_ref())?.traits,
        &traits,
    )?;
    equal("no token", registered.session_token, None)?;
    let verification = registered.continue_with.iter().find_map(|step| match step {
        ContinueWith::ShowVerificationUi(step) => Some(&step.flow),
        _ => None,
    });
    let verification = some("the verification page to go to", verification)?;
    equal(
        "address to verify",
        json!(verification.verifiable_address),
        traits["email"].clone(),
    )?;
    let identity = some("an identity", visitor.session().await?.identity)?;
    equal(
        "identity",
        &identity.id,
        &some("the identity", registered.identity.as_ref())?.id,
    )?;

    // The same flow once more, which was used up; and the page itself, by somebody who is logged in.
    let error = refused("a used flow", visitor.submit(&page, good).await, 400)?;
    equal("error", error_id(&error), Some("session_already_available"))?;
    let call = frontend
        .create_browser_registration_flow()
        .cookie(visitor.cookie());
    let error = refused(
        "logged in already",
        visitor.take(call.response()).await,
        400,
    )?;
    equal("error", error_id(&error), Some("session_already_available"))?;

    // The same address by somebody else.
    let mut other = Visitor::new(world);
    let page: RegistrationFlow = other.open().await?;
    let taken = UpdateRegistrationFlowWithPasswordMethod::new(PASSWORD, traits)
        .csrf_token(csrf_token(&page.ui)?);
    let page: RegistrationFlow =
        shown_again("an address that is taken", other.submit(&page, taken).await)?;
    holds(
        told(&page.ui).contains(&4000007),
        "the form says that there is such an account",
    )
}

/// At a browser in steps: who one is, back again, forth again, then a code by mail, once resent.
pub(crate) async fn at_a_browser_with_a_code(world: &World) -> Check {
    let mut visitor = Visitor::new(world);
    let page: RegistrationFlow = visitor.open().await?;
    let address = email(world);
    let traits = json!({ "email": address });

    let profile = UpdateRegistrationFlowWithProfileMethod::new(traits.clone())
        .csrf_token(csrf_token(&page.ui)?);
    let page: RegistrationFlow =
        shown_again("the first step", visitor.submit(&page, profile).await)?;
    equal(
        "the form offers the way back",
        value(&page.ui, "screen").as_deref(),
        Some("previous"),
    )?;
    equal(
        "type of the address",
        kind(&page, "traits.email"),
        Some(UiNodeInputType::Hidden),
    )?;
    let back = UpdateRegistrationFlowWithProfileMethod::new(traits.clone())
        .csrf_token(csrf_token(&page.ui)?)
        .screen("previous");
    let page: RegistrationFlow = shown_again("the way back", visitor.submit(&page, back).await)?;
    equal(
        "type of the address",
        kind(&page, "traits.email"),
        Some(UiNodeInputType::Email),
    )?;
    let profile = UpdateRegistrationFlowWithProfileMethod::new(traits.clone())
        .csrf_token(csrf_token(&page.ui)?);
    let page: RegistrationFlow = shown_again("forth again", visitor.submit(&page, profile).await)?;

    let ask =
        UpdateRegistrationFlowWithCodeMethod::new(traits.clone()).csrf_token(csrf_token(&page.ui)?);
    let page: RegistrationFlow =
        shown_again("asking for a code", visitor.submit(&page, ask).await)?;
    let state = page.state.as_ref().map(|state| state.as_str());
    equal("state", state, Some("sent_email"))?;
    let first = code(world, &address, "registration_code", 0).await?;
    let again = UpdateRegistrationFlowWithCodeMethod::new(traits.clone())
        .resend("code")
        .csrf_token(csrf_token(&page.ui)?);
    let page: RegistrationFlow = shown_again("asking again", visitor.submit(&page, again).await)?;
    let second = code(world, &address, "registration_code", 1).await?;

    let old = UpdateRegistrationFlowWithCodeMethod::new(traits.clone())
        .code(first)
        .csrf_token(csrf_token(&page.ui)?);
    let page: RegistrationFlow = shown_again("the first code", visitor.submit(&page, old).await)?;
    holds(
        told(&page.ui).contains(&4040003),
        "the form says that the code is wrong",
    )?;
    let new = UpdateRegistrationFlowWithCodeMethod::new(traits.clone())
        .code(second)
        .csrf_token(csrf_token(&page.ui)?);
    let registered = visitor.submit(&page, new).await?;
    equal(
        "traits",
        &some("the identity", registered.identity.as_ref())?.traits,
        &traits,
    )
}

/// In an app with a code; the app gets no cookie.
pub(crate) async fn in_an_app_with_a_code(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let page = frontend.create_native_registration_flow().await?;
    let address = email(world);
    let traits = json!({ "email": address });
    let ask = UpdateRegistrationFlowWithCodeMethod::new(traits.clone());
    let page: RegistrationFlow = shown_again(
        "asking for a code",
        frontend.update_registration_flow(&page.id, ask).await,
    )?;
    let code = code(world, &address, "registration_code", 0).await?;
    let answer = UpdateRegistrationFlowWithCodeMethod::new(traits.clone()).code(code);
    let registered = frontend
        .update_registration_flow(&page.id, answer)
        .response()
        .await?;
    equal("cookies", registered.set_cookies().count(), 0)?;
    equal(
        "traits",
        &some("the identity", registered.value.identity.as_ref())?.traits,
        &traits,
    )
}

/// At a browser with a passkey and no password at all; the passkey then logs in.
pub(crate) async fn at_a_browser_with_a_passkey(world: &World) -> Check {
    let mut visitor = Visitor::new(world);
    let page: RegistrationFlow = visitor.open().await?;
    let traits = json!({ "email": email(world) });
    let profile = UpdateRegistrationFlowWithProfileMethod::new(traits.clone())
        .csrf_token(csrf_token(&page.ui)?);
    let page: RegistrationFlow =
        shown_again("the first step", visitor.submit(&page, profile).await)?;

    let mut key = SecurityKey::new();
    let data = some("the passkey's data", value(&page.ui, "passkey_create_data"))?;
    let options: Value = serde_json::from_str(&data)?;
    let answer = UpdateRegistrationFlowWithPasskeyMethod::new(traits)
        .passkey_register(
            key.create(&options["credentialOptions"].to_string())
                .await?,
        )
        .csrf_token(csrf_token(&page.ui)?);
    let registered = visitor.submit(&page, answer).await?;
    super::login::with_passkey(
        world,
        &mut key,
        &some("the identity", registered.identity.as_ref())?.id,
    )
    .await
}

/// The type of an input, which is hidden where it is not asked for.
fn kind(page: &RegistrationFlow, name: &str) -> Option<UiNodeInputType> {
    page.ui.input(name).map(|input| input.r#type.clone())
}
