//! The backend of an app in the browser.
//!
//! The browser's cookies are all there is: forward its whole `Cookie` header with every call, hand every
//! `Set-Cookie` of every answer on, also of a refusal. [`BrowserRequest`](crate::browser::BrowserRequest) does the
//! one, [`relay_cookies`](crate::browser::relay_cookies) the other.
//!
//! Who is signed in:
//!
//! ```no_run
//! use ory_kratos::browser::{BrowserRequest, relay_cookies};
//! use ory_kratos::ory_core::http::HeaderMap;
//! use ory_kratos::outcome::{FlowErrorId, SessionOutcome};
//!
//! # async fn page(kratos: ory_kratos::Client, headers: HeaderMap, mut answer: HeaderMap) -> Result<(), ory_kratos::Error> {
//! let request = BrowserRequest::new(&headers, "");
//! let response = request.whoami(&kratos).outcome().await?; // an error here does not mean "signed out"
//! relay_cookies(&response, &mut answer);
//! match response.into_value() {
//!     SessionOutcome::Active(session) => println!("hello {}", session.id),
//!     SessionOutcome::Refused(refusal) if refusal.is(FlowErrorId::Aal2Required) => {
//!         println!("303 /login?aal=aal2");
//!     }
//!     _ => println!("303 /login"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A page shows a flow: make one, or fetch the one that the page's URL names, render the nodes of its `ui`, and let
//! the form post to `ui.action`, or submit it yourself with the token of
//! [`Flow::require_csrf_token`](crate::Flow::require_csrf_token). What comes of it is a
//! [`FlowOutcome`](crate::outcome::FlowOutcome): see [`outcome`](crate::outcome). To know what a message says, ask
//! [`MessageId`](crate::MessageId), not its text.
