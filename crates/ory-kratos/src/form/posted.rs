//! What was posted, within bounds.

use ory_core::serde_json::Value;

use super::FormError;

/// Far more fields than any form has.
const MOST_FIELDS: usize = 500;

/// Names and values together, in bytes: a WebAuthn response takes a few thousand.
const MOST_BYTES: usize = 256 * 1024;

/// Levels of a nested name.
const MOST_LEVELS: usize = 16;

/// The longest name, in bytes.
const LONGEST_NAME: usize = 512;

/// The fields in order; a later one replaces an earlier one of the same name. A text has no type yet.
pub(super) struct Posted(Vec<(String, Value)>);

impl Posted {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let field = self.0.iter().rev().find(|(key, _)| key == name)?;
        Some(&field.1)
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    pub(super) fn into_fields(self) -> Vec<(String, Value)> {
        self.0
    }
}

/// Collects fields and counts them.
struct Collector {
    fields: Vec<(String, Value)>,
    bytes: usize,
}

impl Collector {
    fn new() -> Self {
        Collector {
            fields: Vec::new(),
            bytes: 0,
        }
    }

    fn push(&mut self, name: &str, value: Value, size: usize) -> Result<(), FormError> {
        if name.len() > LONGEST_NAME {
            return Err(FormError::field_is(name, "has a name that is too long"));
        }
        if name.split('.').any(str::is_empty) {
            return Err(FormError::field_is(name, "has an empty part in its name"));
        }
        if name.split('.').count() > MOST_LEVELS {
            return Err(FormError::field_is(name, "is nested too deeply"));
        }
        self.bytes = self.bytes.saturating_add(name.len()).saturating_add(size);
        if self.bytes > MOST_BYTES {
            return Err(FormError::field_is(name, "makes it larger than 256 KiB"));
        }
        if self.fields.len() == MOST_FIELDS {
            return Err(FormError::whole("has more than 500 fields"));
        }
        self.fields.push((name.to_owned(), value));
        Ok(())
    }
}

/// The fields of a form in text.
pub(super) fn of_text<N: AsRef<str>, V: AsRef<str>>(
    posted: impl IntoIterator<Item = (N, V)>,
) -> Result<Posted, FormError> {
    let mut collector = Collector::new();
    for (name, value) in posted {
        let value = value.as_ref();
        // Before it is copied.
        if value.len() > MOST_BYTES {
            let message = "makes it larger than 256 KiB";
            return Err(FormError::field_is(name.as_ref(), message));
        }
        collector.push(name.as_ref(), Value::from(value), value.len())?;
    }
    Ok(Posted(collector.fields))
}

/// The fields of a JSON object: nested members get dotted names.
pub(super) fn of_json(posted: Value) -> Result<Posted, FormError> {
    let Value::Object(members) = posted else {
        return Err(FormError::whole("is not a JSON object"));
    };
    let mut collector = Collector::new();
    // A list instead of recursion; what comes first in the form is pushed last.
    let mut open: Vec<(String, Value)> = members.into_iter().collect();
    open.reverse();
    while let Some((name, value)) = open.pop() {
        match value {
            Value::Object(members) if !members.is_empty() => {
                if name.split('.').count() >= MOST_LEVELS {
                    return Err(FormError::field_is(&name, "is nested too deeply"));
                }
                let inner = members.into_iter().rev();
                open.extend(inner.map(|(member, value)| (format!("{name}.{member}"), value)));
            }
            Value::Null => {}
            value => {
                let size = size(&value);
                collector.push(&name, value, size)?;
            }
        }
    }
    Ok(Posted(collector.fields))
}

/// About how many bytes a value takes.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(|item| size(item).saturating_add(1)).sum(),
        Value::Object(members) => {
            let members = members.iter();
            members
                .map(|(name, value)| name.len().saturating_add(size(value)))
                .sum()
        }
        _ => 8,
    }
}
