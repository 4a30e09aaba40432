// @generated from xtask/codegen-golden/spec/inline_objects.json. Do not edit.

use crate::generated::inline_objects::{Client, models, operations};

/// The operations of `inline_objects`.
///
/// Accessed through [`Client::inline_objects`].
#[derive(Clone, Debug)]
pub struct InlineObjectsApi {
    pub(crate) client: Client,
}

impl Client {
    /// The operations of `inline_objects`.
    #[inline]
    #[must_use]
    pub fn inline_objects(&self) -> InlineObjectsApi {
        InlineObjectsApi {
            client: self.clone(),
        }
    }
}

impl InlineObjectsApi {
    /// The put item.
    ///
    /// `PUT /items/{id}`, Ory Network public API. Safe to repeat.
    ///
    /// - `id`: the id.
    /// - `body`: the [`PutItemBody`](crate::generated::inline_objects::models::PutItemBody) to send.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// ```no_run
    /// # async fn example(client: ory_golden::Client, id: &str, body: ory_golden::models::PutItemBody) -> Result<(), ory_golden::Error> {
    /// let item_answer = client.inline_objects().put_item(id, body).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "putItem")]
    pub fn put_item(&self, id: impl AsRef<str>, body: models::PutItemBody) -> operations::PutItem {
        operations::PutItem::new(&self.client, id.as_ref(), &body)
    }
}
