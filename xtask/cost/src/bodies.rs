//! What the canned server answers: documents of the size and shape that Ory's servers send.

use bytes::Bytes;
use serde_json::{Value, json};

/// The documents, by route.
#[derive(Clone)]
pub struct Bodies {
    /// Of a session.
    pub session: Bytes,
    /// Of a page of identities.
    pub identities: Bytes,
    /// Of an identity that was created.
    pub identity: Bytes,
    /// Of ten checks.
    pub checks: Bytes,
    /// Of the token endpoint.
    pub token: Bytes,
    /// Of a login flow.
    pub login_flow: Bytes,
}

impl Bodies {
    /// Documents of which the list has so many identities.
    #[must_use]
    pub fn new(identities: u32) -> Self {
        let identities: Vec<Value> = (0..identities).map(identity).collect();
        Bodies {
            session: text(&session()),
            identities: text(&Value::from(identities)),
            identity: text(&created()),
            checks: text(&checks()),
            token: text(&token()),
            login_flow: text(&login_flow()),
        }
    }
}

fn text(value: &Value) -> Bytes {
    Bytes::from(value.to_string())
}

fn id(number: u32) -> String {
    format!("6b7bd6ae-0a34-4f0c-9e8d-{number:012x}")
}

fn identity(number: u32) -> Value {
    let email = format!("someone.{number}@example.org");
    let address = |via: &str| {
        json!({
            "id": id(number + 5000), "value": email, "via": via, "verified": true, "status": "completed",
            "verified_at": "2026-01-05T10:20:31.123456Z",
            "created_at": "2026-01-05T10:20:30.123456Z", "updated_at": "2026-01-05T10:20:31.123456Z",
        })
    };
    json!({
        "id": id(number), "schema_id": "default",
        "schema_url": "http://127.0.0.1:4433/schemas/ZGVmYXVsdA",
        "state": "active", "state_changed_at": "2026-01-05T10:20:30.123456789Z",
        "traits": {"email": email, "name": {"first": "Some", "last": "One"}, "newsletter": true},
        "verifiable_addresses": [address("email")],
        "recovery_addresses": [{
            "id": id(number + 9000), "value": email, "via": "email",
            "created_at": "2026-01-05T10:20:30.123456Z", "updated_at": "2026-01-05T10:20:30.123456Z",
        }],
        "metadata_public": {"plan": "basic"},
        "created_at": "2026-01-05T10:20:30.123456Z", "updated_at": "2026-01-05T10:20:30.123456Z",
        "organization_id": null,
    })
}

fn created() -> Value {
    let mut identity = identity(1);
    identity["credentials"] = json!({"password": {
        "type": "password", "identifiers": ["someone.1@example.org"], "version": 0,
        "created_at": "2026-01-05T10:20:30.123456Z", "updated_at": "2026-01-05T10:20:30.123456Z",
    }});
    identity
}

fn session() -> Value {
    json!({
        "id": id(77), "active": true,
        "expires_at": "2026-02-05T10:20:30.123456Z", "authenticated_at": "2026-01-05T10:20:30.123456Z",
        "issued_at": "2026-01-05T10:20:30.123456Z", "authenticator_assurance_level": "aal1",
        "authentication_methods": [
            {"method": "password", "aal": "aal1", "completed_at": "2026-01-05T10:20:30.123456Z"},
        ],
        "identity": identity(7),
        "devices": [{
            "id": id(88), "ip_address": "192.0.2.7:60411", "location": "Bonn, DE",
            "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
        }],
    })
}

fn checks() -> Value {
    let results: Vec<Value> = (0..10)
        .map(|number| json!({"allowed": number % 3 != 0}))
        .collect();
    json!({ "results": results })
}

fn token() -> Value {
    json!({
        "access_token": format!("ory_at_{}", "k7Qm".repeat(20)), "expires_in": 3599,
        "scope": "reports:read", "token_type": "bearer",
    })
}

fn login_flow() -> Value {
    let input = |name: &str, group: &str, kind: &str, value: Value, label: Value| {
        json!({
            "type": "input", "group": group, "messages": [], "meta": label,
            "attributes": {"node_type": "input", "name": name, "type": kind, "value": value,
                           "required": true, "disabled": false},
        })
    };
    let label = |id: u32, text: &str| json!({"label": {"id": id, "text": text, "type": "info"}});
    json!({
        "id": id(99), "type": "browser", "state": "choose_method", "refresh": false,
        "requested_aal": "aal1", "organization_id": null,
        "request_url": "http://127.0.0.1:4433/self-service/login/browser",
        "expires_at": "2026-01-05T10:50:30.123456Z", "issued_at": "2026-01-05T10:20:30.123456Z",
        "created_at": "2026-01-05T10:20:30.123456Z", "updated_at": "2026-01-05T10:20:30.123456Z",
        "ui": {
            "action": "http://127.0.0.1:4433/self-service/login?flow=1", "method": "POST",
            "nodes": [
                input("csrf_token", "default", "hidden", json!("c2VjcmV0LXRva2VuLXZhbHVl"), json!({})),
                input("identifier", "default", "text", json!(""), label(1_070_004, "ID")),
                input("password", "password", "password", Value::Null, label(1_070_001, "Password")),
                input("method", "password", "submit", json!("password"), label(1_010_022, "Sign in")),
            ],
        },
    })
}
