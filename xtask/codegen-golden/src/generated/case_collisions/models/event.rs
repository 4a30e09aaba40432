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
    /// Makes one with the fields that are required.
    #[inline]
    #[must_use]
    pub fn new(label: impl Into<String>, started_at: impl Into<Timestamp>) -> Self {
        Self {
            ended_at: None,
            label: label.into(),
            started_at: started_at.into(),
            status: None,
        }
    }

    /// Sets [`ended_at`](Self#structfield.ended_at).
    #[inline]
    #[must_use]
    pub fn ended_at(mut self, ended_at: impl Into<Timestamp>) -> Self {
        self.ended_at = Some(ended_at.into());
        self
    }

    /// Sets [`label`](Self#structfield.label).
    #[inline]
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Sets [`started_at`](Self#structfield.started_at).
    #[inline]
    #[must_use]
    pub fn started_at(mut self, started_at: impl Into<Timestamp>) -> Self {
        self.started_at = started_at.into();
        self
    }

    /// Sets [`status`](Self#structfield.status).
    #[inline]
    #[must_use]
    pub fn status(mut self, status: impl Into<RpcStatus>) -> Self {
        self.status = Some(status.into());
        self
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
