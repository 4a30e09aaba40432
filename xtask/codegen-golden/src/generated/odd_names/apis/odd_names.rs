// @generated from xtask/codegen-golden/spec/odd_names.json. Do not edit.

use crate::generated::odd_names::{Client, operations};

/// The operations of `odd_names`.
///
/// Accessed through [`Client::odd_names`].
#[derive(Clone, Debug)]
pub struct OddNamesApi {
    pub(crate) client: Client,
}

impl Client {
    /// The operations of `odd_names`.
    #[inline]
    #[must_use]
    pub fn odd_names(&self) -> OddNamesApi {
        OddNamesApi {
            client: self.clone(),
        }
    }
}

impl OddNamesApi {
    /// The revoke key.
    ///
    /// `POST /keys/{key_id}:revoke`, Ory Network public API. Safe to repeat.
    ///
    /// - `key_id`: the id of the key.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// ```no_run
    /// # async fn example(client: ory_golden::Client, key_id: &str) -> Result<(), ory_golden::Error> {
    /// let value = client.odd_names().revoke_key(key_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "revokeKey")]
    pub fn revoke_key(&self, key_id: impl AsRef<str>) -> operations::RevokeKey {
        operations::RevokeKey::new(&self.client, key_id.as_ref())
    }
}
