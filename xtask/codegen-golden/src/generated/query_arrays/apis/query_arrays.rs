// @generated from xtask/codegen-golden/spec/query_arrays.json. Do not edit.

use crate::generated::query_arrays::{Client, operations};

/// The operations of `query_arrays`.
///
/// Accessed through [`Client::query_arrays`].
#[derive(Clone, Debug)]
pub struct QueryArraysApi {
    pub(crate) client: Client,
}

impl Client {
    /// The operations of `query_arrays`.
    #[inline]
    #[must_use]
    pub fn query_arrays(&self) -> QueryArraysApi {
        QueryArraysApi {
            client: self.clone(),
        }
    }
}

impl QueryArraysApi {
    /// The find identities.
    ///
    /// `GET /identities`, Ory Network public API. Safe to repeat.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// let texts = golden.query_arrays().find_identities().await?;
    /// println!("{texts:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "findIdentities")]
    #[inline]
    pub fn find_identities(&self) -> operations::FindIdentities {
        operations::FindIdentities::new(&self.client)
    }
}
