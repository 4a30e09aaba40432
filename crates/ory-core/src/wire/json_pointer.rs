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

/// What names a place in a JSON document: segments, or a JSON Pointer (RFC 6901).
pub trait IntoPointer {
    /// The JSON Pointer.
    fn into_pointer(self) -> String;
}

impl IntoPointer for &str {
    fn into_pointer(self) -> String {
        self.to_owned()
    }
}

impl IntoPointer for String {
    fn into_pointer(self) -> String {
        self
    }
}

impl<S: AsRef<str>> IntoPointer for &[S] {
    fn into_pointer(self) -> String {
        json_pointer(self)
    }
}

impl<S: AsRef<str>, const N: usize> IntoPointer for [S; N] {
    fn into_pointer(self) -> String {
        json_pointer(self)
    }
}

impl<S: AsRef<str>, const N: usize> IntoPointer for &[S; N] {
    fn into_pointer(self) -> String {
        json_pointer(self)
    }
}

impl<S: AsRef<str>> IntoPointer for Vec<S> {
    fn into_pointer(self) -> String {
        json_pointer(self)
    }
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
