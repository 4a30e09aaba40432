//! JSON as Ory's servers read it: Go's decoder, and what it says about what it cannot read.

use serde_json::Value;

/// Reads the first JSON value of a body; what follows it is ignored.
///
/// # Errors
///
/// The decoder's words: `EOF` for an empty body, `unexpected EOF`, `invalid character 'x' looking for beginning of value`.
pub fn first_value(body: &[u8]) -> Result<Value, String> {
    let end = Scanner { body, at: 0 }.value()?;
    let text = String::from_utf8_lossy(&body[..end]);
    // Only what is nested deeper than this decoder goes, and halves of surrogate pairs, are left to fail.
    serde_json::from_str(&text).map_err(|_| "exceeded max depth".to_owned())
}

/// What the decoder calls a value in its messages.
#[must_use]
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The member that the decoder puts into a field: of this name, or of this name in other letters. `null` is as good as
/// absent.
#[must_use]
pub fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let members = value.as_object()?;
    let found = members.get(name).or_else(|| {
        let mut others = members.iter();
        others.find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value))
    });
    found.filter(|value| !value.is_null())
}

struct Scanner<'b> {
    body: &'b [u8],
    at: usize,
}

impl Scanner<'_> {
    /// Where the first value ends.
    fn value(&mut self) -> Result<usize, String> {
        self.skip_spaces();
        if self.at == self.body.len() {
            return Err("EOF".to_owned());
        }
        // What is open: `{` and `[`.
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.skip_spaces();
            match self.next()? {
                b'{' => {
                    open.push(b'{');
                    self.skip_spaces();
                    if self.peek() == Some(b'}') {
                        self.at += 1;
                        open.pop();
                    } else {
                        self.key()?;
                        continue;
                    }
                }
                b'[' => {
                    open.push(b'[');
                    self.skip_spaces();
                    if self.peek() == Some(b']') {
                        self.at += 1;
                        open.pop();
                    } else {
                        continue;
                    }
                }
                b'"' => self.string()?,
                b't' => self.literal("true")?,
                b'f' => self.literal("false")?,
                b'n' => self.literal("null")?,
                first @ (b'-' | b'0'..=b'9') => self.number(first)?,
                other => return Err(invalid(other, "looking for beginning of value")),
            }
            // After a value: close what is done, until another value is due.
            loop {
                let Some(container) = open.last() else {
                    return Ok(self.at);
                };
                self.skip_spaces();
                match (container, self.next()?) {
                    (b'{', b'}') | (b'[', b']') => {
                        open.pop();
                    }
                    (b'{', b',') => {
                        self.skip_spaces();
                        self.key()?;
                        break;
                    }
                    (b'[', b',') => break,
                    (b'{', other) => return Err(invalid(other, "after object key:value pair")),
                    (_, other) => return Err(invalid(other, "after array element")),
                }
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.body.get(self.at).copied()
    }

    fn next(&mut self) -> Result<u8, String> {
        let byte = self.peek().ok_or("unexpected EOF")?;
        self.at += 1;
        Ok(byte)
    }

    fn skip_spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    /// A key and its colon.
    fn key(&mut self) -> Result<(), String> {
        match self.next()? {
            b'"' => self.string()?,
            other => return Err(invalid(other, "looking for beginning of object key string")),
        }
        self.skip_spaces();
        match self.next()? {
            b':' => Ok(()),
            other => Err(invalid(other, "after object key")),
        }
    }

    /// A string, whose first quotation mark was read.
    fn string(&mut self) -> Result<(), String> {
        loop {
            match self.next()? {
                b'"' => return Ok(()),
                b'\\' => match self.next()? {
                    b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"' => {}
                    b'u' => {
                        for _ in 0..4 {
                            let digit = self.next()?;
                            if !digit.is_ascii_hexdigit() {
                                let place = "in \\u hexadecimal character escape";
                                return Err(invalid(digit, place));
                            }
                        }
                    }
                    other => return Err(invalid(other, "in string escape code")),
                },
                control @ 0..=0x1f => return Err(invalid(control, "in string literal")),
                _ => {}
            }
        }
    }

    /// A literal, whose first letter was read.
    fn literal(&mut self, literal: &str) -> Result<(), String> {
        for expected in literal.bytes().skip(1) {
            let found = self.next()?;
            if found != expected {
                let expected = char::from(expected);
                let place = format!("in literal {literal} (expecting '{expected}')");
                return Err(invalid(found, &place));
            }
        }
        Ok(())
    }

    /// A number, whose first character was read.
    fn number(&mut self, first: u8) -> Result<(), String> {
        let first = match first {
            b'-' => match self.next()? {
                digit @ b'0'..=b'9' => digit,
                other => return Err(invalid(other, "in numeric literal")),
            },
            digit => digit,
        };
        if first != b'0' {
            self.digits();
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digit("after decimal point in numeric literal")?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digit("in exponent of numeric literal")?;
        }
        Ok(())
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }

    /// At least one digit.
    fn digit(&mut self, place: &str) -> Result<(), String> {
        let first = self.next()?;
        if !first.is_ascii_digit() {
            return Err(invalid(first, place));
        }
        self.digits();
        Ok(())
    }
}

