//! What stands between a web page and a security key: the browser's part of WebAuthn, with a software authenticator
//! behind it (Web Authentication Level 2, sections 5.1.3 and 5.1.4).

use ciborium::Value as Cbor;
use passkey_authenticator::{Authenticator, MemoryStore, UserCheck, UserValidationMethod};
use passkey_types::Passkey;
use passkey_types::ctap2::{Aaguid, Ctap2Error, StatusCode, get_assertion, make_credential};
use passkey_types::webauthn::{
    CredentialCreationOptions, CredentialRequestOptions, PublicKeyCredentialDescriptor,
    PublicKeyCredentialType,
};
use serde_json::{Value, json};

use crate::check::{Failure, some};
use crate::jwt::base64url;

/// The page's origin; Kratos is configured for it.
const ORIGIN: &str = "http://localhost:3000";

/// The domain that the keys belong to.
const RELYING_PARTY: &str = "localhost";

/// Somebody's security key.
pub(crate) struct SecurityKey {
    authenticator: Authenticator<MemoryStore, Touch>,
    /// The credential made last.
    credential: Vec<u8>,
    user: Vec<u8>,
}

impl SecurityKey {
    pub(crate) fn new() -> Self {
        Self {
            authenticator: Authenticator::new(Aaguid::new_empty(), MemoryStore::new(), Touch),
            credential: Vec::new(),
            user: Vec::new(),
        }
    }

    /// The id of the credential made last, as pages write it.
    pub(crate) fn credential_id(&self) -> String {
        base64url(&self.credential)
    }

    /// `navigator.credentials.create(options)`: the answer as a form sends it.
    pub(crate) async fn create(&mut self, options: &str) -> Result<String, Failure> {
        let options: CredentialCreationOptions = serde_json::from_str(options)?;
        let options = options.public_key;
        let client_data = client_data("webauthn.create", &options.challenge);
        let request = make_credential::Request {
            client_data_hash: hash(&client_data).into(),
            rp: make_credential::PublicKeyCredentialRpEntity {
                id: RELYING_PARTY.to_owned(),
                name: None,
            },
            user: options.user.clone(),
            pub_key_cred_params: options.pub_key_cred_params,
            exclude_list: options.exclude_credentials,
            extensions: None,
            options: make_credential::Options {
                rk: false,
                up: true,
                uv: true,
            },
            pin_auth: None,
            pin_protocol: None,
        };
        let response = self
            .authenticator
            .make_credential(request)
            .await
            .map_err(refusal)?;
        let created = some(
            "the new credential",
            response.auth_data.attested_credential_data.as_ref(),
        )?;
        self.credential = created.credential_id().to_vec();
        self.user = options.user.id.to_vec();

        // No attestation: the page asked for none (section 8.7).
        let attestation = Cbor::Map(vec![
            (Cbor::from("fmt"), Cbor::from("none")),
            (Cbor::from("attStmt"), Cbor::Map(Vec::new())),
            (
                Cbor::from("authData"),
                Cbor::from(response.auth_data.to_vec()),
            ),
        ]);
        let mut object = Vec::new();
        ciborium::into_writer(&attestation, &mut object)?;
        Ok(self.answer(json!({
            "attestationObject": base64url(&object),
            "clientDataJSON": base64url(client_data.as_bytes()),
        })))
    }

    /// `navigator.credentials.get(options)`: the answer as a form sends it.
    pub(crate) async fn get(&mut self, options: &str) -> Result<String, Failure> {
        let options: CredentialRequestOptions = serde_json::from_str(options)?;
        let client_data = client_data("webauthn.get", &options.public_key.challenge);
        // Pages that do not know yet who it is name no credential: then the key offers the ones that it has.
        let own = PublicKeyCredentialDescriptor {
            ty: PublicKeyCredentialType::PublicKey,
            id: self.credential.clone().into(),
            transports: None,
        };
        let named = options.public_key.allow_credentials.unwrap_or_default();
        let allowed = if named.is_empty() { vec![own] } else { named };
        let request = get_assertion::Request {
            rp_id: RELYING_PARTY.to_owned(),
            client_data_hash: hash(&client_data).into(),
            allow_list: Some(allowed),
            extensions: None,
            options: get_assertion::Options {
                rk: false,
                up: true,
                uv: true,
            },
            pin_auth: None,
            pin_protocol: None,
        };
        let response = self
            .authenticator
            .get_assertion(request)
            .await
            .map_err(refusal)?;
        Ok(self.answer(json!({
            "authenticatorData": base64url(&response.auth_data.to_vec()),
            "clientDataJSON": base64url(client_data.as_bytes()),
            "signature": base64url(&response.signature),
            "userHandle": base64url(&self.user),
        })))
    }

    fn answer(&self, response: Value) -> String {
        let id = self.credential_id();
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response }).to_string()
    }
}

/// What the browser signs off beside the authenticator (section 5.8.1).
fn client_data(action: &str, challenge: &[u8]) -> String {
    json!({ "type": action, "challenge": base64url(challenge), "origin": ORIGIN, "crossOrigin": false })
        .to_string()
}

fn hash(client_data: &str) -> Vec<u8> {
    ring::digest::digest(&ring::digest::SHA256, client_data.as_bytes())
        .as_ref()
        .to_vec()
}

fn refusal(status: StatusCode) -> Failure {
    Failure::new(format!("the security key refused: {status:?}"))
}

/// Somebody who always touches the key, and is always recognized by it.
struct Touch;

#[async_trait::async_trait]
impl UserValidationMethod for Touch {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        _credential: Option<&'a Passkey>,
        presence: bool,
        verification: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        Ok(UserCheck {
            presence,
            verification,
        })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}
