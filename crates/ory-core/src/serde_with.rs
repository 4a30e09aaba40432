//! Readers and writers for fields whose JSON form is not the one of their type. Used by generated code.

use serde::{Deserialize, Deserializer};

/// Reads `null` as the type's default: Go writes `null` for lists and maps that are empty.
///
/// Used with `#[serde(default)]`, which does the same for absent fields.
///
/// # Errors
///
/// A value that is neither `null` nor a `T`.
#[inline]
pub fn null_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Reads a field in which `null` is a value: absent is `None`, `null` is what `T` makes of it.
///
/// Used with `#[serde(default)]`.
///
/// # Errors
///
/// A value that is not a `T`.
#[inline]
pub fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Bytes as base64 text, for `Vec<u8>` and `Option<Vec<u8>>`.
///
/// Writes what Go writes for `[]byte`: the standard alphabet with padding (RFC 4648, section 4). Reads the alphabet
/// for URLs too, and padding may be missing.
pub mod base64 {
    use std::fmt;

    use ::base64::engine::general_purpose::STANDARD;
    use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
    use ::base64::{Engine, alphabet};
    use serde::de::{self, Deserializer};
    use serde::ser::Serializer;

    /// A type that these functions read and write.
    pub trait Field: Sized {
        /// The field with these bytes; `None` for `null`.
        fn from_bytes(bytes: Option<Vec<u8>>) -> Option<Self>;
        /// The field's bytes; `None` for `null`.
        fn as_bytes(&self) -> Option<&[u8]>;
    }

    impl Field for Vec<u8> {
        fn from_bytes(bytes: Option<Vec<u8>>) -> Option<Self> {
            Some(bytes.unwrap_or_default())
        }

        fn as_bytes(&self) -> Option<&[u8]> {
            Some(self)
        }
    }

    impl Field for Option<Vec<u8>> {
        fn from_bytes(bytes: Option<Vec<u8>>) -> Option<Self> {
            Some(bytes)
        }

        fn as_bytes(&self) -> Option<&[u8]> {
            self.as_deref()
        }
    }

    /// The standard alphabet, with padding or without; bits that belong to no byte are passed over.
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );

    /// Bytes as padded base64 of the standard alphabet.
    #[must_use]
    pub fn encode(bytes: &[u8]) -> String {
        STANDARD.encode(bytes)
    }

    /// How many characters [`encode`] makes of so many bytes.
    pub(crate) fn encoded_len(bytes: usize) -> usize {
        bytes.div_ceil(3) * 4
    }

    /// Appends what [`encode`] gives.
    pub(crate) fn encode_to(text: &mut String, bytes: &[u8]) {
        STANDARD.encode_string(bytes, text);
    }

    /// Base64 text of either alphabet, padded or not, as bytes; `None` for anything else.
    #[must_use]
    pub fn decode(text: &str) -> Option<Vec<u8>> {
        let standard = |c| match c {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        };
        let text: Vec<u8> = text.trim_end_matches('=').bytes().map(standard).collect();
        LENIENT.decode(text).ok()
    }

    /// Writes base64 text, or `null`.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<T: Field, S: Serializer>(field: &T, serializer: S) -> Result<S::Ok, S::Error> {
        match field.as_bytes() {
            Some(bytes) => serializer.serialize_str(&encode(bytes)),
            None => serializer.serialize_none(),
        }
    }

    /// Reads base64 text, or `null`.
    ///
    /// # Errors
    ///
    /// Anything but base64 text and `null`.
    pub fn deserialize<'de, T: Field, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Option<Vec<u8>>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("base64 text")
            }

            fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
                d.deserialize_str(self)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                decode(text)
                    .map(Some)
                    .ok_or_else(|| E::custom("the text is not base64"))
            }
        }

        let bytes = deserializer.deserialize_option(Visitor)?;
        T::from_bytes(bytes).ok_or_else(|| de::Error::custom("base64 text is missing"))
    }
}

/// A list of bytes as base64 texts; `null` is an empty list.
pub mod base64_list {
    use serde::Deserialize;
    use serde::de::Deserializer;
    use serde::ser::Serializer;

    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Bytes(#[serde(with = "super::base64")] Vec<u8>);

    /// Writes a list of base64 texts.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(list: &[Vec<u8>], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(list.iter().map(|bytes| super::base64::encode(bytes)))
    }

    /// Reads a list of base64 texts.
    ///
    /// # Errors
    ///
    /// Anything but a list of base64 texts, and `null`.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Vec<u8>>, D::Error> {
        let list: Vec<Bytes> = super::null_default(deserializer)?;
        Ok(list.into_iter().map(|Bytes(bytes)| bytes).collect())
    }
}

/// Integers that are strings in JSON, as protocol buffers write 64-bit ones, for `i64` and `Option<i64>`.
///
/// Writes strings; reads strings and numbers.
pub mod int_or_string {
    use std::fmt;

