//! From an identity that was read to the body that replaces it.

use crate::models::{Identity, UpdateIdentityBody};

impl Identity {
    /// The body that writes the identity back as it is, without the fields that only the server sets.
    ///
    /// `updateIdentity` replaces traits, both metadata and the external id, so a change begins with what is there.
    /// Credentials are kept, as a body without them leaves them alone. The identity as it was read is not a body: Kratos
    /// refuses unknown fields where an identity is created, and passes over them where one is replaced (as of July 2026).
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
