//! How a URL is written: the path template and the query, percent-encoded.

use std::fmt::{self, Display, Write as _};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Percent-encodes all that is written to it, without an intermediate string.
struct Encode<'a>(&'a mut String);

impl fmt::Write for Encode<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, RESERVED));
        Ok(())
    }
}

/// Appends `name=value`, percent-encoded.
pub(crate) fn push_pair(buffer: &mut String, name: &str, value: &dyn Display) {
    buffer.extend(utf8_percent_encode(name, RESERVED));
    buffer.push('=');
    // Writing to a string fails only if `value` does; then its text ends there.
    let _ = write!(Encode(buffer), "{value}");
}

/// Removes every pair called `name` from the `&`-separated pairs that begin at `start`.
pub(crate) fn remove_pairs(buffer: &mut String, start: usize, name: &str) {
    let is_named = |pair: &str| {
        utf8_percent_encode(name, RESERVED)
            .try_fold(pair, |rest, part| rest.strip_prefix(part))
            .is_some_and(|rest| rest.starts_with('='))
    };
    if !buffer[start..].split('&').any(is_named) {
        return;
    }
    let kept: Vec<&str> = buffer[start..]
        .split('&')
        .filter(|pair| !is_named(pair))
        .collect();
    let kept = kept.join("&");
    buffer.truncate(start);
    buffer.push_str(&kept);
}

/// Writes the template with its parameters replaced.
///
/// # Errors
///
/// A value that would change the route: empty, `.` or `..`.
pub(crate) fn write_path(url: &mut String, template: &str, values: &[&str]) -> Result<(), String> {
    let mut values = values.iter();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        url.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            return Err(format!("the path template `{template}` is not closed"));
        };
        match values.next() {
            None => return Err(format!("the path parameter `{name}` is missing")),
            Some(&"") => {
                return Err(format!(
                    "the path parameter `{name}` is empty, which would call another operation"
                ));
            }
            Some(&("." | "..")) => {
                return Err(format!(
                    "the path parameter `{name}` is `.` or `..`, which would call another operation"
                ));
            }
            Some(value) => url.extend(utf8_percent_encode(value, RESERVED)),
        }
        rest = after;
    }
    url.push_str(rest);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_of_a_parameter_are_kept() {
        let mut url = String::new();
        write_path(&mut url, "/keys/{key_id}:revoke/{x}", &["a:b", "c"]).unwrap();
        assert_eq!(url, "/keys/a%3Ab:revoke/c");
        assert!(
            write_path(&mut url, "/{a}/{b}", &["1"])
                .unwrap_err()
                .contains("`b` is missing")
        );
    }
}
