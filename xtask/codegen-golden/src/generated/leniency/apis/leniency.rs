// @generated from xtask/codegen-golden/spec/leniency.json. Do not edit.

use crate::generated::leniency::{Client, models, operations};

/// The operations of `leniency`.
///
/// Accessed through [`Client::leniency`].
#[derive(Clone, Debug)]
pub struct LeniencyApi {
    pub(crate) client: Client,
}

impl Client {
    /// The operations of `leniency`.
    #[inline]
    #[must_use]
    pub fn leniency(&self) -> LeniencyApi {
        LeniencyApi {
            client: self.clone(),
        }
    }
}

impl LeniencyApi {
    /// The create client.
    ///
    /// `POST /client`, Ory Network public API. Safe to repeat.
    ///
    /// - `body`: the [`Client`](crate::generated::leniency::models::Client) to send.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client, body: ory_golden::models::Client) -> Result<(), ory_golden::Error> {
    /// let client = golden.leniency().create_client(body).await?;
    /// println!("{}", client.id);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "createClient")]
    #[inline]
    pub fn create_client(&self, body: models::Client) -> operations::CreateClient {
        operations::CreateClient::new(&self.client, &body)
    }

    /// The send.
    ///
    /// `POST /only`, Ory Network public API. Safe to repeat.
    ///
    /// - `body`: the [`Request`](crate::generated::leniency::models::Request) to send.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client, body: ory_golden::models::Request) -> Result<(), ory_golden::Error> {
    /// let value = golden.leniency().send(body).await?;
    /// println!("{value:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn send(&self, body: models::Request) -> operations::Send {
        operations::Send::new(&self.client, &body)
    }
}
