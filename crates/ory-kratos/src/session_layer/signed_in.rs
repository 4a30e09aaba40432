//! The session of a request, for handlers.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use ory_core::{Caller, CallerKind, Timestamp};

use crate::models::{AuthenticatorAssuranceLevel, Session};

/// Who is signed in: the session that the layer found, in the request's extensions.
///
/// Derefs to [`Session`]; cheap to clone.
///
/// ```
/// # use ory_kratos::SignedIn;
/// fn greeting(user: &SignedIn) -> String {
///     let email = user.identity.as_ref().and_then(|identity| identity.traits["email"].as_str());
///     format!("hello {}", email.unwrap_or_else(|| user.identity_id()))
/// }
/// ```
#[derive(Clone, PartialEq)]
pub struct SignedIn(Arc<Inner>);

#[derive(PartialEq)]
struct Inner {
    session: Session,
    caller: Caller,
}

impl SignedIn {
    /// The session of an identity; `None` if it does not say whose it is.
    pub(crate) fn of(session: Session) -> Option<Self> {
        let id = session.identity.as_ref()?.id.as_str();
        if id.is_empty() {
            return None;
        }
        let caller = Caller::new(id, CallerKind::Session);
        Some(SignedIn(Arc::new(Inner { session, caller })))
    }

    /// The session of a token that was verified here, which has the identity's id alone.
    #[cfg(feature = "jwt")]
    pub(crate) fn of_identity(session: Session, identity: &str) -> Self {
        let caller = Caller::new(identity, CallerKind::Session);
        SignedIn(Arc::new(Inner { session, caller }))
    }

    /// The identity's id. A tokenized session may have the external id there, if its template says
    /// so.
    #[must_use]
    pub fn identity_id(&self) -> &str {
        self.0.caller.id()
    }

    /// The session.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.0.session
    }

    /// Whether a second factor was given. A tokenized session says so only if its template does.
    #[must_use]
    pub fn is_aal2(&self) -> bool {
        matches!(
            self.0.session.authenticator_assurance_level,
            Some(AuthenticatorAssuranceLevel::Aal2 | AuthenticatorAssuranceLevel::Aal3)
        )
    }

    /// Whether the user gave credentials at most this long ago. A session that does not say when
    /// counts as old.
    #[must_use]
    pub fn authenticated_within(&self, time: Duration) -> bool {
        let Some(at) = self.0.session.authenticated_at else {
            return false;
        };
        match SystemTime::try_from(at) {
            // A time ahead of this machine's clock is recent.
            Ok(at) => SystemTime::now()
                .duration_since(at)
                .map_or(true, |since| since <= time),
            Err(_) => false,
        }
    }

    /// How long the session still lasts; zero once it is over, `None` if it does not end.
    pub(crate) fn remaining(&self, now: Timestamp) -> Option<Duration> {
        let end = self.0.session.expires_at?;
        let nanoseconds = |time: Timestamp| {
            i128::from(time.unix_seconds()) * 1_000_000_000 + i128::from(time.subsec_nanoseconds())
        };
        let left = u64::try_from(nanoseconds(end) - nanoseconds(now));
        // Beyond u64 are centuries on one side and the past on the other.
        Some(match left {
            Ok(left) => Duration::from_nanos(left),
            Err(_) if end > now => Duration::from_nanos(u64::MAX),
            Err(_) => Duration::ZERO,
        })
    }

    pub(crate) fn caller(&self) -> &Caller {
        &self.0.caller
    }
}

impl Deref for SignedIn {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0.session
    }
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SignedIn").field(&self.0.session).finish()
    }
}
