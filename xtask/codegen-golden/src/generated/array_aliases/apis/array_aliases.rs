// @generated from xtask/codegen-golden/spec/array_aliases.json. Do not edit.

use crate::generated::array_aliases::{Client, operations};

/// The operations of `array_aliases`.
///
/// Accessed through [`Client::array_aliases`].
#[derive(Clone, Debug)]
pub struct ArrayAliasesApi {
    pub(crate) client: Client,
}

impl Client {
    /// The operations of `array_aliases`.
    #[inline]
    #[must_use]
    pub fn array_aliases(&self) -> ArrayAliasesApi {
        ArrayAliasesApi {
            client: self.clone(),
        }
    }
}

impl ArrayAliasesApi {
    /// The list texts.
    ///
    /// `GET /texts`, Ory Network public API. Safe to repeat.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// let texts = golden.array_aliases().list_texts().await?;
    /// println!("{texts:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "listTexts")]
    #[inline]
    pub fn list_texts(&self) -> operations::ListTexts {
        operations::ListTexts::new(&self.client)
    }
}
