// @generated from xtask/codegen-golden/spec/base64.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;

/// The credential.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Credential {
    /// The chain.
    pub chain: Vec<Vec<u8>>,
    /// The id.
    pub id: Vec<u8>,
    /// The signature.
    pub signature: Option<Vec<u8>>,
    /// The user handle.
    pub user_handle: Option<Vec<u8>>,
}

ory_core::object! {
    Credential {
        "chain" => chain: base64_or_empty,
        "id" => id: required_base64,
        "signature" => signature: optional_base64,
        "user_handle" => user_handle: optional_base64,
    }
}

impl Credential {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(id: impl Into<Vec<u8>>) -> Self {
        Self {
            chain: Vec::new(),
            id: id.into(),
            signature: None,
            user_handle: None,
        }
    }
}

impl fmt::Debug for Credential {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("chain", &Hidden(&self.chain))
            .field("id", &Hidden(&self.id))
            .field("signature", &Hidden(&self.signature))
            .field("user_handle", &Hidden(&self.user_handle))
            .finish()
    }
}
