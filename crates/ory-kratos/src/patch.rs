//! JSON Patch (RFC 6902) for identities.

use std::fmt;

use ory_core::json_pointer;
use ory_core::serde_json::Value;

use crate::models::{JsonPatch, JsonPatchOp};

/// A sequence of changes that applies as a whole or not at all.
///
/// Paths are lists of member names and indices; the escapes of JSON Pointer (RFC 6901) are written where a name needs
/// them. Takes the place of the body of [`patch_identity`](crate::IdentityApi::patch_identity).
///
/// Kratos refuses changes of `/id`, `/state_changed_at` and of social sign-in credentials, and every operation but
/// the three that there are methods for: `move`, `copy` and `test` are not served.
///
/// ```
/// use ory_kratos::Patch;
///
/// let patch = Patch::new()
///     .replace(["traits", "name"], "Alice")
///     .add(["metadata_public", "a/b"], 1)
///     .remove(["metadata_admin"]);
/// assert_eq!(patch.as_ref()[1].path, "/metadata_public/a~1b");
/// ```
///
/// ```no_run
/// # async fn example(kratos: ory_kratos::Client, patch: ory_kratos::Patch) -> Result<(), ory_kratos::Error> {
/// let identity = kratos.identity().patch_identity("an-id", patch).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default, PartialEq)]
#[must_use = "a patch changes nothing until it is sent"]
pub struct Patch {
    steps: Vec<JsonPatch>,
}

impl Patch {
    /// A patch without changes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the value at `path`, whether there was one or not; in a list, inserts before the index, `-` being the end.
    pub fn add<S: AsRef<str>>(
        self,
        path: impl IntoIterator<Item = S>,
        value: impl Into<Value>,
    ) -> Self {
        self.step(JsonPatch::new(JsonPatchOp::Add, json_pointer(path)).value(value))
    }

    /// Replaces the value at `path`. Kratos sets a member that is not there; an index of a list must be there.
    pub fn replace<S: AsRef<str>>(
        self,
        path: impl IntoIterator<Item = S>,
        value: impl Into<Value>,
    ) -> Self {
        self.step(JsonPatch::new(JsonPatchOp::Replace, json_pointer(path)).value(value))
    }

    /// Removes the value at `path`, which must be there.
    pub fn remove<S: AsRef<str>>(self, path: impl IntoIterator<Item = S>) -> Self {
        self.step(JsonPatch::new(JsonPatchOp::Remove, json_pointer(path)))
    }

    fn step(mut self, step: JsonPatch) -> Self {
        self.steps.push(step);
        self
    }
}

/// Shows how many changes there are, and none of their values.
impl fmt::Debug for Patch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Patch([..; {}])", self.steps.len())
    }
}

impl AsRef<[JsonPatch]> for Patch {
    fn as_ref(&self) -> &[JsonPatch] {
        &self.steps
    }
}

impl From<Patch> for Vec<JsonPatch> {
    fn from(patch: Patch) -> Self {
        patch.steps
    }
}

#[cfg(test)]
mod tests {
    use ory_core::serde_json::{json, to_value};

    use super::*;

    #[test]
    fn every_step_has_the_form_of_the_rfc() {
        let patch = Patch::new()
            .add(["traits", "tags", "-"], "new")
            .replace(["traits", "name"], Value::Null)
            .remove(["metadata_admin"]);
        assert_eq!(
            to_value(patch.as_ref()).unwrap(),
            json!([
                { "op": "add", "path": "/traits/tags/-", "value": "new" },
                { "op": "replace", "path": "/traits/name", "value": null },
                { "op": "remove", "path": "/metadata_admin" },
            ])
        );
        let canary = Patch::new().replace(["traits", "canary"], "canary");
        assert!(!format!("{canary:?}").contains("canary"));
    }
}
