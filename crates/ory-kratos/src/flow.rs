//! Reading a flow: its form, its messages, its anti-CSRF token, and what to do next.
//!
//! [`Flow`] is implemented by the five flow models; the form itself is their field `ui`, whose model
//! [`UiContainer`] has the same methods, so that `flow.ui.csrf_token()` needs no import.

mod attributes;
mod sections;
mod steps;
mod ui;

use ory_core::{Error, Secret};

use crate::models::{
    LoginFlow, RecoveryFlow, RegistrationFlow, SettingsFlow, UiContainer, UiTextType,
    VerificationFlow,
};

pub(crate) use attributes::text_of;
pub use sections::Section;
pub use steps::next_step;

/// A flow of any of the five kinds, as far as they have things in common.
pub trait Flow {
    /// The flow's id, which its submission takes.
    fn flow_id(&self) -> &str;

    /// The form.
    fn form(&self) -> &UiContainer;

    /// Where to redirect the browser at the end, if that was asked for when the flow was made.
    /// Kratos has checked it against the allowed URLs, so that it is safe to redirect to it.
    fn return_url(&self) -> Option<&str>;

    /// The anti-CSRF token. Flows of a native app have none and need none.
    fn csrf_token(&self) -> Option<Secret> {
        self.form().csrf_token()
    }

    /// The anti-CSRF token, which the form of a browser needs.
    ///
    /// # Errors
    ///
    /// A decoding error if the flow has none: it was made for a native app, or Kratos sent it in a
    /// form that this version does not know.
    fn require_csrf_token(&self) -> Result<Secret, Error> {
        self.csrf_token().ok_or_else(|| {
            Error::undecodable(
                "the flow has no `csrf_token` node: was it made for a native app?".to_owned(),
            )
        })
    }

    /// Whether a message of the flow or of one of its nodes says that something was wrong.
    fn has_errors(&self) -> bool {
        self.form()
            .all_messages()
            .any(|message| message.r#type == UiTextType::Error)
    }
}

macro_rules! flows {
    ($($flow:ident),*) => {
        $(impl Flow for $flow {
            fn flow_id(&self) -> &str {
                &self.id
            }

            fn form(&self) -> &UiContainer {
                &self.ui
            }

            fn return_url(&self) -> Option<&str> {
                self.return_to.as_deref()
            }
        })*
    };
}

flows! { LoginFlow, RegistrationFlow, SettingsFlow, RecoveryFlow, VerificationFlow }

/// The id of a flow in a URL's query, by the name of its parameter: `flow` in the URL of a page that
/// shows the flow, `id` in the URL that fetches it.
///
/// A native app that is redirected to such a page fetches the flow instead.
///
/// ```
/// use ory_kratos::flow::id_in_url;
///
/// let page = "https://app.example.org/login?flow=2b0b7bd0-0000-4000-8000-000000000001";
/// assert_eq!(id_in_url(page, "flow"), Some("2b0b7bd0-0000-4000-8000-000000000001"));
/// assert_eq!(id_in_url("https://app.example.org/login", "flow"), None);
/// ```
#[must_use]
pub fn id_in_url<'u>(url: &'u str, parameter: &str) -> Option<&'u str> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let id = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(parameter)?.strip_prefix('='))?;
    // Flow ids are UUIDs: nothing in one is ever percent-encoded.
    let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    plain.then_some(id)
}

#[cfg(test)]
mod tests {
    use ory_core::serde_json::{self, Value, json};

    use super::*;
    use crate::testing::{flow, input};

    fn login(messages: Value, nodes: Value) -> LoginFlow {
        serde_json::from_value(flow("login", "choose_method", messages, nodes)).unwrap()
    }

    #[test]
    fn a_form_without_an_anti_csrf_token_is_a_decoding_error() {
        let token =
            |value: Value| json!([input("default", "csrf_token", "hidden", value, json!([]))]);
        let flow = login(json!(null), token(json!("c5rf==")));
        assert_eq!(flow.csrf_token(), Some(Secret::new("c5rf==")));
        assert_eq!(flow.require_csrf_token().unwrap(), Secret::new("c5rf=="));
        for nodes in [json!([]), json!(null), token(json!(""))] {
            let flow = login(json!(null), nodes);
            assert_eq!(flow.csrf_token(), None);
            let error = flow.require_csrf_token().unwrap_err();
            assert!(error.is_decode() && error.to_string().contains("csrf_token"));
            assert!(!flow.has_errors());
        }
    }

    #[test]
    fn the_id_of_a_flow_is_read_from_the_query_alone() {
        for (url, parameter, id) in [
            ("http://ui/r?a=b&flow=5f1c-00", "flow", Some("5f1c-00")),
            ("http://ui/r?flow=5f1c#flow=x", "flow", Some("5f1c")),
            ("http://k/flows?id=1&flow=2", "id", Some("1")),
            ("http://ui/r?flow=", "flow", None),
            ("http://ui/r?xflow=1", "flow", None),
            ("http://ui/r", "flow", None),
            ("?flow=%2e", "flow", None),
            ("?", "flow", None),
        ] {
            assert_eq!(id_in_url(url, parameter), id, "{url}");
        }
    }
}
