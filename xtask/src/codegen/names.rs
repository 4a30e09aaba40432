//! Names of the contract as Rust names.

/// Words that are written in one piece although their capitals suggest otherwise: how they stand in the
/// contract (any case), and how they stand in a Rust type.
const WHOLE: &[(&str, &str)] = &[
    ("idp", "Idp"),
    ("oauth2", "OAuth2"),
    ("webauthn", "WebAuthn"),
    ("javascript", "JavaScript"),
];

/// Rust's keywords, strict and reserved.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The words of a name, in lower case.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = name;
    let mut open = false;
    while let Some(first) = rest.chars().next() {
        let whole = WHOLE.iter().find(|(word, _)| {
            rest.get(..word.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(word))
        });
        if let Some((word, _)) = whole {
            words.push((*word).to_owned());
            rest = &rest[word.len()..];
            open = false;
            continue;
        }
        let after = &rest[first.len_utf8()..];
        let last = name[..name.len() - rest.len()].chars().next_back();
        if !first.is_ascii_alphanumeric() {
            open = false;
        } else {
            let second = after.chars().next();
            // A capital starts a word unless it stands within a run of capitals (`externalID`).
            let starts = first.is_ascii_uppercase()
                && (last.is_some_and(|last| last.is_ascii_lowercase() || last.is_ascii_digit())
                    || (last.is_some_and(|last| last.is_ascii_uppercase())
                        && second.is_some_and(|second| second.is_ascii_lowercase())
                        && !is_plural(after)));
            match words.last_mut() {
                Some(word) if open && !starts => word.push(first.to_ascii_lowercase()),
                _ => words.push(first.to_ascii_lowercase().to_string()),
            }
            open = true;
        }
        rest = after;
    }
    words
}

/// Whether what follows an acronym is only its plural `s`.
fn is_plural(after: &str) -> bool {
    let mut chars = after.chars();
    chars.next() == Some('s') && chars.next().is_none_or(|next| !next.is_ascii_lowercase())
}

/// `identityState` as `IdentityState`.
pub(crate) fn camel(name: &str) -> String {
    let mut camel = String::new();
    for word in words(name) {
        match WHOLE.iter().find(|(whole, _)| *whole == word) {
            Some((_, written)) => camel.push_str(written),
            None => {
                // Two numbers in a row would run together.
                if camel.ends_with(|c: char| c.is_ascii_digit())
                    && word.starts_with(|c: char| c.is_ascii_digit())
                {
                    camel.push('_');
                }
                let mut letters = word.chars();
                camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
                camel.push_str(letters.as_str());
            }
        }
    }
    if camel.starts_with(|c: char| c.is_ascii_digit()) {
        camel.insert(0, 'N');
    }
    camel
}

/// `identityState` as `identity_state`, with `r#` before a keyword.
pub(crate) fn snake(name: &str) -> String {
    let snake = plain_snake(name);
    if ["self", "super", "crate"].contains(&snake.as_str()) {
        return format!("{snake}_");
    }
    if KEYWORDS.contains(&snake.as_str()) {
        return format!("r#{snake}");
    }
    snake
}

/// [`snake`] without `r#`: a part of a longer name, or a file name.
pub(crate) fn plain_snake(name: &str) -> String {
    let mut snake = words(name).join("_");
    if snake.starts_with(|c: char| c.is_ascii_digit()) {
        snake.insert(0, 'n');
    }
    snake
}

/// The name of a module for `name`, which no keyword may be.
pub(crate) fn module(name: &str) -> String {
    let module = plain_snake(name);
    if KEYWORDS.contains(&module.as_str()) {
        return format!("{module}_");
    }
    module
}

/// The prefix of whole words that all `values` share, such as `KEY_STATUS_`; empty if there is none, or if it
/// would leave nothing of a value.
pub(crate) fn common_prefix(values: &[String]) -> &str {
    let Some((first, others)) = values.split_first() else {
        return "";
    };
    if others.is_empty() {
        return "";
    }
    let mut length = 0;
    for (index, _) in first.match_indices('_') {
        let prefix = &first[..=index];
        if others
            .iter()
            .all(|other| other.starts_with(prefix) && other.len() > prefix.len())
        {
            length = index + 1;
        }
    }
    if first.len() == length {
        ""
    } else {
        &first[..length]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_contract_become_rust_names() {
        for (name, type_name, field) in [
            ("identityState", "IdentityState", "identity_state"),
            ("oAuth2Client", "OAuth2Client", "oauth2_client"),
            (
                "updateLoginFlowWithWebAuthnMethod",
                "UpdateLoginFlowWithWebAuthnMethod",
                "update_login_flow_with_webauthn_method",
            ),
            ("GetJWKSResponse", "GetJwksResponse", "get_jwks_response"),
            ("externalID", "ExternalId", "external_id"),
            ("client_dataJSON", "ClientDataJson", "client_data_json"),
            ("onclickTrigger", "OnclickTrigger", "onclick_trigger"),
            (
                "subject_set.namespace",
                "SubjectSetNamespace",
                "subject_set_namespace",
            ),
            ("max-depth", "MaxDepth", "max_depth"),
            ("@type", "Type", "r#type"),
            ("use", "Use", "r#use"),
            ("X-Session-Token", "XSessionToken", "x_session_token"),
            (" ApiKey", "ApiKey", "api_key"),
            ("username webauthn", "UsernameWebAuthn", "username_webauthn"),
            ("datetime-local", "DatetimeLocal", "datetime_local"),
            ("2fa", "N2fa", "n2fa"),
            ("userIDs", "UserIds", "user_ids"),
        ] {
            assert_eq!(camel(name), type_name, "{name}");
            assert_eq!(snake(name), field, "{name}");
        }
        assert_eq!(module("type"), "type_");
    }

    #[test]
    fn a_prefix_is_shared_by_whole_words_only() {
        let values = |values: &[&str]| -> Vec<String> {
            values.iter().map(|value| (*value).to_owned()).collect()
        };
        assert_eq!(
            common_prefix(&values(&["KEY_STATUS_ACTIVE", "KEY_STATUS_REVOKED"])),
            "KEY_STATUS_"
        );
        assert_eq!(common_prefix(&values(&["show_form", "success"])), "");
        assert_eq!(common_prefix(&values(&["a_", "a_b"])), "");
        assert_eq!(common_prefix(&values(&["a_b"])), "");
    }
}
