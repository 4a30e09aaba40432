// @generated from xtask/codegen-golden/spec/defaults.json. Do not edit.

use crate::generated::defaults::{Client, operations};

/// The operations of `defaults`.
///
/// Accessed through [`Client::defaults`].
#[derive(Clone, Debug)]
pub struct DefaultsApi {
    pub(crate) client: Client,
}

impl Client {
    /// The operations of `defaults`.
    #[inline]
    #[must_use]
    pub fn defaults(&self) -> DefaultsApi {
        DefaultsApi {
            client: self.clone(),
        }
    }
}

impl DefaultsApi {
    /// The list limited.
    ///
    /// `GET /limited`, Ory Network public API. Safe to repeat.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// let texts = golden.defaults().list_limited().await?;
    /// println!("{texts:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "listLimited")]
    #[inline]
    pub fn list_limited(&self) -> operations::ListLimited {
        operations::ListLimited::new(&self.client)
    }
}
