//! That a layer has looked for the caller, and there is none.

/// In the extensions of a request that an optional layer let through without a caller. A layer for
/// permissions tells by it that somebody has looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nobody;
