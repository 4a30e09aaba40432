//! Somebody protects the account by more than a password: the assurance level rises from `aal1` to `aal2`.

use base64::Engine as _;
use ory_core::Secret;
use ory_kratos::MessageId;
use ory_kratos::models::{
    AuthenticatorAssuranceLevel, LoginFlow, SettingsFlow, UiContainer, UiNodeGroup,
    UpdateLoginFlowBody, UpdateLoginFlowWithLookupSecretMethod, UpdateLoginFlowWithPasskeyMethod,
    UpdateLoginFlowWithPasswordMethod, UpdateLoginFlowWithTotpMethod,
    UpdateLoginFlowWithWebAuthnMethod, UpdateSettingsFlowBody, UpdateSettingsFlowWithLookupMethod,
    UpdateSettingsFlowWithPasskeyMethod, UpdateSettingsFlowWithTotpMethod,
    UpdateSettingsFlowWithWebAuthnMethod,
};
use ory_kratos::outcome::{FlowErrorId, LoginOutcome, SessionOutcome, SettingsOutcome};
use ring::hmac;

use super::browser::{Visitor, shown, shown_again, told, value};
use super::{PASSWORD, Person, csrf_token, error_id, log_in, person};
use crate::authenticator::SecurityKey;
use crate::check::{Check, Failure, equal, fail, holds, refused, some};
use crate::jwt::seconds_from_now;
use crate::world::World;

/// The code that an authenticator app shows now (RFC 6238).
pub(super) fn totp(secret: &str) -> Result<String, Failure> {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &base32(secret)?);
    let period = u64::try_from(seconds_from_now(0)? / 30)?;
    let digest = hmac::sign(&key, &period.to_be_bytes());
    let digest = digest.as_ref();
    // Dynamic truncation (RFC 4226, section 5.3).
    let start = digest.last().map_or(0, |last| usize::from(last & 15));
    let number = some("four bytes", digest.get(start..start + 4))?
        .iter()
        .fold(0u32, |number, byte| number << 8 | u32::from(*byte));
    Ok(format!("{:06}", (number & 0x7fff_ffff) % 1_000_000))
}

/// Base32 without padding (RFC 4648, section 6).
fn base32(text: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for letter in text.bytes() {
        let five = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => return Err(Failure::new("the secret is no base32")),
        };
        bits = bits << 5 | u32::from(five);
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    Ok(bytes)
}

/// Sets up an authenticator app; returns its secret.
async fn set_up_totp(visitor: &mut Visitor<'_>) -> Result<String, Failure> {
    let page: SettingsFlow = visitor.open().await?;
    let secret = some("the app's secret", shown(&page.ui, "totp_secret_key"))?
        .text
        .clone();
    let wrong = UpdateSettingsFlowWithTotpMethod::new()
        .totp_code("000000")
        .csrf_token(csrf_token(&page.ui)?);
    let page: SettingsFlow = shown_again("a wrong code", visitor.submit(&page, wrong).await)?;
    holds(!told(&page.ui).is_empty(), "the form says what is wrong")?;
    let right = UpdateSettingsFlowWithTotpMethod::new()
        .totp_code(totp(&secret)?)
        .csrf_token(csrf_token(&page.ui)?);
    let changed = visitor.submit(&page, right).await?;
    equal("state", changed.state.as_str(), "success")?;
    Ok(secret)
}

/// Logs in with the password, which is not enough: the browser is sent to the second page.
async fn log_in_halfway<'w>(world: &'w World, person: &Person) -> Result<Visitor<'w>, Failure> {
    let mut visitor = Visitor::new(world);
    let page = visitor.login_flow().await?;
    let answer = UpdateLoginFlowWithPasswordMethod::new(&person.email, PASSWORD)
        .csrf_token(csrf_token(&page.ui)?);
    let error = refused("a password alone", visitor.submit(&page, answer).await, 422)?;
    let api = some("the error", error.api())?;
    equal("error", api.id(), Some("browser_location_change_required"))?;
    let next = some("the next page", api.redirect_browser_to())?;
    holds(next.contains("aal=aal2"), "it asks for a second factor")?;
    let error = refused("not there yet", visitor.session().await, 403)?;
    let api = some("the error", error.api())?;
    equal("error", api.id(), Some("session_aal2_required"))?;
    holds(api.redirect_browser_to().is_some(), "it says where to go")?;
    Ok(visitor)
}

/// Opens the page that asks for the second factor.
async fn step_up(visitor: &mut Visitor<'_>) -> Result<LoginFlow, Failure> {
    let frontend = visitor.world.kratos.frontend();
    let call = frontend
        .create_browser_login_flow()
        .aal("aal2")
        .cookie(visitor.cookie());
    let page = visitor.take(call.response()).await?;
    equal(
        "requested",
        page.requested_aal.as_ref(),
        Some(&AuthenticatorAssuranceLevel::Aal2),
    )?;
    Ok(page)
}