    use serde::de::{self, Deserializer};
    use serde::ser::Serializer;

    /// A type that these functions read and write.
    pub trait Field: Sized {
        /// The field with this number; `None` if it cannot be absent.
        fn from_number(number: Option<i64>) -> Option<Self>;
        /// The field's number; `None` for `null`.
        fn as_number(&self) -> Option<i64>;
    }

    impl Field for i64 {
        fn from_number(number: Option<i64>) -> Option<Self> {
            number
        }

        fn as_number(&self) -> Option<i64> {
            Some(*self)
        }
    }

    impl Field for Option<i64> {
        fn from_number(number: Option<i64>) -> Option<Self> {
            Some(number)
        }

        fn as_number(&self) -> Option<i64> {
            *self
        }
    }

    /// Writes a string, or `null`.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<T: Field, S: Serializer>(field: &T, serializer: S) -> Result<S::Ok, S::Error> {
        match field.as_number() {
            Some(number) => serializer.collect_str(&number),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a string, a number, or `null`.
    ///
    /// # Errors
    ///
    /// Anything that is not a 64-bit integer, and `null` for a field that needs one.
    pub fn deserialize<'de, T: Field, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Option<i64>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an integer, or a string with one")
            }

            fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
                d.deserialize_any(self)
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Some(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
                i64::try_from(number)
                    .map(Some)
                    .map_err(|_| E::custom("the integer is too large"))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                text.parse()
                    .map(Some)
                    .map_err(|_| E::custom("the text is not an integer"))
            }
        }

        let number = deserializer.deserialize_option(Visitor)?;
        T::from_number(number).ok_or_else(|| de::Error::custom("the integer is missing"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};
    use serde_json::{Value, from_value, json, to_value};

    use crate::testing::Random;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Model {
        #[serde(default, deserialize_with = "super::null_default")]
        list: Vec<String>,
        #[serde(default, deserialize_with = "super::null_default")]
        map: BTreeMap<String, Value>,
        #[serde(default, deserialize_with = "super::null_default")]
        flag: bool,
        #[serde(default, with = "super::base64")]
        key: Vec<u8>,
        #[serde(
            default,
            with = "super::base64",
            skip_serializing_if = "Option::is_none"
        )]
        handle: Option<Vec<u8>>,
        #[serde(with = "super::int_or_string")]
        quota: i64,
        #[serde(
            default,
            with = "super::int_or_string",
            skip_serializing_if = "Option::is_none"
        )]
        limit: Option<i64>,
    }

    #[test]
    fn null_and_absent_are_the_same() {
        let absent: Model = from_value(json!({"quota": "1"})).unwrap();
        let null: Model = from_value(json!({
            "list": null, "map": null, "flag": null, "key": null, "handle": null, "quota": 1, "limit": null
        }))
        .unwrap();
        assert_eq!(absent, null);
        assert!(absent.list.is_empty() && absent.map.is_empty() && !absent.flag);
        assert_eq!((absent.handle, absent.limit), (None, None));
    }

    #[test]
    fn values_are_written_as_they_came() {
        let value = json!({
            "list": ["a"], "map": {"b": {}}, "flag": true,
            "key": "+/8=", "handle": "", "quota": "-9223372036854775808", "limit": "9223372036854775807"
        });
        let model: Model = from_value(value.clone()).unwrap();
        assert_eq!(
            (&model.key[..], model.handle.as_deref()),
            (&[0xfb, 0xff][..], Some(&[][..]))
        );
        assert_eq!((model.quota, model.limit), (i64::MIN, Some(i64::MAX)));
        assert_eq!(to_value(model).unwrap(), value);
    }

    #[test]
    fn other_types_are_errors() {
        for value in [
            json!({"quota": "1.5"}),
            json!({"quota": 1.5}),
            json!({"quota": ""}),
            json!({"quota": null}),
            json!({}),
            json!({"quota": true}),
            json!({"quota": 9_223_372_036_854_775_808_u64}),
            json!({"quota": 1, "key": "a"}),
            json!({"quota": 1, "key": "a b="}),
            json!({"quota": 1, "key": [1, 2]}),
            json!({"quota": 1, "list": {}}),
        ] {
            assert!(from_value::<Model>(value.clone()).is_err(), "{value}");
        }
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        use super::base64::{decode, encode};
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), bytes.as_bytes());
            assert_eq!(
                decode(text.trim_end_matches('=')).unwrap(),
                bytes.as_bytes()
            );
        }
        let mut random = Random::new(13);
        for _ in 0..2_000 {
            let bytes = random.bytes(40);
            let text = encode(&bytes);
            assert_eq!(decode(&text), Some(bytes.clone()));
            assert_eq!(
                decode(&text.replace('+', "-").replace('/', "_")),
                Some(bytes)
            );
            let _ = decode(&random.text(20));
        }
    }
}
