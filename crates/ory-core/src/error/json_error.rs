//! Why a body is not the JSON that was expected, without the values that it holds.

use std::fmt;

use serde_json::error::Category;

/// Why a body could not be read as JSON: where and what, without the values that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    message: String,
    category: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Syntax,
    Truncated,
    Data,
}

impl JsonError {
    pub(crate) fn new(error: &serde_json::Error) -> Self {
        let category = match error.classify() {
            Category::Eof => Kind::Truncated,
            Category::Syntax | Category::Io => Kind::Syntax,
            Category::Data => Kind::Data,
        };
        JsonError {
            message: without_values(&error.to_string()),
            category,
        }
    }

    pub(crate) fn is_truncated(&self) -> bool {
        self.category == Kind::Truncated
    }

    pub(crate) fn is_syntax(&self) -> bool {
        self.category == Kind::Syntax
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for JsonError {}

/// Blanks out what a message of serde quotes from the document: strings stand in double quotes, and in
/// backticks where a variant or field is unknown.
fn without_values(message: &str) -> String {
    let unknown = message.starts_with("unknown ");
    let mut out = String::with_capacity(message.len());
    let mut chars = message.chars();
    let mut masked = false;
    while let Some(c) = chars.next() {
        let quote = c == '"' || (c == '`' && unknown && !masked);
        if !quote {
            out.push(c);
            continue;
        }
        masked = true;
        out.push_str("..");
        let mut escaped = false;
        for inner in chars.by_ref() {
            if escaped {
                escaped = false;
            } else if inner == '\\' && c == '"' {
                escaped = true;
            } else if inner == c {
                break;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_serde_lose_what_they_quote() {
        for (message, without) in [
            (
                r#"invalid type: string "a\"b", expected u32"#,
                "invalid type: string .., expected u32",
            ),
            (
                "unknown variant `x`, expected `a` or `b`",
                "unknown variant .., expected `a` or `b`",
            ),
            (
                "missing field `id` at line 1",
                "missing field `id` at line 1",
            ),
            (
                r#"invalid value: string "never closed"#,
                "invalid value: string ..",
            ),
        ] {
            assert_eq!(without_values(message), without);
        }
    }
}
