// @generated from xtask/codegen-golden/spec/redirects.json. Do not edit.

use crate::generated::redirects::{Client, operations};

/// The operations of `redirects`.
///
/// Accessed through [`Client::redirects`].
#[derive(Clone, Debug)]
pub struct RedirectsApi {
    pub(crate) client: Client,
}

impl Client {
    /// The operations of `redirects`.
    #[inline]
    #[must_use]
    pub fn redirects(&self) -> RedirectsApi {
        RedirectsApi {
            client: self.clone(),
        }
    }
}

impl RedirectsApi {
    /// The authorize.
    ///
    /// `GET /auth`, Ory Network public API. Safe to repeat.
    ///
    /// - `client_id`: the id of the client.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// let url = golden.redirects().authorize("my-app").into_url()?;
    /// println!("redirect to {url}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn authorize(&self, client_id: impl AsRef<str>) -> operations::Authorize {
        operations::Authorize::new(&self.client, client_id.as_ref())
    }
}
