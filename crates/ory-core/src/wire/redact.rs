//! `Debug` for fields whose content must not be printed.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde_json::{Map, Value};

/// What may be printed of a value whose content may not: that it is there, and how much.
pub trait Redact {
    /// Prints `..`, and what surrounds it.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// Wraps a field for `Debug`: prints `..` for its content, keeping `Some`, `None` and the number of elements.
///
/// ```
/// use ory_core::__private::Hidden;
///
/// assert_eq!(format!("{:?}", Hidden(&"secret".to_owned())), "..");
/// assert_eq!(format!("{:?}", Hidden(&Some("secret".to_owned()))), "Some(..)");
/// assert_eq!(format!("{:?}", Hidden(&vec![1, 2, 3])), "[..; 3]");
/// ```
pub struct Hidden<'a, T: Redact + ?Sized>(pub &'a T);

impl<T: Redact + ?Sized> fmt::Debug for Hidden<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_redacted(f)
    }
}

macro_rules! redact {
    ($($scalar:ty),*) => {
        $(
            impl Redact for $scalar {
                fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("..")
                }
            }
        )*
    };
}

redact!(
    str,
    String,
    bool,
    i32,
    i64,
    u32,
    u64,
    f64,
    crate::Secret,
    crate::Timestamp,
    crate::GoDuration
);

impl<T: Redact + ?Sized> Redact for &T {
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt_redacted(f)
    }
}

impl<T: Redact + ?Sized> Redact for Box<T> {
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt_redacted(f)
    }
}

impl<T: Redact> Redact for Option<T> {
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            None => f.write_str("None"),
            Some(value) => write!(f, "Some({:?})", Hidden(value)),
        }
    }
}

fn counted(f: &mut fmt::Formatter<'_>, count: usize) -> fmt::Result {
    if count == 0 {
        f.write_str("[]")
    } else {
        write!(f, "[..; {count}]")
    }
}

impl<T> Redact for [T] {
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        counted(f, self.len())
    }
}

impl<T> Redact for Vec<T> {
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        counted(f, self.len())
    }
}

impl<K, V> Redact for BTreeMap<K, V> {
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        counted(f, self.len())
    }
}

impl<K, V, S> Redact for HashMap<K, V, S> {
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        counted(f, self.len())
    }
}

impl Redact for Map<String, Value> {
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        counted(f, self.len())
    }
}

impl Redact for Value {
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_null() { "null" } else { ".." })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    #[test]
    fn shape_is_printed_and_content_is_not() {
        let text = "CANARY".to_owned();
        let map = BTreeMap::from([("CANARY", 1), ("b", 2)]);
        let value = serde_json::json!({"a": "CANARY"});
        let printed = [
            (format!("{:?}", Hidden(&text)), ".."),
            (format!("{:?}", Hidden("CANARY")), ".."),
            (format!("{:?}", Hidden(&Secret::new("CANARY"))), ".."),
            (
                format!("{:?}", Hidden(&Some(Box::new(text.clone())))),
                "Some(..)",
            ),
            (format!("{:?}", Hidden(&None::<String>)), "None"),
            (format!("{:?}", Hidden(&vec![text.clone()])), "[..; 1]"),
            (format!("{:?}", Hidden(&Some(vec![text]))), "Some([..; 1])"),
            (format!("{:?}", Hidden(&Vec::<String>::new())), "[]"),
            (format!("{:?}", Hidden(&map)), "[..; 2]"),
            (format!("{:?}", Hidden(&value)), ".."),
            (format!("{:?}", Hidden(&Value::Null)), "null"),
            (format!("{:#?}", Hidden(&Some(value))), "Some(..)"),
        ];
        for (text, expected) in printed {
            assert_eq!(text, expected);
        }
    }
}
