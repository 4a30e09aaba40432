//! JSON Patch (RFC 6902), built step by step.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::wire::json_pointer::IntoPointer;

/// Changes to a JSON document (RFC 6902), for the operations that patch: identities, OAuth2 clients,
/// projects.
///
/// A path is the segments from the root, each escaped (`["traits", "email"]`), or a JSON Pointer
/// (`"/traits/email"`). Values are whatever serializes. The first mistake is kept and reported when the
/// patch is sent.
///
/// ```
/// use ory_core::JsonPatch;
///
/// let patch = JsonPatch::new()
///     .test(["state"], "active")
///     .set(["traits", "email"], "ada@example.com")
///     .append(["metadata_admin", "tags"], "vip")
///     .remove("/metadata_public/nickname");
/// assert_eq!(patch.steps()?.len(), 4);
/// # Ok::<(), ory_core::JsonPatchError>(())
/// ```
#[derive(Clone, Default)]
#[must_use = "a patch changes nothing until it is sent"]
pub struct JsonPatch {
    steps: Vec<JsonPatchStep>,
    mistake: Option<String>,
}

/// One step of a [`JsonPatch`].
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct JsonPatchStep {
    /// The operation: `add`, `replace`, `remove` or `test`.
    pub op: &'static str,
    /// Where: a JSON Pointer (RFC 6901).
    pub path: String,
    /// The value; `remove` has none.
    pub value: Option<Value>,
}

impl JsonPatch {
    /// No changes yet.
    pub fn new() -> Self {
        JsonPatch::default()
    }

    /// Sets a member, whether it is there already or not (`add`). Its parent has to exist.
    pub fn set(self, path: impl IntoPointer, value: impl Serialize) -> Self {
        self.step(
            "add",
            path.into_pointer(),
            Some(serde_json::to_value(value)),
        )
    }

    /// Adds a value at the end of a list, which has to exist (`add` at `/-`).
    pub fn append(self, path: impl IntoPointer, value: impl Serialize) -> Self {
        let path = path.into_pointer() + "/-";
        self.step("add", path, Some(serde_json::to_value(value)))
    }

    /// Sets a member that has to be there already (`replace`).
    pub fn replace(self, path: impl IntoPointer, value: impl Serialize) -> Self {
        let path = path.into_pointer();
        self.step("replace", path, Some(serde_json::to_value(value)))
    }

    /// Removes a member or an item of a list, which has to be there (`remove`).
    pub fn remove(self, path: impl IntoPointer) -> Self {
        self.step("remove", path.into_pointer(), None)
    }

    /// Makes the whole patch fail unless the member has this value (`test`): against changes by
    /// somebody else in the meantime.
    pub fn test(self, path: impl IntoPointer, value: impl Serialize) -> Self {
        self.step(
            "test",
            path.into_pointer(),
            Some(serde_json::to_value(value)),
        )
    }

    fn step(
        mut self,
        op: &'static str,
        path: String,
        value: Option<serde_json::Result<Value>>,
    ) -> Self {
        if !(path.is_empty() || path.starts_with('/')) {
            return self.fail(format!(
                "the path of `{op}` in a patch has to begin with `/`; give segments, or a JSON Pointer"
            ));
        }
        match value.transpose() {
            Ok(value) => {
                self.steps.push(JsonPatchStep { op, path, value });
                self
            }
            // Serde's own message may quote the value.
            Err(_) => self.fail(format!(
                "the value of `{op}` in a patch cannot be written as JSON"
            )),
        }
    }

    /// Keeps a mistake, to be reported when the patch is sent.
    #[doc(hidden)]
    pub fn fail(mut self, message: String) -> Self {
        self.mistake.get_or_insert(message);
        self
    }

    /// Whether there are no changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.mistake.is_none()
    }

    /// The steps.
    ///
    /// # Errors
    ///
    /// The first mistake: a path that is no JSON Pointer, a value that has no JSON form.
    pub fn steps(&self) -> Result<&[JsonPatchStep], JsonPatchError> {
        match &self.mistake {
            None => Ok(&self.steps),
            Some(mistake) => Err(JsonPatchError(mistake.clone())),
        }
    }

    /// The steps, owned.
    ///
    /// # Errors
    ///
    /// As for [`steps`](Self::steps).
    pub fn into_steps(self) -> Result<Vec<JsonPatchStep>, JsonPatchError> {
        match self.mistake {
            None => Ok(self.steps),
            Some(mistake) => Err(JsonPatchError(mistake)),
        }
    }
}

/// A mistake in a [`JsonPatch`]: a path that is no JSON Pointer, a value that has no JSON form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonPatchError(String);

impl fmt::Display for JsonPatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for JsonPatchError {}

impl fmt::Debug for JsonPatch {
    /// Prints the operations; paths and values can be personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.steps.iter().map(|step| step.op))
            .finish()
    }
}

impl fmt::Debug for JsonPatchStep {
    /// Prints the operation; path and value can be personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonPatchStep")
            .field("op", &self.op)
            .finish_non_exhaustive()
    }
}

impl Serialize for JsonPatchStep {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("op", self.op)?;
        map.serialize_entry("path", &self.path)?;
        if let Some(value) = &self.value {
            map.serialize_entry("value", value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn steps_are_written_as_rfc_6902_says() {
        let patch = JsonPatch::new()
            .test(["state"], "active")
            .set(["traits", "a/b"], 1)
            .append("/tags", Some("x"))
            .replace(vec!["name".to_owned()], None::<u8>)
            .remove("/x~1y");
        assert_eq!(
            serde_json::to_value(patch.steps().unwrap()).unwrap(),
            serde_json::json!([
                {"op": "test", "path": "/state", "value": "active"},
                {"op": "add", "path": "/traits/a~1b", "value": 1},
                {"op": "add", "path": "/tags/-", "value": "x"},
                {"op": "replace", "path": "/name", "value": null},
                {"op": "remove", "path": "/x~1y"},
            ])
        );
        assert!(JsonPatch::new().is_empty() && !patch.is_empty());
    }

    #[test]
    fn the_first_mistake_is_reported_and_repeats_no_value() {
        let patch = JsonPatch::new()
            .set(["a"], BTreeMap::from([((1, 2), "CANARY")]))
            .set("CANARY", 1);
        let text = patch.steps().unwrap_err().to_string();
        assert!(text.contains("`add`") && !text.contains("CANARY"), "{text}");
        let text = JsonPatch::new()
            .remove("CANARY")
            .into_steps()
            .unwrap_err()
            .to_string();
        assert!(
            text.contains("begin with `/`") && !text.contains("CANARY"),
            "{text}"
        );
    }

    #[test]
    fn debug_prints_neither_paths_nor_values() {
        let patch = JsonPatch::new().set(["CANARY"], "CANARY");
        let printed = format!("{patch:?} {:?}", patch.steps().unwrap());
        assert!(!printed.contains("CANARY"), "{printed}");
    }
}
