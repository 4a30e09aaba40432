//! A second factor: an authenticator app, and codes on paper.

use ory_core::Secret;
use ory_kratos::models::{
    AuthenticatorAssuranceLevel, SettingsFlow, UiNodeAttributes,
    UpdateLoginFlowWithLookupSecretMethod, UpdateLoginFlowWithTotpMethod,
    UpdateSettingsFlowWithLookupMethod, UpdateSettingsFlowWithTotpMethod,
};
use ring::hmac;
use serde_json::Value;

use super::{log_in, person};
use crate::check::{Check, Failure, equal, holds, refused, some};
use crate::jwt::seconds_from_now;
use crate::world::World;

/// The text of the node with this id.
fn text<'f>(flow: &'f SettingsFlow, id: &str) -> Result<&'f ory_kratos::models::UiText, Failure> {
    let found = flow
        .ui
        .nodes
        .iter()
        .find_map(|node| match &node.attributes {
            UiNodeAttributes::Text(attributes) if attributes.id == id => Some(&attributes.text),
            _ => None,
        });
    some(id, found)
}

/// The code that an authenticator app shows now (RFC 6238 with RFC 4226, section 5.3).
fn totp(secret: &str) -> Result<String, Failure> {
    let step = u64::try_from(seconds_from_now(0)?)? / 30;
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &base32(secret));
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes[bytes.len() - 1] & 15);
    let number = bytes[offset..offset + 4]
        .iter()
        .fold(0u32, |number, byte| number << 8 | u32::from(*byte));
    Ok(format!("{:06}", (number & 0x7fff_ffff) % 1_000_000))
}

/// Base32 (RFC 4648, section 6); what is not of its alphabet is skipped.
fn base32(text: &str) -> Vec<u8> {
    let (mut bytes, mut buffer, mut bits) = (Vec::new(), 0u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'2'..=b'7' => byte - b'2' + 26,
            _ => continue,
        };
        buffer = (buffer << 5 | u32::from(value)) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((buffer >> bits) as u8);
        }
    }
    bytes
}

/// Set up in the settings, asked for at login, and taken away by an administrator.
pub(crate) async fn by_an_app(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let somebody = person(world).await?;
    let first = log_in(world, &somebody).await?;
    let flow = frontend
        .create_native_settings_flow()
        .session_token(first.clone())
        .await?;
    let secret = text(&flow, "totp_secret_key")?.text.clone();
    let wrong = UpdateSettingsFlowWithTotpMethod::new().totp_code("000000");
    refused(
        "a wrong code",
        frontend
            .update_settings_flow(&flow.id, wrong)
            .session_token(first.clone())
            .await,
        400,
    )?;
    let answer = UpdateSettingsFlowWithTotpMethod::new().totp_code(totp(&secret)?);
    let changed = frontend
        .update_settings_flow(&flow.id, answer)
        .session_token(first)
        .await?;
    equal("state", changed.state.as_str(), "success")?;

    let token: Secret = log_in(world, &somebody).await?;
    let error = refused(
        "only the password",
        frontend.to_session().session_token(token.clone()).await,
        403,
    )?;
    equal(
        "error",
        error.api().and_then(|api| api.id()),
        Some("session_aal2_required"),
    )?;
    let flow = frontend
        .create_native_login_flow()
        .aal("aal2")
        .session_token(token.clone())
        .await?;
    let answer = UpdateLoginFlowWithTotpMethod::new(totp(&secret)?);
    frontend
        .update_login_flow(&flow.id, answer)
        .session_token(token.clone())
        .await?;
    let session = frontend.to_session().session_token(token).await?;
    equal(
        "level",
        session.authenticator_assurance_level,
        Some(AuthenticatorAssuranceLevel::Aal2),
    )?;

    world
        .kratos
        .identity()
        .delete_identity_credentials(&somebody.id, "totp")
        .await?;
    let token = log_in(world, &somebody).await?;
    holds(
        frontend.to_session().session_token(token).await.is_ok(),
        "the password alone is enough again",
    )
}

/// Twelve codes, each good once.
pub(crate) async fn by_codes_on_paper(world: &World) -> Check {
    let frontend = world.kratos.frontend();
    let somebody = person(world).await?;
    let first = log_in(world, &somebody).await?;
    let flow = frontend
        .create_native_settings_flow()
        .session_token(first.clone())
        .await?;
    let ask = UpdateSettingsFlowWithLookupMethod::new().lookup_secret_regenerate(true);
    let shown = frontend
        .update_settings_flow(&flow.id, ask)
        .session_token(first.clone())
        .await?;
    let context = some(
        "the codes",
        text(&shown, "lookup_secret_codes")?.context.clone(),
    )?;
    let codes: Vec<String> = context["secrets"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|code| {
            code["context"]["secret"]
                .as_str()
                .or(code["text"].as_str())
                .map(str::to_owned)
        })
        .collect();
    equal("codes", codes.len(), 12)?;
    let confirm = UpdateSettingsFlowWithLookupMethod::new().lookup_secret_confirm(true);
    frontend
        .update_settings_flow(&flow.id, confirm)
        .session_token(first)
        .await?;

    let token = log_in(world, &somebody).await?;
    let flow = frontend
        .create_native_login_flow()
        .aal("aal2")
        .session_token(token.clone())
        .await?;
    let answer = || UpdateLoginFlowWithLookupSecretMethod::new(codes[0].as_str());
    frontend
        .update_login_flow(&flow.id, answer())
        .session_token(token.clone())
        .await?;
    let session: Value = serde_json::to_value(frontend.to_session().session_token(token).await?)?;
    equal("level", &session["authenticator_assurance_level"], "aal2")?;

    let token = log_in(world, &somebody).await?;
    let flow = frontend
        .create_native_login_flow()
        .aal("aal2")
        .session_token(token.clone())
        .await?;
    let again = frontend
        .update_login_flow(&flow.id, answer())
        .session_token(token)
        .await;
    refused("a used code", again, 400)?;
    Ok(())
}
