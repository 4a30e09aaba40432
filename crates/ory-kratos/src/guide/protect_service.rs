//! Protecting a service: who calls, may they, and what happens when Ory cannot be asked.
//!
//! Three layers do it, each in the crate of the product that knows. They are tower layers, so they
//! fit axum, tonic and whatever else is built on tower; `authenticate` of each is the same without
//! tower.
//!
//! | credential | layer | the handler takes |
//! |---|---|---|
//! | a session of Kratos: cookie, `X-Session-Token` | [`SessionLayer`](crate::SessionLayer) (feature `middleware`) | [`SignedIn`](crate::SignedIn) |
//! | a tokenized session, verified here | the same with `jwt(..)` (feature `jwt`) | `SignedIn` |
//! | an access token of Hydra, opaque or JWT | `TokenLayer` of ory-hydra | `ActiveToken` |
//! | a permission of Keto, after one of those | `PermissionLayer` of ory-keto, or `require` in the handler | `Caller` |
//!
//! # With axum
//!
//! With the feature `axum`, `SignedIn` is an argument of handlers, and a
//! [`Denial`](ory_core::Denial) their response.
//!
//! ```
//! # #[cfg(feature = "middleware")]
//! # fn example(kratos: ory_kratos::Client) -> Result<(), ory_kratos::Error> {
//! use ory_kratos::{SessionLayer, SignedIn};
//! use std::time::Duration;
//!
//! async fn account(user: SignedIn) -> String {
//!     format!("you are {}", user.identity_id())
//! }
//!
//! let session = SessionLayer::new(&kratos)
//!     .cache_for(Duration::from_secs(30))
//!     .redirect_to_login("https://auth.example/login", "https://app.example")?;
//! // What is sensitive asks each time, for a session that is fresh and strong. Both share the cache of facts.
//! let sensitive = session.clone().fresh().require_aal2().require_recent(Duration::from_secs(600));
//!
//! // let app = Router::new()
//! //     .route("/account", get(account)).route_layer(session)
//! //     .merge(Router::new().route("/account/delete", post(delete)).route_layer(sensitive))
//! //     .route("/health", get(|| async { "ok" }));
//! # let _ = (account, sensitive);
//! # Ok(())
//! # }
//! ```
//!
//! `route_layer` says which routes a layer guards. There are no path patterns: a pattern that reads
//! a path otherwise than the router does is how such layers have been passed by.
//!
//! # With actix, or without a framework
//!
//! `authenticate` takes the head of a request. actix-web has types of its own for it, so the head
//! is copied:
//!
//! ```
//! # #[cfg(feature = "middleware")]
//! # async fn example(session: ory_kratos::SessionLayer, method: &str, uri: &str, headers: &[(String, Vec<u8>)]) {
//! use ory_kratos::ory_core::http::{HeaderName, HeaderValue, Request};
//!
//! let mut request = Request::new(());
//! *request.method_mut() = method.parse().unwrap_or_default();
//! *request.uri_mut() = uri.parse().unwrap_or_default();
//! for (name, value) in headers {
//!     if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_bytes(value)) {
//!         request.headers_mut().append(name, value);
//!     }
//! }
//! match session.authenticate(&request.into_parts().0).await {
//!     Ok(found) => println!("{:?}; hand on {} cookies", found.signed_in(), found.set_cookies().count()),
//!     Err(denial) => println!("answer {}", denial.response().status()),
//! }
//! # }
//! ```
//!
//! # Before production
//!
//! - **A deadline.** A question to Kratos has 5 seconds and two attempts (`timeout`). Requests wait
//!   for it, so set it below what your own callers wait.
//! - **Caching has a price.** What is kept for 30 seconds is believed for 30 seconds after a log
//!   out elsewhere. Call `forget` on your own log out, and leave what is sensitive `fresh`. Kratos
//!   says how long itself with the flag `cacheable_sessions`; `cache_at_most` bounds it.
//! - **Kratos is down.** Requests get 503 with `Retry-After`, and nobody is logged out. Sessions
//!   that are kept go on being served; `stale_if_unavailable` keeps them longer than that. When
//!   only Kratos's *database* is down, Kratos answers 401, and no client can tell that from a
//!   session that is over: watch Kratos's own `/health/ready`.
//! - **Only public routes are public.** Put the layer around the router and merge what is public,
//!   not the other way round.
//! - **Origins.** State-changing requests with a cookie are refused from pages of other origins.
//!   Name the front end's by `allow_origin` if it is another, and set CORS headers as strictly.
//! - **CDNs.** Responses behind the layer are `private, no-store` unless the handler says
//!   otherwise. A handler that says `public` has to mean it.
//! - **A proxy in front** has to pass `Host`, `Origin`, `Sec-Fetch-Site` and `Cookie` on as they
//!   are. No header that a proxy adds decides anything here.
//! - **Log [`Denial::error`](ory_core::Denial::error)**, or collect the traces: callers are not
//!   told what failed upstream.
