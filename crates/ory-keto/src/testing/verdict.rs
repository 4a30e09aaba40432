//! What comes of a check.

use crate::opl::quote::Quoted;

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Member,
    NotMember,
    /// A limit was reached before it was decided.
    Undecided(Limit),
    Failed(Failure),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    Depth,
    Width,
}

impl Limit {
    /// What the servers call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Limit::Depth => "max_depth_exceeded",
            Limit::Width => "max_width_exceeded",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The namespace has relations, but not this one.
    UnknownRelation(String),
    /// Steps were nested too deeply.
    TooManySteps,
}

impl Failure {
    pub(super) fn reason(&self) -> String {
        match self {
            Failure::UnknownRelation(relation) => {
                format!("relation {} does not exist", Quoted(relation))
            }
            Failure::TooManySteps => "The check was aborted after too many resolution steps. This usually indicates a cyclic permit reference in the namespace configuration.".to_owned(),
        }
    }
}