fn invalid(byte: u8, place: &str) -> String {
    let character = match byte {
        b'\'' => "\\'".to_owned(),
        b'"' => "\"".to_owned(),
        b'\\' => "\\\\".to_owned(),
        b'\n' => "\\n".to_owned(),
        b'\r' => "\\r".to_owned(),
        b'\t' => "\\t".to_owned(),
        7 => "\\a".to_owned(),
        8 => "\\b".to_owned(),
        11 => "\\v".to_owned(),
        12 => "\\f".to_owned(),
        0..=31 | 127 => format!("\\x{byte:02x}"),
        128..=160 | 173 => format!("\\u{byte:04x}"),
        _ => char::from(byte).to_string(),
    };
    format!("invalid character '{character}' {place}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_value_is_read_and_the_rest_ignored() {
        for (text, value) in [
            (
                " {\"a\": [1, -0.5e+3, true, null, {}, []]} rest",
                json!({"a": [1, -500.0, true, null, {}, []]}),
            ),
            ("truex", json!(true)),
            ("12 13", json!(12)),
            ("\"a\\u00fc\\n\"\"", json!("aü\n")),
            ("[]]", json!([])),
        ] {
            assert_eq!(first_value(text.as_bytes()), Ok(value), "{text}");
        }
        assert_eq!(first_value(b"\"\xff\""), Ok(json!("\u{fffd}")));
    }

    #[test]
    fn what_cannot_be_read_is_told_in_the_decoders_words() {
        let beginning = "looking for beginning of value";
        for (text, message) in [
            ("", "EOF".to_owned()),
            (" \n", "EOF".to_owned()),
            ("{", "unexpected EOF".to_owned()),
            ("{\"a\"", "unexpected EOF".to_owned()),
            ("[1", "unexpected EOF".to_owned()),
            ("tr", "unexpected EOF".to_owned()),
            ("<", format!("invalid character '<' {beginning}")),
            ("[1,]", format!("invalid character ']' {beginning}")),
            ("'", format!("invalid character '\\'' {beginning}")),
            ("ü", format!("invalid character 'Ã' {beginning}")),
            (
                "{a",
                "invalid character 'a' looking for beginning of object key string".to_owned(),
            ),
            (
                "{\"a\":1,}",
                "invalid character '}' looking for beginning of object key string".to_owned(),
            ),
            (
                "{\"a\" 1",
                "invalid character '1' after object key".to_owned(),
            ),
            (
                "{\"a\":1 2",
                "invalid character '2' after object key:value pair".to_owned(),
            ),
            (
                "[1 2",
                "invalid character '2' after array element".to_owned(),
            ),
            (
                "\"\n",
                "invalid character '\\n' in string literal".to_owned(),
            ),
            (
                "\"\\x",
                "invalid character 'x' in string escape code".to_owned(),
            ),
            (
                "\"\\u00g",
                "invalid character 'g' in \\u hexadecimal character escape".to_owned(),
            ),
            ("-a", "invalid character 'a' in numeric literal".to_owned()),
            (
                "1.a",
                "invalid character 'a' after decimal point in numeric literal".to_owned(),
            ),
            (
                "1ea",
                "invalid character 'a' in exponent of numeric literal".to_owned(),
            ),
            (
                "trap",
                "invalid character 'a' in literal true (expecting 'u')".to_owned(),
            ),
        ] {
            assert_eq!(first_value(text.as_bytes()), Err(message), "{text}");
        }
    }

    #[test]
    fn nesting_without_end_is_an_error() {
        let text = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
        assert!(first_value(text.as_bytes()).is_err());
    }

    #[test]
    fn a_member_is_found_in_any_letters() {
        let value = json!({"Name": 1, "object": null});
        assert_eq!(member(&value, "name"), Some(&json!(1)));
        assert_eq!(member(&value, "object"), None);
        assert_eq!(member(&json!([]), "name"), None);
    }
}
