// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

use ory_core::Secret;

use crate::generated::media::{Client, models, operations};

/// The operations of `media`.
///
/// Accessed through [`Client::media`].
#[derive(Clone, Debug)]
pub struct MediaApi {
    pub(crate) client: Client,
}

impl Client {
    /// The operations of `media`.
    #[inline]
    #[must_use]
    pub fn media(&self) -> MediaApi {
        MediaApi {
            client: self.clone(),
        }
    }
}

impl MediaApi {
    /// The check syntax.
    ///
    /// `POST /syntax`, Ory Network public API. Safe to repeat.
    ///
    /// - `body`: the text to send.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client, body: &str) -> Result<(), ory_golden::Error> {
    /// let value = golden.media().check_syntax(body).await?;
    /// println!("{value:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "checkSyntax")]
    pub fn check_syntax(&self, body: impl Into<String>) -> operations::CheckSyntax {
        operations::CheckSyntax::new(&self.client, body.into())
    }

    /// The logout.
    ///
    /// `DELETE /session`, Ory Network public API. Safe to repeat.
    ///
    /// - `body`: the [`LogoutBody`](crate::generated::media::models::LogoutBody) to send.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client, body: ory_golden::models::LogoutBody) -> Result<(), ory_golden::Error> {
    /// golden.media().logout(body).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn logout(&self, body: models::LogoutBody) -> operations::Logout {
        operations::Logout::new(&self.client, &body)
    }

    /// The script.
    ///
    /// `GET /script.js`, Ory Network public API. Safe to repeat.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client) -> Result<(), ory_golden::Error> {
    /// let text = golden.media().script().await?;
    /// println!("{text}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn script(&self) -> operations::Script {
        operations::Script::new(&self.client)
    }

    /// The submit.
    ///
    /// `POST /flow`, Ory Network public API. Safe to repeat.
    ///
    /// - `body`: the [`FlowBody`](crate::generated::media::models::FlowBody) to send.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client, body: ory_golden::models::FlowBody) -> Result<(), ory_golden::Error> {
    /// let value = golden.media().submit(body).await?;
    /// println!("{value:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn submit(&self, body: models::FlowBody) -> operations::Submit {
        operations::Submit::new(&self.client, &body)
    }

    /// The token.
    ///
    /// `POST /token`, Ory Network public API. Safe to repeat.
    ///
    /// - `grant_type`: the grant type.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client, grant_type: &str) -> Result<(), ory_golden::Error> {
    /// let value = golden.media().token(grant_type).await?;
    /// println!("{value:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn token(&self, grant_type: impl AsRef<str>) -> operations::Token {
        operations::Token::new(&self.client, grant_type.as_ref())
    }

    /// The userinfo.
    ///
    /// `GET /userinfo`, Ory Network public API. Safe to repeat.
    ///
    /// - `access_token`: the authorization.
    ///
    /// # Errors
    ///
    /// See [`ory_core::Error`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(golden: ory_golden::Client, access_token: ory_golden::ory_core::Secret) -> Result<(), ory_golden::Error> {
    /// let value = golden.media().userinfo(access_token).await?;
    /// println!("{value:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn userinfo(&self, access_token: Secret) -> operations::Userinfo {
        operations::Userinfo::new(&self.client, &access_token)
    }
}
