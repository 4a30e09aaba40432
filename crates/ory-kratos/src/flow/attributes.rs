//! An input as the attributes of an HTML element.

use std::borrow::Cow;

use ory_core::serde_json::Value;

use crate::models::{UiContainer, UiNodeInputAttributes, UiNodeInputTrigger, UiNodeInputType};

/// A value as the text that an HTML attribute holds; `None` for no value.
pub(crate) fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(Cow::Borrowed(text)),
        other => Some(Cow::Owned(other.to_string())),
    }
}

impl UiNodeInputAttributes {
    /// The value as the text of an HTML attribute, whatever its type; `None` if there is none.
    #[must_use]
    pub fn value_text(&self) -> Option<Cow<'_, str>> {
        self.value.as_ref().and_then(text_of)
    }

    /// The attributes of the HTML element, `<input>` or, for a button, `<button>`: name and value.
    /// An attribute without a value, such as `required`, has an empty one.
    ///
    /// They are not escaped: the template does that, as for every value. A few are left to the page:
    /// `id`, `class` and `aria-*`.
    ///
    /// ```
    /// use ory_kratos::models::UiNodeInputAttributes;
    ///
    /// fn element(input: &UiNodeInputAttributes, escape: fn(&str) -> String) -> String {
    ///     let attributes = input.html_attributes().into_iter();
    ///     let written = attributes.map(|(name, value)| format!(" {name}=\"{}\"", escape(&value)));
    ///     format!("<input{}>", written.collect::<String>())
    /// }
    /// ```
    #[must_use]
    pub fn html_attributes(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        let mut attributes: Vec<(&'static str, Cow<'_, str>)> = vec![
            ("type", Cow::Borrowed(self.r#type.as_str())),
            ("name", Cow::Borrowed(&self.name)),
        ];
        let is_button = self.is_button();
        let is_typed_in = !is_button && self.r#type != UiNodeInputType::Hidden;
        if self.r#type == UiNodeInputType::Checkbox {
            attributes.push(("value", Cow::Borrowed("true")));
            if self.flag() == Some(true) {
                attributes.push(("checked", Cow::Borrowed("")));
            }
        } else if let Some(value) = self.value_text() {
            attributes.push(("value", value));
        }
        if self.disabled {
            attributes.push(("disabled", Cow::Borrowed("")));
        }
        if is_typed_in {
            if self.required == Some(true) {
                attributes.push(("required", Cow::Borrowed("")));
            }
            if let Some(pattern) = &self.pattern {
                attributes.push(("pattern", Cow::Borrowed(pattern)));
            }
            if let Some(length) = self.maxlength.filter(|length| *length > 0) {
                attributes.push(("maxlength", Cow::Owned(length.to_string())));
            }
            if let Some(autocomplete) = &self.autocomplete {
                attributes.push(("autocomplete", Cow::Borrowed(autocomplete.as_str())));
            }
            if let Some(mode) = &self.inputmode {
                attributes.push(("inputmode", Cow::Borrowed(mode.as_str())));
            }
        }
        // A button that asks for something else than what the form is for: another code, a step
        // back. The browser must not insist on the fields then.
        if self.r#type == UiNodeInputType::Submit && self.name != "method" {
            attributes.push(("formnovalidate", Cow::Borrowed("")));
        }
        if let Some(call) = call(self.onclick_trigger.as_ref(), self.onclick.as_deref()) {
            attributes.push(("onclick", call));
        }
        attributes
    }

    /// Whether it is a button rather than a field.
    #[must_use]
    pub fn is_button(&self) -> bool {
        matches!(
            self.r#type,
            UiNodeInputType::Submit | UiNodeInputType::Button
        )
    }
}

impl UiContainer {
    /// The script to run once the page and Kratos's `webauthn.js` are loaded, such as offering
    /// passkeys in the browser's list: `window.oryPasskeyLoginAutocompleteInit()`.
    pub fn onload(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.nodes.iter().filter_map(|node| {
            let input = node.as_input()?;
            call(input.onload_trigger.as_ref(), input.onload.as_deref())
        })
    }
}

