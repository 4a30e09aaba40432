//! The backend of an app in the browser: a login UI of your own, server-rendered or for a single-page
//! app.
//!
//! # Topology
//!
//! The browser's cookies are all there is, so app and Kratos need one host name: serve both under
//! `app.example.org`, with Kratos below a path or on another port. With two host names the flows can
//! be relayed through the app, but Kratos's own redirects (a second factor, a fresh login, social
//! sign-in) lead to its host, where the cookies are not: `localhost` and `127.0.0.1` are two host
//! names already.
//!
//! Forward the browser's whole `Cookie` header with every call and every `Set-Cookie` of every
//! response back, also of a refusal. [`BrowserRequest`](crate::browser::BrowserRequest) does the one,
//! [`relay_cookies`](crate::browser::relay_cookies) the other.
//!
//! # A page that needs a session
//!
//! ```no_run
//! use ory_kratos::browser::{BrowserRequest, Decision, Pages, relay_cookies};
//! # use ory_kratos::ory_core::http::HeaderMap;
//!
//! # async fn page(kratos: ory_kratos::Client, pages: Pages, headers: HeaderMap, mut answer: HeaderMap) -> Result<(), ory_kratos::Error> {
//! let request = BrowserRequest::new(&headers, "");
//! let response = request.whoami(&kratos).outcome().await?; // an error here does not mean "logged out"
//! relay_cookies(&response, &mut answer);
//! match response.value.decide(&pages, "https://app.example.org/orders") {
//!     Decision::Show(session) => println!("hello {}", session.id),
//!     Decision::Go(url) => println!("303 {url}"), // to log in, or for the second factor, and back
//!     Decision::Explain(refusal) => println!("{refusal}"),
//!     other => println!("{other:?}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # The pages of the flows
//!
//! One handler opens the flow of the URL, or makes one; another submits what was posted. Both are
//! generic over the five kinds ([`BrowserFlow`](crate::browser::BrowserFlow)):
//!
//! ```no_run
//! use ory_kratos::browser::{BrowserFlow, BrowserRequest, Decision, Pages};
//!
//! async fn show<F: BrowserFlow>(
//!     kratos: &ory_kratos::Client, pages: &Pages, request: &BrowserRequest,
//! ) -> Result<Decision<F>, ory_kratos::Error> {
//!     let response = request.open::<F>(kratos).await?;
//!     Ok(response.value.decide(pages, request))
//! }
//!
//! async fn submit<F: BrowserFlow>(
//!     kratos: &ory_kratos::Client, pages: &Pages, request: &BrowserRequest, posted: Vec<(String, String)>,
//! ) -> Result<Decision<F>, ory_kratos::Error> {
//!     let response = request.submit::<F>(kratos, posted).await?;
//!     Ok(response.value.decide(pages, request))
//! }
//! ```
//!
//! A [`Decision`](crate::browser::Decision) is four things: show the form, show one of another kind,
//! redirect, explain. It keeps `return_to` and `login_challenge` all the way and never goes in a
//! circle. The seven words of [`FlowOutcome`](crate::outcome::FlowOutcome) can be matched instead.
//!
//! # Who posts
//!
//! - **To the app**, as above: the form posts to its own page with `?flow=`, the app submits. It can
//!   look at what is posted, and works while app and Kratos have different host names.
//! - **To Kratos**: the form posts to [`ui.action`](crate::models::UiContainer::action). Then the
//!   browser has to have Kratos's cookies, and Kratos redirects back to the page, which needs no
//!   second handler.
//!
//! # Rendering
//!
//! [`UiContainer::sections`](crate::models::UiContainer::sections) gives one HTML form for each
//! method, [`html_attributes`](crate::models::UiNodeInputAttributes::html_attributes) the attributes
//! of an input, [`label`](crate::models::UiNode::label) its label. Everything is to be escaped by the
//! template. Show messages by their [`MessageId`](crate::MessageId), in the user's language, with the
//! `context` for what varies; the text is English and changes between releases.
//!
//! Passkeys and security keys need Kratos's script. Serve it from your own origin with
//! [`get_webauthn_javascript`](crate::FrontendApi::get_webauthn_javascript): the script node asks for
//! `crossorigin`, and Kratos sends no CORS header by default. Its
//! [`integrity`](crate::models::UiNodeScriptAttributes::integrity) is that of the same text. Then run
//! [`onload`](crate::models::UiContainer::onload).
//!
//! # What else goes wrong
//!
//! - Send `Cache-Control: no-store` with every page of a flow, so that the back button shows the flow
//!   as it is now.
//! - Two tabs: the login in one renews the anti-CSRF token of both. The other's submission is a
//!   [`CsrfViolation`](crate::outcome::FlowErrorId::CsrfViolation); its decision is a new form, which
//!   finds the session and goes home.
//! - A visitor waits for seconds, not for the default of a minute: give a client that serves requests
//!   [`Config::for_requests`](ory_core::Config::for_requests).
//! - An error is a failure, not "logged out": show a page with 503 and log it.
