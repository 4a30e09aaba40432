//! Traits and metadata as types of your own.

use ory_core::{Error, serde_json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::models::{CreateIdentityBody, Identity, UpdateIdentityBody};

/// Reads `value` as a `T`.
fn read<T: DeserializeOwned>(what: &str, value: Option<&Value>) -> Result<T, Error> {
    // An absent field is read like `null`, so that `Option<T>` and `()` are good targets.
    T::deserialize(value.unwrap_or(&Value::Null)).map_err(|_| {
        // Serde's own message quotes values, which are personal.
        let message = format!(
            "the {what} of the identity do not fit the type {}",
            type_name::<T>()
        );
        Error::undecodable(message)
    })
}

/// Writes `value` as JSON.
fn write(what: &str, value: impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|_| {
        let message =
            format!("the {what} given cannot be written as JSON: map keys must be strings");
        Error::configuration(None, message)
    })
}

/// The last part of a type's path.
fn type_name<T>() -> &'static str {
    let name = std::any::type_name::<T>();
    let path = name.split('<').next().unwrap_or(name);
    path.rsplit("::").next().unwrap_or(path)
}

/// ```
/// use ory_kratos::models::Identity;
/// use serde::Deserialize;
/// use serde_json::json;
///
/// #[derive(Deserialize)]
/// struct Traits {
///     email: String,
/// }
///
/// let identity = Identity::new("an-id", "default", "https://example.com", json!({"email": "a@example.com"}));
/// let traits: Traits = identity.traits_as()?;
/// assert_eq!(traits.email, "a@example.com");
/// # Ok::<(), ory_kratos::Error>(())
/// ```
impl Identity {
    /// The traits as a type of your own.
    ///
    /// # Errors
    ///
    /// A decoding error: traits that are not a `T`. The error names the type, but no value: traits are personal data.
    #[inline]
    pub fn traits_as<T: DeserializeOwned>(&self) -> Result<T, Error> {
        read("traits", Some(&self.traits))
    }

    /// The metadata that the user sees too, as a type of your own. Absent metadata is read like `null`.
    ///
    /// # Errors
    ///
    /// A decoding error: metadata that is not a `T`; give an `Option` where there may be none.
    #[inline]
    pub fn metadata_public_as<T: DeserializeOwned>(&self) -> Result<T, Error> {
        read("public metadata", self.metadata_public.as_ref())
    }

    /// The metadata that administrators alone see, as a type of your own. Absent metadata is read like `null`.
    ///
    /// # Errors
    ///
    /// A decoding error: metadata that is not a `T`; give an `Option` where there may be none.
    #[inline]
    pub fn metadata_admin_as<T: DeserializeOwned>(&self) -> Result<T, Error> {
        read("admin metadata", self.metadata_admin.as_ref())
    }
}

macro_rules! typed_setters {
    ($body:ident) => {
        impl $body {
            /// Sets the traits from a type of your own.
            ///
            /// # Errors
            ///
            /// A value that has no JSON form, such as a map whose keys are not strings.
            #[inline]
            pub fn try_traits(mut self, traits: impl Serialize) -> Result<Self, Error> {
                self.traits = write("traits", traits)?.into();
                Ok(self)
            }

            /// Sets the metadata that the user sees too, from a type of your own.
            ///
            /// # Errors
            ///
            /// A value that has no JSON form, such as a map whose keys are not strings.
            #[inline]
            pub fn try_metadata_public(mut self, metadata: impl Serialize) -> Result<Self, Error> {
                self.metadata_public = Some(write("public metadata", metadata)?);
                Ok(self)
            }

            /// Sets the metadata that administrators alone see, from a type of your own.
            ///
            /// # Errors
            ///
            /// A value that has no JSON form, such as a map whose keys are not strings.
            #[inline]
            pub fn try_metadata_admin(mut self, metadata: impl Serialize) -> Result<Self, Error> {
                self.metadata_admin = Some(write("admin metadata", metadata)?);
                Ok(self)
            }
        }
    };
}

typed_setters!(CreateIdentityBody);
typed_setters!(UpdateIdentityBody);

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Person {
        email: String,
        age: u8,
    }

    fn identity(traits: Value) -> Identity {
        Identity::new("id", "default", "https://example.com/schema", traits)
    }

    #[test]
    fn traits_and_metadata_are_read_as_types() {
        let mut identity = identity(json!({"email": "a@example.com", "age": 3}));
        identity.metadata_admin = Some(json!({"tier": 2}));
        assert_eq!(
            identity.traits_as::<Person>().unwrap(),
            Person {
                email: "a@example.com".to_owned(),
                age: 3
            }
        );
        assert_eq!(
            identity
                .metadata_admin_as::<BTreeMap<String, u8>>()
                .unwrap()["tier"],
            2
        );
        assert_eq!(
            identity.metadata_public_as::<Option<Person>>().unwrap(),
            None
        );
    }

    #[test]
    fn an_error_names_the_type_and_no_value() {
        let error = identity(json!({"email": "canary@example.com", "age": "canary"}))
            .traits_as::<Person>()
            .unwrap_err();
        let printed = format!("{error} {error:?}");
        assert!(
            printed.contains("Person") && printed.contains("traits"),
            "{printed}"
        );
        assert!(!printed.contains("canary"), "{printed}");
        let none = identity(json!({})).metadata_admin_as::<Person>();
        assert!(error.is_decode() && none.unwrap_err().is_decode());
    }

    #[test]
    fn bodies_are_filled_from_types() {
        let person = Person {
            email: "a@example.com".to_owned(),
            age: 3,
        };
        let body = CreateIdentityBody::new("default", json!({}))
            .try_traits(&person)
            .unwrap();
        let body = body.try_metadata_public(json!({"a": 1})).unwrap();
        assert_eq!(body.traits, json!({"email": "a@example.com", "age": 3}));
        assert_eq!(body.metadata_public, Some(json!({"a": 1})));
        let keys = BTreeMap::from([((1, 2), 3)]);
        assert!(
            body.try_metadata_admin(keys)
                .unwrap_err()
                .is_configuration()
        );
    }
}
