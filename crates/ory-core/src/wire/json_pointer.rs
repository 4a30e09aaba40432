//! JSON Pointers (RFC 6901), by which patches say what they change.

/// A JSON Pointer (RFC 6901) from its segments, each escaped.
///
/// ```
/// # use ory_core::json_pointer;
/// let pointer = json_pointer(["services", "identity", "config", "cors/allowed"]);
/// assert_eq!(pointer, "/services/identity/config/cors~1allowed");
/// ```
#[must_use]
pub fn json_pointer<S: AsRef<str>>(segments: impl IntoIterator<Item = S>) -> String {
    let mut pointer = String::new();
    for segment in segments {
        pointer.push('/');
        for character in segment.as_ref().chars() {
            match character {
                '~' => pointer.push_str("~0"),
                '/' => pointer.push_str("~1"),
                other => pointer.push(other),
            }
        }
    }
    pointer
}

#[cfg(test)]
mod tests {
    use super::json_pointer;

    #[test]
    fn segments_are_escaped() {
        for (segments, expected) in [
            (vec![], ""),
            (vec![""], "/"),
            (vec!["traits", "email"], "/traits/email"),
            (vec!["a/b", "m~n", "~1", "ü \"%"], "/a~1b/m~0n/~01/ü \"%"),
        ] {
            assert_eq!(json_pointer(&segments), expected);
        }
    }
}
