//! Helpers for apps in the browser: cookies in and out, flows by the page's URL, where to go next.
//!
//! For any web framework or none: requests are read from a [`HeaderMap`](ory_core::http::HeaderMap)
//! and a query. A page of all five kinds is:
//!
//! ```no_run
//! # use ory_kratos::ory_core::http::HeaderMap;
//! use ory_kratos::browser::{BrowserFlow, BrowserRequest, Decision, Pages, relay_cookies};
//! # fn render<F>(_: F) -> String { String::new() }
//!
//! async fn page<F: BrowserFlow>(
//!     kratos: &ory_kratos::Client, pages: &Pages, headers: &HeaderMap, query: &str,
//! ) -> Result<(HeaderMap, String), ory_kratos::Error> {
//!     let request = BrowserRequest::new(headers, query);
//!     let response = request.open::<F>(kratos).await?;
//!     let mut headers = HeaderMap::new();
//!     relay_cookies(&response, &mut headers);
//!     Ok(match response.value.decide(pages, &request) {
//!         Decision::Show(flow) => (headers, render(flow)),
//!         Decision::Go(url) => {
//!             headers.insert("location", url.parse().expect("URLs of a decision are ASCII"));
//!             (headers, String::new())
//!         }
//!         Decision::ShowOther(flow) => (headers, format!("{flow:?}")),
//!         Decision::Explain(refusal) => (headers, refusal.to_string()),
//!     })
//! }
//! ```
//!
//! and its submission is [`BrowserRequest::submit`]. Who calls an API is
//! [`ToSession::of`](crate::operations::ToSession::of).

mod cookies;
mod credential;
mod decision;
mod kinds;
mod pages;
mod request;
#[cfg(test)]
mod tests;

pub use cookies::{cookies, relay_cookies};
pub use decision::{Completed, Decision};
pub use kinds::BrowserFlow;
pub use pages::Pages;
pub use request::BrowserRequest;
