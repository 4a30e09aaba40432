//! Why a posted form cannot be submitted.

use std::fmt;

use ory_core::Error;

/// The longest name of a field that an error repeats.
const LONGEST_SHOWN: usize = 64;

/// Why a posted form cannot be submitted: it is larger than any form of Kratos, malformed, or does not
/// say what it is for. Nothing was sent; answer the visitor with 400.
///
/// The message names the field, never a value.
///
/// ```
/// # use ory_kratos::models::{UiContainer, UpdateLoginFlowBody};
/// # fn example(ui: &UiContainer) {
/// let posted = [("traits..name", "Ada"), ("method", "password")];
/// let error = UpdateLoginFlowBody::from_form(ui, posted).unwrap_err();
/// assert_eq!(error.field(), Some("traits..name"));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormError {
    field: Option<String>,
    message: &'static str,
}

impl FormError {
    pub(super) fn whole(message: &'static str) -> Self {
        FormError {
            field: None,
            message,
        }
    }

    pub(super) fn field_is(name: &str, message: &'static str) -> Self {
        let shown = name.chars().take(LONGEST_SHOWN);
        FormError {
            field: Some(shown.filter(|c| !c.is_control()).collect()),
            message,
        }
    }

    pub(super) fn collision(name: &str) -> Self {
        Self::field_is(
            name,
            "collides with another field: a value cannot have fields",
        )
    }

    /// The field that is wrong, cut to 64 characters; `None` if it is the form as a whole.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.field {
            Some(field) => write!(f, "the field `{field}` of the posted form {}", self.message),
            None => write!(f, "the posted form {}", self.message),
        }
    }
}

impl std::error::Error for FormError {}

impl From<FormError> for Error {
    /// A configuration error: nothing was sent.
    fn from(error: FormError) -> Self {
        Error::configuration(None, error.to_string())
    }
}
