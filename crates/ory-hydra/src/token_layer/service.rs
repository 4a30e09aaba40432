//! The layer as a tower layer.

use std::sync::Arc;

use ory_core::Caller;
use ory_core::checks::{Guard, GuardService, Layer, Nobody, Step};
use ory_core::http::header::HeaderMap;
use ory_core::http::request::Parts;

use crate::introspection::ActiveToken;
use crate::token_layer::layer::{Begun, TokenLayer};

/// A service behind a [`TokenLayer`].
pub type TokenService<S> = GuardService<S, TokenLayer>;

impl Guard for TokenLayer {
    type After = ();

    fn check(self: &Arc<Self>, mut request: Parts) -> Step<()> {
        // What is there was put there by somebody else.
        request.extensions.remove::<ActiveToken>();
        request.extensions.remove::<Caller>();
        let watch = self.watch();
        match self.begin(&request.headers) {
            Begun::Known(outcome, source) => {
                watch.end("token", outcome.as_ref().err(), source);
                match outcome {
                    Ok(token) => {
                        admit(token, &mut request);
                        Step::Pass(request, ())
                    }
                    Err(denial) => Step::Deny(denial),
                }
            }
            Begun::Open(token) => {
                let layer = Arc::clone(self);
                Step::Ask(Box::pin(async move {
                    let (outcome, source) = layer.finish(token).await;
                    watch.end("token", outcome.as_ref().err(), source);
                    admit(outcome?, &mut request);
                    Ok((request, ()))
                }))
            }
        }
    }

    fn finish(&self, (): (), _: &mut HeaderMap) {}
}

/// Puts the token, and who calls by it, into the request.
fn admit(token: Option<ActiveToken>, request: &mut Parts) {
    if let Some(token) = token {
        if let Some(caller) = token.caller() {
            request.extensions.insert(caller.clone());
        }
        request.extensions.insert(token);
    } else {
        request.extensions.insert(Nobody);
    }
}

impl<S> Layer<S> for TokenLayer {
    type Service = TokenService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        GuardService::new(inner, Arc::new(self.clone()))
    }
}
