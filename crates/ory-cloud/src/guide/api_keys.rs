//! Handing out API keys to customers, and deciding about requests that come with one.
//!
//! A service that has an API of its own talks to the project's host, with a project API key.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use ory_cloud::models::{IssueApiKeyRequest, VerifyApiKeyRequest};
//! use ory_cloud::{Client, Error};
//!
//! /// A key for a customer. Its secret is in this answer and never again.
//! async fn issue(cloud: &Client, customer: &str) -> Result<Option<String>, Error> {
//!     let request = IssueApiKeyRequest::new()
//!         .name("reports")
//!         .actor_id(customer)
//!         .scopes(["reports:read"])
//!         .lives_for(Duration::from_secs(90 * 24 * 60 * 60));
//!     let issued = cloud.api_keys().admin_issue_api_key(request).await?;
//!     Ok(issued.secret.map(|secret| secret.expose().to_owned()))
//! }
//!
//! /// Whether a request that came with `key` may read reports.
//! async fn may_read(cloud: &Client, key: &str) -> Result<bool, Error> {
//!     let request = VerifyApiKeyRequest::new(key);
//!     let verified = cloud.api_keys().admin_verify_api_key(request).await?;
//!     Ok(verified.allows("reports:read"))
//! }
//!
//! # fn example() -> Result<(), Error> {
//! let cloud = Client::builder()
//!     .project_url("https://slug.projects.oryapis.com")
//!     .api_key(std::env::var("ORY_API_KEY").unwrap_or_default())
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! - **A refused key is an answer.** [`allows`](crate::models::VerifyApiKeyResponse::allows) and
//!   [`is_verified`](crate::models::VerifyApiKeyResponse::is_verified) decide; whatever the server leaves out means no.
//!   An error is not a verdict.
//! - **A lost answer.** Issuing is not repeated if it may have been processed, as it would make another key. With a
//!   `request_id` of your own a second request creates nothing; a secret that was lost with its answer is lost, so
//!   [list](crate::ApiKeysApi::admin_list_issued_api_keys) the customer's keys, revoke that one and issue another.
//! - **Revoking takes a moment** to show where verifications are answered from a cache. A token that was derived from
//!   a key stays valid until it expires.
