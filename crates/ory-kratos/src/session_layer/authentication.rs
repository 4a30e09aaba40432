//! What the layer found out about a request.

use std::fmt;
use std::sync::Arc;

use ory_core::http::header::HeaderValue;

use crate::session_layer::signed_in::SignedIn;

/// What [`SessionLayer::authenticate`](crate::SessionLayer::authenticate) found.
#[derive(Clone)]
pub struct Authentication {
    pub(super) signed_in: Option<SignedIn>,
    pub(super) cookies: Arc<[HeaderValue]>,
}

impl Authentication {
    /// Who is signed in; `None` for nobody, where the layer is
    /// [optional](crate::SessionLayer::optional).
    #[must_use]
    pub fn signed_in(&self) -> Option<&SignedIn> {
        self.signed_in.as_ref()
    }

    /// `Set-Cookie` headers that Kratos has for this browser: a session that was extended. Hand
    /// them on, each as a header of its own.
    pub fn set_cookies(&self) -> impl Iterator<Item = &HeaderValue> {
        self.cookies.iter()
    }
}

impl fmt::Debug for Authentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authentication")
            .field("signed_in", &self.signed_in)
            .finish_non_exhaustive()
    }
}
