// @generated from xtask/codegen-golden/spec/case_collisions.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;
use ory_core::Timestamp;

use super::RpcStatus;

/// The event.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// The label.
    pub label: String,
    /// When it was started.
    pub started_at: Timestamp,
    /// The status.
    pub status: Option<RpcStatus>,
}

ory_core::object! {
    Event {
        "ended_at" => ended_at: optional,
        "label" => label: required,
        "started_at" => started_at: required,
        "status" => status: optional,
    }
}

impl Event {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(label: impl Into<String>, started_at: impl Into<Timestamp>) -> Self {
        Self {
            ended_at: None,
            label: label.into(),
            started_at: started_at.into(),
            status: None,
        }
    }
}

impl fmt::Debug for Event {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("ended_at", &self.ended_at)
            .field("label", &Hidden(&self.label))
            .field("started_at", &self.started_at)
            .field("status", &self.status)
            .finish()
    }
}
