//! A service or tool that administers identities.
//!
//! It speaks to the admin API, which must not be reachable from outside; on Ory Network it needs a project's API key.
//!
//! ```no_run
//! # async fn list(kratos: ory_kratos::Client) -> Result<(), ory_kratos::Error> {
//! let mut identities = kratos.identity().list_identities().page_size(250).items();
//! while let Some(identity) = identities.next().await {
//!     println!("{}", identity?.id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | to | use |
//! |---|---|
//! | change single fields | [`Patch`](crate::Patch) with [`IdentityApi::patch_identity`](crate::IdentityApi::patch_identity) |
//! | create many, with passwords from elsewhere | [`ImportIdentities`](crate::ImportIdentities), [`PasswordHash`](crate::PasswordHash) |
//! | read traits as a type of your own | [`Identity::traits_as`](crate::models::Identity::traits_as) |
//! | end sessions | [`IdentityApi::delete_identity_sessions`](crate::IdentityApi::delete_identity_sessions) |
