//! Enums that newer servers may extend.

use std::fmt;

use serde::de::{self, Deserializer};

/// The text of an enum value that this version of the SDK does not know.
///
/// Only reading makes one, so that a value which becomes known later breaks nobody's code: compare with `as_str()`.
/// `Debug` does not print the text.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// The text as the server sent it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For the expansion of [`open_enum!`](crate::wire::open_enum) only.
    #[doc(hidden)]
    #[must_use]
    pub fn __new(text: &str) -> Self {
        UnknownValue(text.into())
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// Reads a string and makes a value of it.
///
/// # Errors
///
/// Anything but a string.
#[doc(hidden)]
pub fn text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    make: fn(&str) -> T,
) -> Result<T, D::Error> {
    struct Visitor<T>(fn(&str) -> T);

    impl<T> de::Visitor<'_> for Visitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            Ok((self.0)(text))
        }
    }

    deserializer.deserialize_str(Visitor(make))
}

/// Declares an enum of strings that keeps values it does not know; users read about it on
/// [`UnknownValue`](crate::UnknownValue).
///
/// ```
/// ory_core::open_enum! {
///     /// Whether an identity may log in.
///     pub enum State {
///         /// It may.
///         Active = "active",
///         /// It may not.
///         Inactive = "inactive",
///     }
/// }
///
/// assert_eq!(State::from("active"), State::Active);
/// assert_eq!(State::from("sleeping").as_str(), "sleeping");
/// assert!(matches!(State::from("sleeping"), State::Unknown(_)));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$variant_meta])* $variant, )*
            /// A value that this version of the SDK does not know.
            Unknown($crate::UnknownValue),
        }

        impl $name {
            /// The values that this version of the SDK knows.
            pub const KNOWN: &'static [&'static str] = &[$($text),*];

            /// The value as it stands in JSON.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $( $name::$variant => $text, )*
                    $name::Unknown(unknown) => unknown.as_str(),
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $( $text => $name::$variant, )*
                    _ => $name::Unknown($crate::UnknownValue::__new(text)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                <$name as ::core::convert::From<&str>>::from(&text)
            }
        }

        $crate::__optional! { $name, $name }
        $crate::__optional! { &str, $name }
        $crate::__optional! { ::std::string::String, $name }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(<$name as ::core::convert::From<&str>>::from(text))
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $name::Unknown(unknown) => f.debug_tuple("Unknown").field(unknown).finish(),
                    known => f.write_str(match known {
                        $( $name::$variant => stringify!($variant), )*
                        $name::Unknown(_) => "Unknown",
                    }),
                }
            }
        }

        impl $crate::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::open_enum::text(
                    deserializer,
                    |text: &str| <$name as ::core::convert::From<&str>>::from(text),
                )
            }
        }
    };
}

#[cfg(test)]
#[allow(unreachable_pub)] // Of what the macro declares, as public types are.
mod tests {
    use std::collections::HashSet;

    use crate::testing::Random;

    crate::open_enum! {
        /// A test.
        pub enum State {
            /// On.
            Active = "active",
            /// Nothing at all.
            Empty = "",
            /// With a space.
            ApiKey = " ApiKey",
        }
    }

    #[test]
    fn known_values_are_variants_and_come_back_unchanged() {
        assert_eq!(State::KNOWN, ["active", "", " ApiKey"]);
        for text in State::KNOWN {
            let state: State = serde_json::from_value((*text).into()).unwrap();
            assert!(!matches!(state, State::Unknown(_)));
            assert_eq!(state.as_str(), *text);
            assert_eq!(state.to_string(), *text);
            assert_eq!(serde_json::to_value(&state).unwrap(), *text);
            assert_eq!(text.parse(), Ok::<_, std::convert::Infallible>(state));
        }
        assert_eq!(format!("{:?}", State::Active), "Active");
        assert_eq!(format!("{:>8}|", State::Active), "  active|");
    }

    #[test]
    fn any_other_text_is_kept_and_not_printed() {
        let mut random = Random::new(17);
        for _ in 0..1_000 {
            let text = random.text(30);
            let json = serde_json::to_string(&text).unwrap();
            let state: State = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&state).unwrap(), json);
            assert_eq!(State::from(text), state);
        }
        let state = State::from("CANARY");
        assert_eq!(format!("{state:?}"), "Unknown(..)");
        assert!(State::from("Active") != State::Active);
    }

    #[test]
    fn equal_texts_are_equal_values() {
        let set: HashSet<State> = ["x", "x", "active", "active"].map(State::from).into();
        assert_eq!(set.len(), 2);
    }

    #[test]
    fn only_text_is_a_value() {
        for json in ["null", "1", "{}", "[\"active\"]", "true"] {
            assert!(serde_json::from_str::<State>(json).is_err(), "{json}");
        }
    }
}
