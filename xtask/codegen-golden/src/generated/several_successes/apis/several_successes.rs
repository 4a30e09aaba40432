// @generated from xtask/codegen-golden/spec/several_successes.json. Do not edit.

use crate::generated::several_successes::{Client, operations};

/// The operations of `several_successes`.
///
/// Accessed through [`Client::several_successes`].
#[derive(Clone, Debug)]
pub struct SeveralSuccessesApi {
    pub(crate) client: Client,
}

impl Client {
    /// The operations of `several_successes`.
    #[inline]
    #[must_use]
    pub fn several_successes(&self) -> SeveralSuccessesApi {
        SeveralSuccessesApi {
            client: self.clone(),
        }
    }
}

impl SeveralSuccessesApi {
    /// The check.
    ///
    /// `GET /check`, Ory Network public API. Safe to repeat.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// let allowed = golden.several_successes().check().await?;
    /// println!("{allowed}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn check(&self) -> operations::Check {
        operations::Check::new(&self.client)
    }

    /// The extend.
    ///
    /// `PATCH /extend`, Ory Network public API. Safe to repeat.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// let thing = golden.several_successes().extend().await?;
    /// println!("{thing:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn extend(&self) -> operations::Extend {
        operations::Extend::new(&self.client)
    }
}
