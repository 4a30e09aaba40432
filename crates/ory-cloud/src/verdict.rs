//! Whether a verified credential may be trusted.

use crate::models::{
    BatchCreateImportedApiKeysErrorCode, BatchCreateImportedApiKeysResult, ImportedApiKey,
    VerifyApiKeyResponse,
};

impl VerifyApiKeyResponse {
    /// The decision: whether the server said, in so many words, that the credential is valid.
    ///
    /// Protobuf's JSON form may leave `false` out, so that an absent `is_valid` means no.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.is_valid == Some(true)
    }

    /// Whether the credential is valid and good for `scope`.
    ///
    /// Scopes are compared letter by letter.
    #[must_use]
    pub fn allows(&self, scope: &str) -> bool {
        self.is_verified() && self.scopes.iter().any(|granted| granted == scope)
    }
}

impl BatchCreateImportedApiKeysResult {
    /// The imported key, or why there is none.
    ///
    /// # Errors
    ///
    /// The server's reason; `Unspecified` when it gave neither a key nor a reason.
    pub fn outcome(&self) -> Result<&ImportedApiKey, BatchCreateImportedApiKeysErrorCode> {
        self.imported_api_key.as_ref().ok_or_else(|| {
            self.error_code
                .clone()
                .unwrap_or(BatchCreateImportedApiKeysErrorCode::Unspecified)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ory_core::serde_json::{from_str, from_value, json};

    fn response(text: &str) -> VerifyApiKeyResponse {
        from_str(text).unwrap()
    }

    #[test]
    fn only_true_is_verified() {
        assert!(response(r#"{"is_valid":true}"#).is_verified());
        assert!(!response(r#"{"is_valid":false}"#).is_verified());
        assert!(!response(r#"{"is_valid":null}"#).is_verified());
        assert!(!response("{}").is_verified());
    }

    #[test]
    fn status_does_not_decide() {
        let active = response(r#"{"status":"KEY_STATUS_ACTIVE","scopes":["read"]}"#);
        assert!(!active.is_verified());
        assert!(!active.allows("read"));
    }

    #[test]
    fn scopes_count_only_for_a_valid_credential() {
        let valid = response(r#"{"is_valid":true,"scopes":["read"]}"#);
        assert!(valid.allows("read"));
        assert!(!valid.allows("rea"));
        assert!(!valid.allows("write"));
        assert!(!response(r#"{"is_valid":false,"scopes":["read"]}"#).allows("read"));
    }

    #[test]
    fn a_batch_item_is_a_key_or_a_reason() {
        let item: BatchCreateImportedApiKeysResult = from_value(json!({
            "index": 0, "imported_api_key": {"key_id": "k"}
        }))
        .unwrap();
        assert_eq!(item.outcome().unwrap().key_id.as_deref(), Some("k"));

        let item: BatchCreateImportedApiKeysResult = from_value(json!({
            "index": 1, "error_code": "BATCH_CREATE_IMPORTED_API_KEYS_ERROR_ALREADY_EXISTS"
        }))
        .unwrap();
        assert_eq!(
            item.outcome().unwrap_err(),
            BatchCreateImportedApiKeysErrorCode::AlreadyExists
        );

        let item: BatchCreateImportedApiKeysResult = from_value(json!({"index": 2})).unwrap();
        assert_eq!(
            item.outcome().unwrap_err(),
            BatchCreateImportedApiKeysErrorCode::Unspecified
        );
    }
}
