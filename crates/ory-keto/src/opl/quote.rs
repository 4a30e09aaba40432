//! Text as Keto quotes it in its messages: Go's `%q`.

use std::fmt::{self, Write};

/// Prints text between double quotes, with everything escaped that does not print.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                '\u{7}' => f.write_str("\\a")?,
                '\u{8}' => f.write_str("\\b")?,
                '\u{c}' => f.write_str("\\f")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                '\u{b}' => f.write_str("\\v")?,
                '\0'..='\u{1f}' | '\u{7f}' => write!(f, "\\x{:02x}", c as u32)?,
                c if prints(c) => f.write_char(c)?,
                c if c <= '\u{ffff}' => write!(f, "\\u{:04x}", c as u32)?,
                c => write!(f, "\\U{:08x}", c as u32)?,
            }
        }
        f.write_char('"')
    }
}

/// Whether Go prints the character as it is: letters, marks, numbers, punctuation, symbols and the space.
fn prints(c: char) -> bool {
    // The standard library escapes a mark that has nothing to combine with; Go never does.
    let text = String::from_iter(['a', c]);
    c == '\'' || text.escape_debug().count() == 2
}

#[cfg(test)]
mod tests {
    use super::Quoted;

    #[test]
    fn what_does_not_print_is_escaped() {
        for (text, quoted) in [
            ("", r#""""#),
            ("a 'b' \"c\" \\", r#""a 'b' \"c\" \\""#),
            ("\n\r\t\u{7}\u{8}\u{b}\u{c}", r#""\n\r\t\a\b\v\f""#),
            ("\u{0}\u{1f}\u{7f}", r#""\x00\x1f\x7f""#),
            ("ü€𝄞e\u{301}\u{5b2}'", "\"ü€𝄞e\u{301}\u{5b2}'\""),
            (
                "\u{a0}\u{202e}\u{2028}\u{e0001}",
                r#""\u00a0\u202e\u2028\U000e0001""#,
            ),
        ] {
            assert_eq!(Quoted(text).to_string(), quoted);
        }
    }
}
