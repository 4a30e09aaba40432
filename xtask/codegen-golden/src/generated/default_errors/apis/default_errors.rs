// @generated from xtask/codegen-golden/spec/default_errors.json. Do not edit.

use crate::generated::default_errors::{Client, operations};

/// The operations of `default_errors`.
///
/// Accessed through [`Client::default_errors`].
#[derive(Clone, Debug)]
pub struct DefaultErrorsApi {
    pub(crate) client: Client,
}

impl Client {
    /// The operations of `default_errors`.
    #[inline]
    #[must_use]
    pub fn default_errors(&self) -> DefaultErrorsApi {
        DefaultErrorsApi {
            client: self.clone(),
        }
    }
}

impl DefaultErrorsApi {
    /// The delete thing.
    ///
    /// `DELETE /thing`, Ory Network public API. Safe to repeat.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// golden.default_errors().delete_thing().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "deleteThing")]
    #[inline]
    pub fn delete_thing(&self) -> operations::DeleteThing {
        operations::DeleteThing::new(&self.client)
    }
}
