//! Members whose JSON form is not that of their Rust type: bytes as base64 text, integers as text.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// Bytes that are base64 text in JSON. `null` is no bytes.
///
/// Reads the standard alphabet and the one for URLs, and padding may be missing.
#[doc(hidden)]
pub struct Base64(pub Vec<u8>);

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Base64;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("base64 text")
            }

            fn visit_none<E: de::Error>(self) -> Result<Base64, E> {
                Ok(Base64(Vec::new()))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Base64, E> {
                Ok(Base64(Vec::new()))
            }

            fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Base64, D::Error> {
                d.deserialize_str(self)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Base64, E> {
                base64::decode(text)
                    .map(Base64)
                    .ok_or_else(|| E::custom("the text is not base64"))
            }
        }

        deserializer.deserialize_option(Visitor)
    }
}

/// Bytes to be written as Go writes `[]byte`: in the standard alphabet with padding (RFC 4648, section 4).
#[doc(hidden)]
pub struct Base64Text<'a>(pub &'a [u8]);

impl Serialize for Base64Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64::encode(self.0))
    }
}

/// Base64 text (RFC 4648).
pub mod base64 {
    use ::base64::engine::general_purpose::STANDARD;
    use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
    use ::base64::{Engine, alphabet};

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
}

/// An integer that is text in JSON, as protocol buffers write 64-bit ones. Numbers are read too.
#[doc(hidden)]
pub struct Integer(pub i64);

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Integer;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an integer, or a string with one")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Integer, E> {
                Ok(Integer(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Integer, E> {
                i64::try_from(number)
                    .map(Integer)
                    .map_err(|_| E::custom("the integer is too large"))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Integer, E> {
                text.parse()
                    .map(Integer)
                    .map_err(|_| E::custom("the text is not an integer"))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

impl Serialize for Integer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::base64::{decode, encode};
    use crate::testing::Random;

    #[test]
    fn base64_is_that_of_rfc_4648() {
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
