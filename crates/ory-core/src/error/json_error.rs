//! Why a body is not the JSON that was expected, without the values that it holds.

use std::fmt;

use serde_json::error::Category;

use crate::wire::field_path;

/// Why a body could not be read as JSON: where and what, without the values that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    message: String,
    path: Option<String>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Syntax,
    Truncated,
    Data,
}

impl JsonError {
    /// Describes `error`, which was the last on this thread to pass through a model.
    pub(crate) fn new(error: &serde_json::Error) -> Self {
        let kind = match error.classify() {
            Category::Eof => Kind::Truncated,
            Category::Syntax | Category::Io => Kind::Syntax,
            Category::Data => Kind::Data,
        };
        JsonError {
            message: without_values(&error.to_string()),
            path: field_path::take(),
            kind,
        }
    }

    /// The field that could not be read, as far as it is one that the SDK knows: `identity.state`.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    pub(crate) fn is_truncated(&self) -> bool {
        self.kind == Kind::Truncated
    }

    pub(crate) fn is_syntax(&self) -> bool {
        self.kind == Kind::Syntax
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for JsonError {}

/// Blanks out what a message of serde quotes from the document: strings stand in double quotes, and in backticks
/// numbers, flags and the names of variants and fields that are not known.
fn without_values(message: &str) -> String {
    /// What serde writes in front of a value in backticks; what it expects stands in backticks, too.
    const BEFORE: &[&str] = &[
        "integer ",
        "floating point ",
        "boolean ",
        "character ",
        "unknown variant ",
        "unknown field ",
    ];
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find(['"', '`']) {
        let (before, quoted) = rest.split_at(at);
        out.push_str(before);
        let (quote, inner) = quoted.split_at(1);
        let end = match quote {
            "\"" => end_of_string(inner),
            _ if BEFORE.iter().any(|word| out.ends_with(word)) => end_of_value(inner),
            _ => {
                out.push_str(quote);
                rest = inner;
                continue;
            }
        };
        out.push_str("..");
        rest = &inner[end..];
    }
    out.push_str(rest);
    out
}

/// Where a string that is quoted as Rust's `Debug` does it is over.
fn end_of_string(inner: &str) -> usize {
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    inner.len()
}

/// Where a value in backticks is over. A name may hold backticks itself, so that the last end is the right one.
fn end_of_value(inner: &str) -> usize {
    let ends = ["`, expected ", "`, there are no ", "` as "];
    let end = ends.iter().filter_map(|end| inner.rfind(end)).max();
    end.or_else(|| inner.find('`'))
        .map_or(inner.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_and_no_flag_is_quoted() {
        #[derive(Debug, serde::Deserialize)]
        struct Codes {
            #[allow(dead_code)]
            recovery_code: String,
        }
        for value in [
            "123456",
            "-123456",
            "123456.5",
            "1.234565e300",
            "true",
            "[1]",
            "{}",
            "null",
        ] {
            let body = format!(r#"{{"recovery_code":{value}}}"#);
            let error = serde_json::from_str::<Codes>(&body).unwrap_err();
            let error = JsonError::new(&error);
            let text = format!("{error} {error:?}");
            assert!(!text.contains("23456") && !text.contains("true"), "{text}");
            assert!(text.contains("expected a string"), "{text}");
        }
    }

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
            (
                "invalid type: integer `123456`, expected a string at line 1 column 23",
                "invalid type: integer .., expected a string at line 1 column 23",
            ),
            (
                "invalid type: boolean `true`, expected `a` or `b`",
                "invalid type: boolean .., expected `a` or `b`",
            ),
            (
                "invalid type: map, expected `a`",
                "invalid type: map, expected `a`",
            ),
            (
                "invalid value: integer `18446744073709551616` as u128, expected u32",
                "invalid value: integer .. as u128, expected u32",
            ),
            (
                "unknown field `a`, expected `b`, expected `c`",
                "unknown field .., expected `c`",
            ),
            ("unknown field `never closed", "unknown field .."),
        ] {
            assert_eq!(without_values(message), without);
        }
    }
}
