//! The layer as a tower layer: what the request and the response are given.

use std::sync::Arc;

use ory_core::checks::{Guard, GuardService, Layer, Nobody, Step};
use ory_core::http::header::{CACHE_CONTROL, HeaderMap, HeaderValue, SET_COOKIE, VARY};
use ory_core::http::request::Parts;
use ory_core::{Caller, CheckSource};

use crate::session_layer::authentication::Authentication;
use crate::session_layer::layer::{Begun, SessionLayer};
use crate::session_layer::signed_in::SignedIn;

/// A service behind a [`SessionLayer`].
pub type SessionService<S> = GuardService<S, SessionLayer>;

impl Guard for SessionLayer {
    type After = Arc<[HeaderValue]>;

    fn check(self: &Arc<Self>, mut request: Parts) -> Step<Self::After> {
        // What is there was put there by somebody else.
        request.extensions.remove::<SignedIn>();
        request.extensions.remove::<Caller>();
        let watch = self.watch();
        match self.begin(&request) {
            Begun::Known(outcome) => {
                match self.verdict(outcome, &request, watch, CheckSource::Local) {
                    Ok(found) => {
                        let cookies = admit(found, &mut request);
                        Step::Pass(request, cookies)
                    }
                    Err(denial) => Step::Deny(denial),
                }
            }
            Begun::Open(credential) => {
                let layer = Arc::clone(self);
                Step::Ask(Box::pin(async move {
                    let outcome = layer.ask(credential).await;
                    let found = layer.verdict(outcome, &request, watch, CheckSource::Server)?;
                    let cookies = admit(found, &mut request);
                    Ok((request, cookies))
                }))
            }
        }
    }

    fn finish(&self, cookies: Self::After, headers: &mut HeaderMap) {
        const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");
        const CREDENTIALS: HeaderValue =
            HeaderValue::from_static("Cookie, Authorization, X-Session-Token");
        if !cookies.is_empty() || !headers.contains_key(CACHE_CONTROL) {
            headers.insert(CACHE_CONTROL, PRIVATE);
        }
        headers.append(VARY, CREDENTIALS);
        for cookie in cookies.iter() {
            headers.append(SET_COOKIE, cookie.clone());
        }
    }
}

/// Puts who is signed in into the request.
fn admit(found: Authentication, request: &mut Parts) -> Arc<[HeaderValue]> {
    if let Some(user) = found.signed_in {
        request.extensions.insert(user.caller().clone());
        request.extensions.insert(user);
    } else {
        request.extensions.insert(Nobody);
    }
    found.cookies
}

impl<S> Layer<S> for SessionLayer {
    type Service = SessionService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        GuardService::new(inner, Arc::new(self.clone()))
    }
}
