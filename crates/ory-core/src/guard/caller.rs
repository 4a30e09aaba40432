//! Who calls.

use std::fmt;
use std::sync::Arc;

/// Who calls, as the layer found that authenticated the request. It is in the request's extensions.
///
/// By it a permission layer follows a layer for sessions or tokens without knowing which. Only
/// layers of this SDK put it there, and each removes one that it finds.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Caller {
    id: Arc<str>,
    kind: CallerKind,
}

/// What a [`Caller`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallerKind {
    /// A user with a session of Ory Kratos; the id is the identity's.
    Session,
    /// A user for whom an OAuth2 client acts; the id is the token's `sub`.
    Token,
    /// An OAuth2 client that acts for itself (client credentials); the id is the client's.
    Client,
}

impl Caller {
    /// Names a caller, as layers of one's own and tests do.
    #[must_use]
    pub fn new(id: impl Into<Arc<str>>, kind: CallerKind) -> Self {
        Caller {
            id: id.into(),
            kind,
        }
    }

    /// The id of the identity, the token's subject or the client.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is the id of.
    #[must_use]
    pub fn kind(&self) -> CallerKind {
        self.kind
    }
}

impl fmt::Debug for Caller {
    /// Without the id, which is personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
