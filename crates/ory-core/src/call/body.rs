//! The body of a request while it is being built.

use std::fmt::Display;

use bytes::Bytes;

use crate::call::url::{push_pair, remove_pairs};

/// The body of a call while it is being built.
#[derive(Clone)]
pub(crate) enum Body {
    None,
    /// A media type and the bytes.
    Bytes(&'static str, Bytes),
    /// `application/x-www-form-urlencoded`, pair by pair.
    Form(String),
}

impl Body {
    /// Adds a field to a form; another kind of body is replaced by the form.
    pub(crate) fn add_form(&mut self, name: &str, value: &dyn Display) {
        if !matches!(self, Body::Form(_)) {
            *self = Body::Form(String::with_capacity(256));
        }
        if let Body::Form(form) = self {
            if !form.is_empty() {
                form.push('&');
            }
            push_pair(form, name, value);
        }
    }

    /// Sets a field of a form, in place of those of the same name.
    pub(crate) fn set_form(&mut self, name: &str, value: &dyn Display) {
        if let Body::Form(form) = self {
            remove_pairs(form, 0, name);
        }
        self.add_form(name, value);
    }

    /// The media type and the bytes.
    pub(crate) fn into_parts(self) -> (Option<&'static str>, Bytes) {
        match self {
            Body::None => (None, Bytes::new()),
            Body::Bytes(content_type, body) => (Some(content_type), body),
            Body::Form(form) => (Some("application/x-www-form-urlencoded"), Bytes::from(form)),
        }
    }
}
