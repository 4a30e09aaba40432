//! The compact form of a signed token (RFC 7515, section 3.1), taken apart.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{self, Deserialize, Deserializer, MapAccess};
use serde_json::{Map, Value};

use super::algorithm::Algorithm;
use super::error::JwtError;

/// A token as it was sent; nothing of it has been verified.
pub(super) struct Compact<'t> {
    pub(super) algorithm: Algorithm,
    pub(super) key_id: Option<String>,
    /// The `typ` header.
    pub(super) kind: Option<String>,
    /// What was signed: header and payload, as they were sent.
    pub(super) signed: &'t [u8],
    payload: &'t str,
    signature: &'t str,
}

/// Room for the longest signature: that of an RSA key of 8192 bits.
pub(super) type SignatureBuffer = [u8; 1024];

impl<'t> Compact<'t> {
    pub(super) fn read(token: &'t str) -> Result<Self, JwtError> {
        let (signed, signature) = token.rsplit_once('.').ok_or(JwtError::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(JwtError::Malformed)?;
        if payload.contains('.') {
            return Err(JwtError::Malformed);
        }
        let header = serde_json::from_slice(&bytes(header)?);
        let header: Header = header.map_err(|_| JwtError::Malformed)?;
        let algorithm = header.algorithm.ok_or(JwtError::Malformed)?;
        Ok(Compact {
            algorithm: Algorithm::from_name(&algorithm).ok_or(JwtError::Algorithm)?,
            key_id: header.key_id,
            kind: header.kind,
            signed: signed.as_bytes(),
            payload,
            signature,
        })
    }

    /// The signature, decoded into `buffer`.
    pub(super) fn signature<'b>(
        &self,
        buffer: &'b mut SignatureBuffer,
    ) -> Result<&'b [u8], JwtError> {
        let length = URL_SAFE_NO_PAD
            .decode_slice(self.signature, buffer)
            .map_err(|_| JwtError::Malformed)?;
        buffer.get(..length).ok_or(JwtError::Malformed)
    }

    /// The claims; to be read after the signature has been verified.
    pub(super) fn claims(&self) -> Result<Map<String, Value>, JwtError> {
        object(&bytes(self.payload)?)
    }
}

/// Base64url in its one form: no padding, no bits that belong to no byte.
fn bytes(text: &str) -> Result<Vec<u8>, JwtError> {
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| JwtError::Malformed)
}

/// A JSON object whose members come once each. Of two, one reader takes the first and another the
/// last.
pub(super) fn object(json: &[u8]) -> Result<Map<String, Value>, JwtError> {
    match serde_json::from_slice(json) {
        Ok(Members(members)) => Ok(members),
        Err(_) => Err(JwtError::Malformed),
    }
}

/// What a token's header has to say here.
#[derive(Default)]
struct Header {
    algorithm: Option<String>,
    key_id: Option<String>,
    kind: Option<String>,
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Header;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Header, A::Error> {
                let mut header = Header::default();
                while let Some(name) = entries.next_key::<std::borrow::Cow<'de, str>>()? {
                    let member = match &*name {
                        "alg" => &mut header.algorithm,
                        "kid" => &mut header.key_id,
                        "typ" => &mut header.kind,
                        // `crit` asks to refuse what is not understood, and `b64` changes what was
                        // signed (RFC 7797). A receiver that does not know them must not accept the
                        // token.
                        "crit" | "b64" => return Err(de::Error::custom("not supported")),
                        _ => {
                            entries.next_value::<de::IgnoredAny>()?;
                            continue;
                        }
                    };
                    if member.replace(entries.next_value()?).is_some() {
                        return Err(de::Error::custom("a member comes twice"));
                    }
                }
                Ok(header)
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}

struct Members(Map<String, Value>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Members, A::Error> {
                let mut members = Map::new();
                while let Some((name, value)) = entries.next_entry::<String, Value>()? {
                    if members.insert(name, value).is_some() {
                        return Err(de::Error::custom("a member comes twice"));
                    }
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}
