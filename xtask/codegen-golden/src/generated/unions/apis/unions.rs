// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

use crate::generated::unions::{Client, models, operations};

/// The operations of `unions`.
///
/// Accessed through [`Client::unions`].
#[derive(Clone, Debug)]
pub struct UnionsApi {
    pub(crate) client: Client,
}

impl Client {
    /// The operations of `unions`.
    #[inline]
    #[must_use]
    pub fn unions(&self) -> UnionsApi {
        UnionsApi {
            client: self.clone(),
        }
    }
}

impl UnionsApi {
    /// The submit flow.
    ///
    /// `POST /flow`, Ory Network public API. Safe to repeat.
    ///
    /// - `body`: the [`SubmitBody`](crate::generated::unions::models::SubmitBody) to send.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// use ory_golden::models::WithCode;
    ///
    /// let body = WithCode::new().code("123456");
    /// let node = golden.unions().submit_flow(body).await?;
    /// println!("{node:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "submitFlow")]
    pub fn submit_flow(&self, body: impl Into<models::SubmitBody>) -> operations::SubmitFlow {
        operations::SubmitFlow::new(&self.client, &body.into())
    }
}