/// Answers that page; the session is at the higher level then.
async fn second_factor(
    visitor: &mut Visitor<'_>,
    page: &LoginFlow,
    answer: impl Into<UpdateLoginFlowBody>,
) -> Check {
    let login = visitor.submit(page, answer).await?;
    equal(
        "assurance",
        login.session.authenticator_assurance_level,
        Some(AuthenticatorAssuranceLevel::Aal2),
    )?;
    let session = visitor.session().await?;
    equal("session", session.id, login.session.id)?;
    equal("methods", session.authentication_methods.len(), 2)
}

/// An authenticator app, at a browser.
pub(crate) async fn by_an_app_at_a_browser(world: &World) -> Check {
    let somebody = person(world).await?;
    let mut visitor = Visitor::new(world);
    visitor.log_in(&somebody).await?;
    let secret = set_up_totp(&mut visitor).await?;

    let mut visitor = log_in_halfway(world, &somebody).await?;
    let frontend = world.kratos.frontend();
    let call = frontend
        .create_browser_settings_flow()
        .cookie(visitor.cookie());
    let error = refused("the settings", visitor.take(call.response()).await, 403)?;
    equal("error", error_id(&error), Some("session_aal2_required"))?;

    let page = step_up(&mut visitor).await?;
    let wrong = UpdateLoginFlowWithTotpMethod::new("000000").csrf_token(csrf_token(&page.ui)?);
    let page: LoginFlow = shown_again("a wrong code", visitor.submit(&page, wrong).await)?;
    holds(
        told(&page.ui).contains(&4000008),
        "the form says that the code is wrong",
    )?;
    let right =
        UpdateLoginFlowWithTotpMethod::new(totp(&secret)?).csrf_token(csrf_token(&page.ui)?);
    second_factor(&mut visitor, &page, right).await?;

    // Taken away again, the password is enough.
    let page: SettingsFlow = visitor.open().await?;
    let unlink = UpdateSettingsFlowWithTotpMethod::new()
        .totp_unlink(true)
        .csrf_token(csrf_token(&page.ui)?);
    visitor.submit(&page, unlink).await?;
    Visitor::new(world).log_in(&somebody).await?;
    Ok(())
}

/// An authenticator app, in an app.
pub(crate) async fn by_an_app_in_an_app(world: &World) -> Check {
    let somebody = person(world).await?;
    let mut visitor = Visitor::new(world);
    visitor.log_in(&somebody).await?;
    let secret = set_up_totp(&mut visitor).await?;

    let frontend = world.kratos.frontend();
    let token = log_in(world, &somebody).await?;
    let error = refused(
        "the password alone",
        frontend.to_session().session_token(token.clone()).await,
        403,
    )?;
    equal("error", error_id(&error), Some("session_aal2_required"))?;
    let page = frontend
        .create_native_login_flow()
        .aal("aal2")
        .session_token(token.clone())
        .await?;
    let answer = UpdateLoginFlowWithTotpMethod::new(totp(&secret)?);
    let login = frontend
        .update_login_flow(&page.id, answer)
        .session_token(token.clone())
        .await?;
    equal(
        "assurance",
        login.session.authenticator_assurance_level,
        Some(AuthenticatorAssuranceLevel::Aal2),
    )?;
    let session = frontend.to_session().session_token(token).await?;
    equal("session", session.id, login.session.id)
}

