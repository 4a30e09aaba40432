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
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// use ory_golden::models::PutItemBody;
    ///
    /// let body = PutItemBody::new("My app");
    /// let item_answer = golden.inline_objects().put_item("9f425a8d-7efc-4768-8f23-7647a74fdf13", body).await?;
    /// println!("{item_answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "putItem")]
    pub fn put_item(&self, id: impl AsRef<str>, body: models::PutItemBody) -> operations::PutItem {
        operations::PutItem::new(&self.client, id.as_ref(), &body)
    }
}
