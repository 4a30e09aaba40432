//! What servers post to hooks, read by the models and written back.

use ory_hydra::models::{
    RefreshTokenHookRequest, RefreshTokenHookResponse, TokenHookRequest, TokenHookResponse,
};
use ory_kratos::models::{
    LoginFlow, RecoveryFlow, RegistrationFlow, SettingsFlow, VerificationFlow, WebHookContext,
    WebHookErrorResponse, WebHookResponse,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use spec_tests::compare::differences;

use crate::recording::Hook;

/// Every line is one difference.
pub(crate) fn compare(product: &str, hook: &Hook) -> Vec<String> {
    let mut wrong = match (product, hook.hook.as_str()) {
        ("hydra", "/hook/token") => json::<TokenHookRequest>(&hook.body),
        ("hydra", "/hook/refresh") => json::<RefreshTokenHookRequest>(&hook.body),
        // Back-channel logout: a form with one signed token.
        ("hydra", _) => match hook.body.strip_prefix("logout_token=") {
            Some(token) if token.split('.').count() == 3 => Vec::new(),
            _ => vec![format!("{:?} is no hook that is known here", hook.hook)],
        },
        _ => web_hook(hook),
    };
    let answer = hook.answer.as_ref().and_then(|answer| answer.body.as_ref());
    let answer = answer.filter(|answer| answer.is_object());
    if let Some(answer) = answer {
        let found = match (product, hook.hook.as_str()) {
            ("hydra", "/hook/refresh") => value::<RefreshTokenHookResponse>(answer),
            ("hydra", _) => value::<TokenHookResponse>(answer),
            _ if answer.get("messages").is_some() => value::<WebHookErrorResponse>(answer),
            _ => value::<WebHookResponse>(answer),
        };
        wrong.extend(
            found
                .into_iter()
                .map(|line| format!("the hook's answer: {line}")),
        );
    }
    wrong
}

/// The context as a whole, and the flow in it as what it is.
fn web_hook(hook: &Hook) -> Vec<String> {
    let mut wrong = json::<WebHookContext>(&hook.body);
    let body: Value = match serde_json::from_str(&hook.body) {
        Ok(body) => body,
        Err(error) => return vec![format!("the body is not JSON: {error}")],
    };
    let name = hook.hook.rsplit('/').next().unwrap_or_default();
    let flow = &body["flow"];
    let found = match name.split('-').next().unwrap_or_default() {
        "login" => value::<LoginFlow>(flow),
        "registration" => value::<RegistrationFlow>(flow),
        "settings" => value::<SettingsFlow>(flow),
        "recovery" => value::<RecoveryFlow>(flow),
        "verification" => value::<VerificationFlow>(flow),
        other => vec![format!("{other:?} is no kind of flow")],
    };
    wrong.extend(found.into_iter().map(|line| format!("the flow: {line}")));
    wrong
}

fn json<T: DeserializeOwned + Serialize>(body: &str) -> Vec<String> {
    match serde_json::from_str::<Value>(body) {
        Ok(body) => value::<T>(&body),
        Err(error) => vec![format!("the body is not JSON: {error}")],
    }
}

/// Through text, as a body arrives: numbers and keys behave as they do for a user.
fn value<T: DeserializeOwned + Serialize>(sent: &Value) -> Vec<String> {
    let model: T = match serde_json::from_str(&sent.to_string()) {
        Ok(model) => model,
        Err(error) => return vec![format!("it cannot be read: {error}")],
    };
    let written = serde_json::to_string(&model).and_then(|text| serde_json::from_str(&text));
    match written {
        Ok(ours) => differences(sent, &ours),
        Err(error) => vec![format!("it cannot be written: {error}")],
    }
}
