//! What a posted form is for.

use ory_core::serde_json::Value;

use super::FormError;
use super::posted::Posted;
use crate::models::{UiContainer, UiNode, UiNodeGroup, UiNodeInputAttributes, UiNodeInputType};

/// What a posted form is for.
pub(super) struct Choice {
    /// The `method` to send.
    pub(super) method: String,
    /// The group of its fields; `None` where no node tells.
    pub(super) group: Option<UiNodeGroup>,
    /// The name of the pressed button, unless that is `method` itself.
    pub(super) button: Option<String>,
}

/// The method: what the pressed button means, or what a script filled in, or the posted `method`, or
/// the only one on offer.
pub(super) fn choose(ui: &UiContainer, posted: &Posted) -> Result<Choice, FormError> {
    if let Some((node, input)) = pressed(ui, posted) {
        let back = input.name == "screen"
            && input.text() == Some("previous")
            && node.group == UiNodeGroup::Profile;
        let method = match back {
            // `profile` would go on to the credentials whatever the screen.
            true => "profile:back".to_owned(),
            false => node.group.as_str().to_owned(),
        };
        return Ok(Choice {
            method,
            group: Some(node.group.clone()),
            button: Some(input.name.clone()),
        });
    }
    let group = match (filled_by_script(ui, posted), posted.get("method")) {
        (Some(group), _) => group,
        (None, Some(Value::String(method))) if !method.is_empty() => {
            if !method
                .bytes()
                .all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b':'))
            {
                return Err(FormError::field_is("method", "is not the name of a method"));
            }
            return Ok(Choice {
                group: Some(UiNodeGroup::from(method.as_str())),
                method: method.clone(),
                button: None,
            });
        }
        _ => match ui.methods()[..] {
            [only] => only.clone(),
            _ => {
                return Err(FormError::whole(
                    "does not say by which button it was submitted",
                ));
            }
        },
    };
    Ok(Choice {
        method: group.as_str().to_owned(),
        group: Some(group),
        button: None,
    })
}

/// The pressed button, unless it is `method` itself: the one whose name and value were posted.
fn pressed<'u>(
    ui: &'u UiContainer,
    posted: &Posted,
) -> Option<(&'u UiNode, &'u UiNodeInputAttributes)> {
    let buttons = ui.nodes.iter().filter_map(|node| {
        let input = node.as_input()?;
        let is_button = input.r#type == UiNodeInputType::Submit
            && input.name != "method"
            && node.group != UiNodeGroup::Default;
        is_button.then_some((node, input))
    });
    let was_posted = |input: &UiNodeInputAttributes| match posted.get(&input.name) {
        Some(Value::String(text)) => input.value_text().is_some_and(|value| value == *text),
        Some(value) => input.value.as_ref() == Some(value),
        None => false,
    };
    // `email` may be a button beside a field of that name, whose value then is the visitor's.
    let is_field = |name: &str| {
        ui.nodes.iter().any(|node| {
            node.as_input().is_some_and(|input| {
                input.name == name
                    && !matches!(
                        input.r#type,
                        UiNodeInputType::Submit | UiNodeInputType::Hidden
                    )
            })
        })
    };
    buttons
        .filter(|(_, input)| was_posted(input))
        .find(|(_, input)| !is_field(&input.name))
}

/// The group of a hidden field that was shown empty and came back filled: the response of a passkey
/// or of a security key.
fn filled_by_script(ui: &UiContainer, posted: &Posted) -> Option<UiNodeGroup> {
    let filled = ui.nodes.iter().find(|node| {
        node.as_input().is_some_and(|input| {
            let shown_empty = input.value_text().is_none_or(|value| value.is_empty());
            input.r#type == UiNodeInputType::Hidden
                && shown_empty
                && !matches!(node.group, UiNodeGroup::Default | UiNodeGroup::Captcha)
                && match posted.get(&input.name) {
                    Some(Value::String(text)) => !text.is_empty(),
                    value => value.is_some(),
                }
        })
    });
    filled.map(|node| node.group.clone())
}
