//! Equality of JSON in the sense of this workspace: `null`, an empty list, an empty object and an
//! absent member are the same thing, everything else has to be equal.

use serde_json::{Number, Value};

/// The JSON paths at which `left` and `right` differ, each with both values; empty when equal.
pub fn differences(left: &Value, right: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk("$", left, right, &mut found);
    found
}

fn walk(path: &str, left: &Value, right: &Value, found: &mut Vec<String>) {
    match (left, right) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                walk(
                    &format!("{path}.{key}"),
                    value,
                    b.get(key).unwrap_or(&Value::Null),
                    found,
                );
            }
            for (key, value) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
                walk(&format!("{path}.{key}"), &Value::Null, value, found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (x, y)) in a.iter().zip(b).enumerate() {
                walk(&format!("{path}[{index}]"), x, y, found);
            }
        }
        (Value::Number(a), Value::Number(b)) if is_same(a, b) => {}
        _ if left == right || (is_nothing(left) && is_nothing(right)) => {}
        _ => found.push(format!("{path}: {left} became {right}")),
    }
}

/// Whether two numbers are one: 1 and 1.0 are to JSON. Beyond 2^53 a float stands for several integers, so there an
/// integer that became a float is a loss.
fn is_same(a: &Number, b: &Number) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let mixed = a.is_f64() != b.is_f64();
    a == b || mixed && a.as_f64() == b.as_f64() && a.as_f64().is_some_and(|a| a.abs() < EXACT)
}

/// An object all of whose members say nothing says nothing itself.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.values().all(is_nothing),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn null_empty_and_absent_are_equal() {
        assert!(differences(&json!({"a": null, "b": [], "c": {}}), &json!({})).is_empty());
        assert!(differences(&json!({}), &json!({"a": null, "d": {"e": []}})).is_empty());
    }

    #[test]
    fn numbers_are_compared_to_the_last_digit() {
        assert!(differences(&json!([1, 1.0, -2]), &json!([1.0, 1, -2.0])).is_empty());
        for (sent, kept) in [
            (
                json!(9_007_199_254_740_993_u64),
                json!(9_007_199_254_740_992_u64),
            ),
            (
                json!(9_007_199_254_740_993_u64),
                json!(9_007_199_254_740_992.0),
            ),
            (json!(u64::MAX), json!(u64::MAX - 1)),
            (json!(0.1), json!(0.100_000_000_000_000_02)),
        ] {
            assert_eq!(differences(&sent, &kept).len(), 1, "{sent} {kept}");
        }
    }

    #[test]
    fn a_lost_value_is_named_by_its_path() {
        assert_eq!(
            differences(&json!({"a": {"b": [1, 2]}}), &json!({"a": {"b": [1, 3]}})),
            ["$.a.b[1]: 2 became 3"],
        );
        assert_eq!(
            differences(&json!({"a": false}), &json!({})),
            ["$.a: false became null"]
        );
        assert_eq!(
            differences(&json!({}), &json!({"a": ""})),
            ["$.a: null became \"\""]
        );
        assert_eq!(
            differences(&json!([1]), &json!([1, 2])),
            ["$: [1] became [1,2]"]
        );
    }
}
