//! The values of a posted form, with the types of its nodes.

use ory_core::serde_json::{Number, Value};

use super::method::Choice;
use super::posted::Posted;
use crate::models::{UiContainer, UiNodeGroup, UiNodeInputAttributes, UiNodeInputType};

/// The fields to send, in order, with their types.
pub(super) fn typed(ui: &UiContainer, posted: Posted, choice: &Choice) -> Vec<(String, Value)> {
    let unchecked = unchecked(ui, &posted, choice);
    let mut fields = Vec::new();
    for (name, value) in posted.into_fields() {
        if name == "method" {
            continue;
        }
        let node = node_of(ui, &name, choice);
        let value = match value {
            Value::String(text) if text.is_empty() => {
                let required = node.is_some_and(|input| input.required == Some(true));
                // Nothing else is asked for by a button of its own.
                if !required || choice.button.is_some() {
                    continue;
                }
                Value::String(text)
            }
            Value::String(text) => match node {
                Some(input) => typed_text(input, text),
                None => Value::String(text),
            },
            typed => typed,
        };
        // The last of several fields of one name counts: a hidden `false` before a checkbox.
        fields.retain(|(earlier, _)| *earlier != name);
        fields.push((name, value));
    }
    fields.extend(unchecked);
    fields
}

/// The input of a name, that of the chosen group first: a hidden copy may stand in another.
fn node_of<'u>(
    ui: &'u UiContainer,
    name: &str,
    choice: &Choice,
) -> Option<&'u UiNodeInputAttributes> {
    let mut found = None;
    for node in &ui.nodes {
        if let Some(input) = node.as_input().filter(|input| input.name == name) {
            if Some(&node.group) == choice.group.as_ref() {
                return Some(input);
            }
            found = found.or(Some(input));
        }
    }
    found
}

/// A text as the type of its input. What does not fit stays a text: Kratos says so at the node.
fn typed_text(input: &UiNodeInputAttributes, text: String) -> Value {
    if input.r#type == UiNodeInputType::Submit {
        // `totp_unlink` and its like are booleans whose nodes say "true".
        return match text.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => unchanged(input, text),
        };
    }
    if input.r#type == UiNodeInputType::Checkbox {
        return match text.as_str() {
            "true" | "on" | "1" => Value::Bool(true),
            "false" | "off" | "0" => Value::Bool(false),
            _ => Value::String(text),
        };
    }
    if input.r#type == UiNodeInputType::Number {
        return number(&text).map_or(Value::String(text), Value::Number);
    }
    unchanged(input, text)
}

/// The JSON value that a text stands for, if the form had it: the value of a hidden field, or one of
/// the options.
fn unchanged(input: &UiNodeInputAttributes, text: String) -> Value {
    let options = input.options.iter().map(|option| &option.value);
    let values = input.value.iter().chain(options);
    let same = values
        .filter(|value| !value.is_string())
        .find(|value| crate::flow::text_of(value).is_some_and(|shown| shown == text));
    same.cloned().unwrap_or(Value::String(text))
}

fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    if let Ok(integer) = text.parse::<i64>() {
        return Some(integer.into());
    }
    text.parse().ok().and_then(Number::from_f64)
}

/// `false` for each checkbox that was shown and not posted, as browsers do not post unchecked ones.
fn unchecked(ui: &UiContainer, posted: &Posted, choice: &Choice) -> Vec<(String, Value)> {
    let mut fields = Vec::new();
    for node in &ui.nodes {
        let of_the_form =
            node.group == UiNodeGroup::Default || Some(&node.group) == choice.group.as_ref();
        if let Some(input) = node.as_input()
            && of_the_form
            && choice.button.is_none()
            && input.r#type == UiNodeInputType::Checkbox
            && !input.disabled
            && posted.fields().all(|(name, _)| name != input.name)
        {
            fields.push((input.name.clone(), Value::Bool(false)));
        }
    }
    fields
}