/// The call of a function of `webauthn.js`, or the script text of older servers.
fn call<'a>(trigger: Option<&UiNodeInputTrigger>, script: Option<&'a str>) -> Option<Cow<'a, str>> {
    // A trigger is the name of a function and is never taken for more.
    let name = trigger.map(UiNodeInputTrigger::as_str).filter(|name| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    });
    match name {
        Some(name) => Some(Cow::Owned(format!("window.{name}()"))),
        None => script
            .filter(|script| !script.is_empty())
            .map(Cow::Borrowed),
    }
}

#[cfg(test)]
mod tests {
    use ory_core::serde_json::{self, json};

    use super::*;

    fn input(attributes: Value) -> UiNodeInputAttributes {
        serde_json::from_value(attributes).unwrap()
    }

    fn written(attributes: Value) -> Vec<String> {
        let input = input(attributes);
        let pairs = input.html_attributes().into_iter();
        pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect()
    }

    #[test]
    fn a_field_has_the_attributes_of_its_node() {
        assert_eq!(
            written(
                json!({ "name": "traits.email", "type": "email", "value": "a\"<b>", "required": true,
                "disabled": true, "pattern": "^a$", "maxlength": 9, "autocomplete": "email" })
            ),
            [
                "type=email",
                "name=traits.email",
                "value=a\"<b>",
                "disabled=",
                "required=",
                "pattern=^a$",
                "maxlength=9",
                "autocomplete=email",
            ],
            "unescaped, as every value that a template is given"
        );
        assert_eq!(
            written(json!({ "name": "age", "type": "number", "value": 41, "disabled": false })),
            ["type=number", "name=age", "value=41"]
        );
        assert_eq!(
            written(json!({ "name": "tos", "type": "checkbox", "value": true, "disabled": false })),
            ["type=checkbox", "name=tos", "value=true", "checked="]
        );
        assert_eq!(
            written(json!({ "name": "h", "type": "hidden", "required": true, "disabled": false })),
            ["type=hidden", "name=h"],
            "a hidden field that is required could not be filled in"
        );
    }

    #[test]
    fn a_button_for_something_else_does_not_validate_the_form() {
        assert_eq!(
            written(
                json!({ "name": "resend", "type": "submit", "value": "code", "disabled": false })
            ),
            [
                "type=submit",
                "name=resend",
                "value=code",
                "formnovalidate="
            ]
        );
        assert_eq!(
            written(
                json!({ "name": "method", "type": "submit", "value": "code", "disabled": false })
            ),
            ["type=submit", "name=method", "value=code"]
        );
    }

    #[test]
    fn scripts_are_calls_of_named_functions() {
        let button = |more: (&str, &str)| {
            let mut button =
                json!({ "name": "t", "type": "button", "value": "", "disabled": false });
            button[more.0] = json!(more.1);
            written(button).pop().unwrap()
        };
        assert_eq!(
            button(("onclickTrigger", "oryPasskeyLogin")),
            "onclick=window.oryPasskeyLogin()"
        );
        assert_eq!(button(("onclick", "window.x(1)")), "onclick=window.x(1)");
        assert_eq!(
            button(("onclickTrigger", "alert(1)")),
            "value=",
            "no function's name"
        );
    }

    #[test]
    fn values_are_text_whatever_their_type() {
        for (value, text) in [
            (json!("x"), Some("x")),
            (json!(41), Some("41")),
            (json!(1.5), Some("1.5")),
            (json!(false), Some("false")),
            (json!({ "a": 1 }), Some("{\"a\":1}")),
            (json!(null), None),
        ] {
            let input = input(json!({ "name": "n", "type": "text", "value": value }));
            assert_eq!(input.value_text().as_deref(), text);
        }
    }
}
