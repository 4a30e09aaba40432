//! Health, readiness and version of Ory's servers.

use std::collections::BTreeMap;
use std::fmt;

use crate::call::answer::Answer;
use crate::call::decode;
use crate::error::Error;
use crate::wire::redact::Hidden;

/// The response of a server that is alive or ready.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct HealthStatus {
    /// Always `ok`.
    pub status: String,
}

crate::object! {
    HealthStatus {
        "status" => status: or_empty,
    }
}

/// The response of a server that is not ready.
///
/// `Debug` prints how many things are not ready, not what the server says about them: that may name
/// hosts.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct HealthNotReady {
    /// What is not ready, by name: `database`, `migrations`.
    pub errors: BTreeMap<String, String>,
}

crate::object! {
    HealthNotReady {
        "errors" => errors: or_empty,
    }
}

impl fmt::Debug for HealthNotReady {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HealthNotReady")
            .field("errors", &Hidden(&self.errors))
            .finish()
    }
}

/// The version of a server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Version {
    /// The version, `v26.2.0`.
    pub version: String,
}

crate::object! {
    Version {
        "version" => version: or_empty,
    }
}

/// Whether a server can serve requests. Not being ready is a value, not an error.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Readiness {
    /// The server is ready.
    Ready,
    /// The server is starting, or something that it needs is missing.
    NotReady(HealthNotReady),
}

impl Readiness {
    /// Whether the server is ready.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        matches!(self, Readiness::Ready)
    }
}

/// The response to `isReady`: 200 is ready, 503 with `errors` is not.
///
/// # Errors
///
/// The server's error, which a 503 without `errors` is too: it comes from something in between.
#[doc(hidden)]
pub fn readiness(answer: &Answer) -> Result<Readiness, Error> {
    struct NotReady {
        errors: BTreeMap<String, String>,
    }
    crate::object! {
        NotReady {
            "errors" => errors: required,
        }
    }
    if answer.status() == http::StatusCode::SERVICE_UNAVAILABLE {
        return match serde_json::from_slice::<NotReady>(answer.body()) {
            Ok(NotReady { errors }) => Ok(Readiness::NotReady(HealthNotReady { errors })),
            Err(_) => Err(answer.error()),
        };
    }
    decode::json::<HealthStatus>(answer).map(|_| Readiness::Ready)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{SAFE, response};

    #[test]
    fn not_being_ready_is_a_value_and_a_broken_gateway_is_an_error() {
        assert!(
            readiness(&Answer::new(&SAFE, response(200, r#"{"status":"ok"}"#)))
                .unwrap()
                .is_ready()
        );
        let body = r#"{"errors":{"database":"CANARY refused"}}"#;
        let answer = readiness(&Answer::new(&SAFE, response(503, body))).unwrap();
        assert!(!answer.is_ready());
        assert!(!format!("{answer:?}").contains("CANARY"));
        let Readiness::NotReady(HealthNotReady { errors }) = answer else {
            panic!("{answer:?}")
        };
        assert_eq!(errors["database"], "CANARY refused");
        for body in [
            "",
            "<html>",
            r#"{"error":{"code":503}}"#,
            r#"{"errors":null}"#,
        ] {
            let error = readiness(&Answer::new(&SAFE, response(503, body))).unwrap_err();
            assert!(error.is_server_error(), "{body}");
        }
        assert!(
            readiness(&Answer::new(&SAFE, response(404, "")))
                .unwrap_err()
                .is_wrong_endpoint()
        );
    }

    #[test]
    fn what_older_servers_leave_out_may_be_absent() {
        assert_eq!(
            serde_json::from_str::<Version>("{}").unwrap(),
            Version::default()
        );
        let version: Version = serde_json::from_str(r#"{"version":"v1.3.1","x":1}"#).unwrap();
        assert_eq!(
            serde_json::to_string(&version).unwrap(),
            r#"{"version":"v1.3.1"}"#
        );
    }
}
