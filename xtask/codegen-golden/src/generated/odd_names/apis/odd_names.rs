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
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// let value = golden.odd_names().revoke_key("5ad8eb5d-9b0d-4f3a-b1c4-7b5e5a1c2f0e").await?;
    /// println!("{value:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "revokeKey")]
    pub fn revoke_key(&self, key_id: impl AsRef<str>) -> operations::RevokeKey {
        operations::RevokeKey::new(&self.client, key_id.as_ref())
    }
}
