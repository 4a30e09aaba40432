//! `WWW-Authenticate: Bearer`, by which a client learns what it lacks (RFC 6750, section 3; RFC
//! 9728, section 5.1).

use ory_core::{Denial, DenialReason};

/// Adds the challenge that belongs to the reason of a denial; there is none for what is not about
/// the token.
pub(super) fn add(denial: Denial, scopes: &[String], metadata: Option<&str>) -> Denial {
    let error = match denial.reason() {
        DenialReason::NoCredentials => None,
        DenialReason::InvalidRequest => Some("invalid_request"),
        DenialReason::InvalidToken => Some("invalid_token"),
        DenialReason::InsufficientScope => Some("insufficient_scope"),
        _ => return denial,
    };
    let scope = (*denial.reason() == DenialReason::InsufficientScope).then(|| scopes.join(" "));
    let mut challenge = "Bearer".to_owned();
    let mut separator = ' ';
    for (name, value) in [
        ("error", error),
        ("scope", scope.as_deref()),
        ("resource_metadata", metadata),
    ] {
        let Some(value) = value else { continue };
        challenge.push(separator);
        challenge.push_str(name);
        challenge.push_str("=\"");
        for character in value.chars() {
            if matches!(character, '"' | '\\') {
                challenge.push('\\');
            }
            challenge.push(character);
        }
        challenge.push('"');
        separator = ',';
    }
    denial.with_challenge(&challenge)
}