/// A backup code, each good for one login.
pub(crate) async fn by_a_backup_code(world: &World) -> Check {
    let somebody = person(world).await?;
    let mut visitor = Visitor::new(world);
    visitor.log_in(&somebody).await?;

    let page: SettingsFlow = visitor.open().await?;
    let make = UpdateSettingsFlowWithLookupMethod::new()
        .lookup_secret_regenerate(true)
        .csrf_token(csrf_token(&page.ui)?);
    let page = visitor.submit(&page, make).await?;
    let codes = some("the codes", shown(&page.ui, "lookup_secret_codes"))?;
    let codes: Vec<Secret> = codes.text.split(", ").map(Secret::new).collect();
    equal("codes", codes.len(), 12)?;
    let confirm = UpdateSettingsFlowWithLookupMethod::new()
        .lookup_secret_confirm(true)
        .csrf_token(csrf_token(&page.ui)?);
    let page = visitor.submit(&page, confirm).await?;
    let reveal = UpdateSettingsFlowWithLookupMethod::new()
        .lookup_secret_reveal(true)
        .csrf_token(csrf_token(&page.ui)?);
    let page = visitor.submit(&page, reveal).await?;
    holds(
        shown(&page.ui, "lookup_secret_codes").is_some(),
        "the codes are shown again",
    )?;

    let mut visitor = log_in_halfway(world, &somebody).await?;
    let page = step_up(&mut visitor).await?;
    let answer = UpdateLoginFlowWithLookupSecretMethod::new(codes[0].clone())
        .csrf_token(csrf_token(&page.ui)?);
    second_factor(&mut visitor, &page, answer).await?;

    let mut again = log_in_halfway(world, &somebody).await?;
    let page = step_up(&mut again).await?;
    let answer = UpdateLoginFlowWithLookupSecretMethod::new(codes[0].clone())
        .csrf_token(csrf_token(&page.ui)?);
    let page: LoginFlow = shown_again("a used code", again.submit(&page, answer).await)?;
    holds(
        told(&page.ui).contains(&4000012),
        "the form says that the code was used",
    )?;

    let page: SettingsFlow = visitor.open().await?;
    let disable = UpdateSettingsFlowWithLookupMethod::new()
        .lookup_secret_disable(true)
        .csrf_token(csrf_token(&page.ui)?);
    visitor.submit(&page, disable).await?;
    Visitor::new(world).log_in(&somebody).await?;
    Ok(())
}

/// A backup code, in an app.
pub(crate) async fn by_a_backup_code_in_an_app(world: &World) -> Check {
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let first = log_in(world, &somebody).await?;
    let page = frontend.create_native_settings_flow().session_token(&first);
    let page = page.await?.id;
    let submit = |answer: UpdateSettingsFlowWithLookupMethod| {
        let call = frontend.update_settings_flow(&page, answer);
        call.session_token(&first)
    };
    let made = submit(UpdateSettingsFlowWithLookupMethod::new().lookup_secret_regenerate(true));
    let made = made.await?;
    let codes = some("the codes", shown(&made.ui, "lookup_secret_codes"))?;
    let code = some("a code", codes.text.split(", ").next())?;
    submit(UpdateSettingsFlowWithLookupMethod::new().lookup_secret_confirm(true)).await?;
    let own = frontend.to_session().session_token(&first).await?;
    equal(
        "assurance of who made the codes",
        own.authenticator_assurance_level,
        Some(AuthenticatorAssuranceLevel::Aal2),
    )?;

    let token = log_in(world, &somebody).await?;
    let whoami = || frontend.to_session().session_token(&token);
    let before = whoami().outcome().await?.into_value();
    holds(
        matches!(&before, SessionOutcome::Refused(r) if r.is(FlowErrorId::Aal2Required)),
        &format!("the password alone: {before:?}"),
    )?;
    let create = || {
        let call = frontend.create_native_login_flow().aal("aal2");
        call.session_token(&token)
    };
    let page = create().await?;
    let answer = |code: &str| {
        let body = UpdateLoginFlowWithLookupSecretMethod::new(code);
        let call = frontend.update_login_flow(&page.id, body);
        call.session_token(&token).outcome()
    };
    match answer("nothing1").await?.into_value() {
        LoginOutcome::Invalid(page) => holds(
            page.ui.has_message(MessageId::LookupInvalid),
            "the form says that the code is wrong",
        )?,
        other => return fail(format!("a wrong code: {other:?}")),
    }
    let login = answer(code).await?.into_value().into_success();
    let session = some("the login", login)?.session;
    equal(
        "assurance",
        session.authenticator_assurance_level,
        Some(AuthenticatorAssuranceLevel::Aal2),
    )?;
    equal("session", whoami().await?.id, session.id)?;

    // There is no step up any more.
    let again = create().outcome().await?.into_value();
    holds(
        again.is_refused(FlowErrorId::AlreadyAvailable),
        &format!("no second factor where one was given: {again:?}"),
    )?;

    let token = log_in(world, &somebody).await?;
    let page = frontend.create_native_login_flow().aal("aal2");
    let page = page.session_token(&token).await?;
    let used = UpdateLoginFlowWithLookupSecretMethod::new(code);
    let call = frontend.update_login_flow(&page.id, used);
    match call.session_token(&token).outcome().await?.into_value() {
        LoginOutcome::Invalid(page) => holds(
            page.ui.has_message(MessageId::LookupAlreadyUsed),
            "the form says that the code was used",
        ),
        other => fail(format!("a used code: {other:?}")),
    }
}

