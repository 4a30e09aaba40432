//! Members whose JSON form is not that of their Rust type: bytes as base64 text, integers as text or spelled as
//! floats, lists that may be a single text.

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

/// An integer that may be spelled as a float: JSON has one kind of number, and some programs write all of them with a
/// fraction (`1596123440.0`) or an exponent.
#[doc(hidden)]
pub struct Whole(pub i64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Whole;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an integer")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Whole, E> {
                Ok(Whole(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Whole, E> {
                i64::try_from(number)
                    .map(Whole)
                    .map_err(|_| E::custom("the integer is too large"))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Whole, E> {
                // 2 to the power of 63: the first float that is too large.
                const END: f64 = 9_223_372_036_854_775_808.0;
                if number.fract() != 0.0 || !(-END..END).contains(&number) {
                    return Err(E::custom("the number is not an integer"));
                }
                // In range and without a fraction: nothing is cut off.
                #[allow(clippy::cast_possible_truncation)]
                Ok(Whole(number as i64))
            }
        }

        deserializer.deserialize_i64(Visitor)
    }
}

/// A list of texts that may be written as a single text: `aud` (RFC 7519, section 4.1.3) and its like.
#[doc(hidden)]
#[derive(Default)]
pub struct OneOrMany(pub Vec<String>);

/// Words in one text (RFC 6749, section 3.3), which some programs write as a list.
#[doc(hidden)]
pub struct Scope(pub String);

/// Reads a text or a list of texts.
struct TextOrTexts;

impl<'de> de::Visitor<'de> for TextOrTexts {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, or a list of them")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<String>, E> {
        Ok(vec![text.to_owned()])
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Vec<String>, E> {
        Ok(vec![text])
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Vec<String>, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = list.next_element()? {
            texts.push(text);
        }
        Ok(texts)
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrTexts).map(OneOrMany)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = deserializer.deserialize_any(TextOrTexts)?;
        Ok(Scope(words.join(" ")))
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
