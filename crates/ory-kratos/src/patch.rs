//! JSON Patch (RFC 6902) for identities.

use std::fmt;

use ory_core::serde_json::Value;

use crate::models::{Identity, JsonPatch, JsonPatchOp, UpdateIdentityBody};

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
        self.step(JsonPatch::new(JsonPatchOp::Add, pointer(path)).value(value))
    }

    /// Replaces the value at `path`. Kratos sets a member that is not there; an index of a list must be there.
    pub fn replace<S: AsRef<str>>(
        self,
        path: impl IntoIterator<Item = S>,
        value: impl Into<Value>,
    ) -> Self {
        self.step(JsonPatch::new(JsonPatchOp::Replace, pointer(path)).value(value))
    }

    /// Removes the value at `path`, which must be there.
    pub fn remove<S: AsRef<str>>(self, path: impl IntoIterator<Item = S>) -> Self {
        self.step(JsonPatch::new(JsonPatchOp::Remove, pointer(path)))
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

/// The path in JSON Pointer's form, with `~` and `/` escaped.
fn pointer<S: AsRef<str>>(path: impl IntoIterator<Item = S>) -> String {
    let mut pointer = String::new();
    for segment in path {
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

impl Identity {
    /// The body that writes the identity back as it is, without the fields that only the server sets.
    ///
    /// `updateIdentity` replaces traits, both metadata and the external id, so a change begins with what is there.
    /// Credentials are kept, as a body without them leaves them alone. The whole identity cannot be posted: Kratos
    /// refuses unknown fields.
    ///
    /// ```no_run
    /// # async fn example(kratos: ory_kratos::Client) -> Result<(), ory_kratos::Error> {
    /// let identity = kratos.identity().get_identity("an-id").await?;
    /// let body = identity.to_update().state("inactive");
    /// kratos.identity().update_identity(&identity.id, body).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_update(&self) -> UpdateIdentityBody {
        let state = self.state.clone().unwrap_or_else(|| "active".into());
        let mut body = UpdateIdentityBody::new(&*self.schema_id, state, self.traits.clone());
        body.external_id = self.external_id.clone();
        body.metadata_admin = self.metadata_admin.clone();
        body.metadata_public = self.metadata_public.clone();
        body
    }
}

#[cfg(test)]
mod tests {
    use ory_core::serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn pointers_are_escaped() {
        for (path, expected) in [
            (vec![], ""),
            (vec![""], "/"),
            (vec!["traits", "email"], "/traits/email"),
            (vec!["a/b", "m~n", "~1", "ü \"%"], "/a~1b/m~0n/~01/ü \"%"),
        ] {
            assert_eq!(pointer(&path), expected);
        }
    }

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

    #[test]
    fn an_update_keeps_what_a_put_would_clear_and_drops_what_it_refuses() {
        let identity: Identity = from_value(json!({
            "id": "i", "schema_id": "default", "schema_url": "https://example.com", "state": "inactive",
            "state_changed_at": "2024-01-01T00:00:00Z", "created_at": "2024-01-01T00:00:00Z",
            "external_id": "e", "traits": { "email": "a@example.com" }, "metadata_public": { "p": 1 },
            "metadata_admin": null, "verifiable_addresses": [], "credentials": {},
        }))
        .unwrap();
        assert_eq!(
            to_value(identity.to_update()).unwrap(),
            json!({
                "schema_id": "default", "state": "inactive", "external_id": "e",
                "traits": { "email": "a@example.com" }, "metadata_public": { "p": 1 },
            })
        );
    }
}