/// Security keys are asked for by a script of the page: an app is offered none, and cannot submit one. Nor is it offered
/// passkeys by Kratos 1.3; the current release offers them to apps as well.
pub(crate) async fn by_keys_is_for_browsers(world: &World) -> Check {
    let offers_passkeys = |ui: &UiContainer| ui.offers(&UiNodeGroup::Passkey);
    let fits_apps = |ui: &UiContainer| {
        let passkeys = world.kratos_by_release(false, true);
        !ui.offers(&UiNodeGroup::WebAuthn) && offers_passkeys(ui) == passkeys
    };
    let somebody = person(world).await?;
    let frontend = world.kratos.frontend();
    let token = log_in(world, &somebody).await?;
    let page = frontend.create_native_settings_flow().session_token(&token);
    let page = page.await?;
    holds(
        fits_apps(&page.ui),
        "an app's settings offer what fits the release",
    )?;
    for answer in [
        UpdateSettingsFlowBody::from(
            UpdateSettingsFlowWithWebAuthnMethod::new().webauthn_register("{}"),
        ),
        UpdateSettingsFlowWithPasskeyMethod::new()
            .passkey_settings_register("{}")
            .into(),
    ] {
        let call = frontend.update_settings_flow(&page.id, answer);
        let outcome = call.session_token(&token).outcome().await?.into_value();
        holds(
            matches!(outcome, SettingsOutcome::Invalid(_)),
            &format!("a key in an app's settings: {outcome:?}"),
        )?;
    }

    let page = frontend.create_native_registration_flow().await?;
    holds(
        !page.ui.offers(&UiNodeGroup::WebAuthn),
        "an app's registration offers no security key",
    )?;
    let page = frontend.create_native_login_flow().await?;
    holds(
        fits_apps(&page.ui),
        "an app's login offers what fits the release",
    )?;
    for answer in [
        UpdateLoginFlowBody::from(
            UpdateLoginFlowWithWebAuthnMethod::new(&somebody.email).webauthn_login("{}"),
        ),
        UpdateLoginFlowWithPasskeyMethod::new()
            .passkey_login("{}")
            .into(),
    ] {
        let call = frontend.update_login_flow(&page.id, answer);
        let outcome = call.outcome().await?.into_value();
        holds(
            matches!(outcome, LoginOutcome::Invalid(_)),
            &format!("a key in an app's login: {outcome:?}"),
        )?;
    }

    let mut visitor = Visitor::new(world);
    visitor.log_in(&somebody).await?;
    let page: SettingsFlow = visitor.open().await?;
    holds(
        page.ui.offers(&UiNodeGroup::WebAuthn) && offers_passkeys(&page.ui),
        "a browser's settings offer both",
    )
}

/// A security key.
pub(crate) async fn by_a_security_key(world: &World) -> Check {
    let somebody = person(world).await?;
    let mut visitor = Visitor::new(world);
    visitor.log_in(&somebody).await?;
    let mut key = SecurityKey::new();
    let page: SettingsFlow = visitor.open().await?;
    let options = some(
        "the key's options",
        value(&page.ui, "webauthn_register_trigger"),
    )?;
    let add = UpdateSettingsFlowWithWebAuthnMethod::new()
        .webauthn_register(key.create(&options).await?)
        .webauthn_register_displayname("the blue one")
        .csrf_token(csrf_token(&page.ui)?);
    let changed = visitor.submit(&page, add).await?;
    equal("state", changed.state.as_str(), "success")?;

    let mut visitor = log_in_halfway(world, &somebody).await?;
    let page = step_up(&mut visitor).await?;
    let options = some(
        "the key's options",
        value(&page.ui, "webauthn_login_trigger"),
    )?;
    let identifier = value(&page.ui, "identifier").unwrap_or_default();
    let answer = UpdateLoginFlowWithWebAuthnMethod::new(identifier)
        .webauthn_login(key.get(&options).await?)
        .csrf_token(csrf_token(&page.ui)?);
    second_factor(&mut visitor, &page, answer).await?;

    let page: SettingsFlow = visitor.open().await?;
    let id = some("the key to remove", value(&page.ui, "webauthn_remove"))?;
    let remove = UpdateSettingsFlowWithWebAuthnMethod::new()
        .webauthn_remove(&id)
        .csrf_token(csrf_token(&page.ui)?);
    visitor.submit(&page, remove).await?;
    // The page writes the id of a credential in hexadecimal digits.
    let own = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(key.credential_id())?;
    let own: String = own.iter().map(|byte| format!("{byte:02x}")).collect();
    equal("removed", id, own)?;
    Visitor::new(world).log_in(&somebody).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    /// RFC 4648, section 10, without padding.
    #[test]
    fn base32_follows_the_rfc() {
        for (text, bytes) in [
            ("", ""),
            ("MY", "f"),
            ("MZXW6", "foo"),
            ("MZXW6YTBOI", "foobar"),
        ] {
            assert_eq!(super::base32(text).ok().unwrap(), bytes.as_bytes());
        }
        assert!(super::base32("M1").is_err());
    }
}
