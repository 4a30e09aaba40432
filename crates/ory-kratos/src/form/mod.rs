//! From a posted form to the body of a submission: `from_form` and `from_json` on the five kinds of
//! body.
//!
//! A page that does not post to `ui.action` itself posts to the app, which submits for it. What a
//! browser posts is text under flat names; what Kratos takes is typed and nested. The form that the
//! page showed says which is which:
//!
//! - the pressed button decides the `method`: `provider` is `oidc`, `totp_unlink` is `totp`,
//!   `screen=previous` goes back; without a button it is what a script filled in (a passkey), or the
//!   posted `method`, or the only method on offer;
//! - names are nested at their dots: `traits.name.first`;
//! - values have the type of their node: a number, a boolean (also of a checkbox that was left
//!   unchecked, which browsers do not post), the JSON of an option, `true` for a button that means it;
//! - empty values are dropped unless the node requires them, and all of them where a button asks for
//!   something else (`resend`);
//! - names that the form does not have are kept as text, so that fields newer than this crate and
//!   the fields of another step reach Kratos, which judges them.
//!
//! The anti-CSRF token is never filled in: it is what proves that the visitor's own page was posted.
//!
//! Hostile forms are refused before anything is sent: see [`FormError`].

mod error;
mod method;
mod posted;
#[cfg(test)]
mod tests;
mod values;

use ory_core::UnknownUnion;
use ory_core::serde_json::{self, Map, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::models::{
    UiContainer, UpdateLoginFlowBody, UpdateRecoveryFlowBody, UpdateRegistrationFlowBody,
    UpdateSettingsFlowBody, UpdateVerificationFlowBody,
};

pub use error::FormError;
use posted::Posted;

/// A body that a posted form becomes; implemented by the five kinds of body.
///
/// For code over all kinds; `UpdateLoginFlowBody::from_form` needs no import.
pub trait FormBody: Sized {
    /// The body of a form that was posted as text: see [`form`](crate::form).
    ///
    /// # Errors
    ///
    /// A form that is too large or malformed, or whose method cannot be told.
    fn from_posted<N: AsRef<str>, V: AsRef<str>>(
        ui: &UiContainer,
        posted: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, FormError>;
}

macro_rules! bodies {
    ($($body:ident)*) => {$(
        impl $body {
            /// The body of a form that a browser posted, given the form that it was shown.
            ///
            /// ```
            #[doc = concat!("use ory_kratos::models::{UiContainer, ", stringify!($body), "};")]
            /// use ory_kratos::form::FormError;
            ///
            /// // `posted` as any web framework reads `application/x-www-form-urlencoded`.
            #[doc = concat!("fn body(ui: &UiContainer, posted: Vec<(String, String)>) -> Result<", stringify!($body), ", FormError> {")]
            #[doc = concat!("    ", stringify!($body), "::from_form(ui, posted)")]
            /// }
            /// ```
            ///
            /// # Errors
            ///
            /// A form that is too large or malformed, or whose method cannot be told: see
            /// [`form`](crate::form).
            pub fn from_form<N: AsRef<str>, V: AsRef<str>>(
                ui: &UiContainer,
                posted: impl IntoIterator<Item = (N, V)>,
            ) -> Result<Self, FormError> {
                let object = object(ui, posted::of_text(posted)?)?;
                Ok(typed(object, Self::Unknown))
            }

            /// The body of a form that a single-page app posted as JSON, by the same rules. Members
            /// may be nested or flat; values that have a type already keep it.
            ///
            /// # Errors
            ///
            /// As for [`from_form`](Self::from_form).
            pub fn from_json(ui: &UiContainer, posted: Value) -> Result<Self, FormError> {
                let object = object(ui, posted::of_json(posted)?)?;
                Ok(typed(object, Self::Unknown))
            }
        }

        impl FormBody for $body {
            fn from_posted<N: AsRef<str>, V: AsRef<str>>(
                ui: &UiContainer,
                posted: impl IntoIterator<Item = (N, V)>,
            ) -> Result<Self, FormError> {
                Self::from_form(ui, posted)
            }
        }
    )*};
}

bodies! {
    UpdateLoginFlowBody UpdateRegistrationFlowBody UpdateSettingsFlowBody UpdateRecoveryFlowBody
    UpdateVerificationFlowBody
}

/// The JSON object to submit.
fn object(ui: &UiContainer, posted: Posted) -> Result<Map<String, Value>, FormError> {
    let choice = method::choose(ui, &posted)?;
    let mut object = Map::new();
    for (name, value) in values::typed(ui, posted, &choice) {
        insert(&mut object, &name, value)?;
    }
    object.insert("method".to_owned(), Value::String(choice.method));
    Ok(object)
}

/// Puts a value where its dotted name says.
fn insert(object: &mut Map<String, Value>, name: &str, value: Value) -> Result<(), FormError> {
    let mut object = object;
    let mut parts = name.split('.').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return match object.insert(part.to_owned(), value) {
                Some(Value::Object(_)) => Err(FormError::collision(name)),
                _ => Ok(()),
            };
        }
        let inner = object
            .entry(part)
            .or_insert_with(|| Value::Object(Map::new()));
        object = match inner {
            Value::Object(inner) => inner,
            _ => return Err(FormError::collision(name)),
        };
    }
    Ok(())
}

/// The object as a body: as the model of its method where that loses nothing, and otherwise as it is,
/// so that fields newer than the model, and mistakes that Kratos explains best, reach the server.
fn typed<B: DeserializeOwned + Serialize>(
    object: Map<String, Value>,
    unknown: fn(UnknownUnion) -> B,
) -> B {
    let object = Value::Object(object);
    if let Ok(body) = B::deserialize(&object)
        && serde_json::to_value(&body).is_ok_and(|written| written == object)
    {
        return body;
    }
    let mut object = match object {
        Value::Object(object) => object,
        _ => Map::new(),
    };
    let method = object.remove("method");
    let method = method.as_ref().and_then(Value::as_str).unwrap_or_default();
    unknown(UnknownUnion::__new("method", method, object))
}
