// @generated from xtask/codegen-golden/spec/pagination.json. Do not edit.

use crate::generated::pagination::{Client, operations};

/// The operations of `pagination`.
///
/// Accessed through [`Client::pagination`].
#[derive(Clone, Debug)]
pub struct PaginationApi {
    pub(crate) client: Client,
}

impl Client {
    /// The operations of `pagination`.
    #[inline]
    #[must_use]
    pub fn pagination(&self) -> PaginationApi {
        PaginationApi {
            client: self.clone(),
        }
    }
}

impl PaginationApi {
    /// The list bodies.
    ///
    /// `GET /bodies`, Ory Network public API. Safe to repeat.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// let mut items = golden.pagination().list_bodies().page_size(100).items();
    /// while let Some(row) = items.next().await {
    ///     println!("{}", row?.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "listBodies")]
    #[inline]
    pub fn list_bodies(&self) -> operations::ListBodies {
        operations::ListBodies::new(&self.client)
    }

    /// The list counted.
    ///
    /// `GET /counted`, Ory Network public API. Safe to repeat.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// let mut items = golden.pagination().list_counted().page_size(100).items();
    /// while let Some(row) = items.next().await {
    ///     println!("{}", row?.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "listCounted")]
    #[inline]
    pub fn list_counted(&self) -> operations::ListCounted {
        operations::ListCounted::new(&self.client)
    }

    /// The list linked.
    ///
    /// `GET /linked`, Ory Network public API. Safe to repeat.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// let mut items = golden.pagination().list_linked().page_size(100).items();
    /// while let Some(row) = items.next().await {
    ///     println!("{}", row?.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "listLinked")]
    #[inline]
    pub fn list_linked(&self) -> operations::ListLinked {
        operations::ListLinked::new(&self.client)
    }

    /// The list plain.
    ///
    /// `GET /plain`, Ory Network public API. Safe to repeat.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// let rows = golden.pagination().list_plain().await?;
    /// println!("{rows:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "listPlain")]
    #[inline]
    pub fn list_plain(&self) -> operations::ListPlain {
        operations::ListPlain::new(&self.client)
    }
}
