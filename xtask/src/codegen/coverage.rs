//! `xtask/spec-tests/src/generated/coverage.rs`: every path of `spec/coverage.tsv` as code, so that it must compile.

use std::fmt::Write as _;

use crate::import::coverage::{Kind, Row};

/// The text of the file.
///
/// `signature` gives the parameters of the method at a path, as its declaration writes them after `&self`
/// (`, id: &str`); an operation whose path it does not know is an error.
pub(crate) fn source(
    rows: &[Row],
    signature: impl Fn(&str) -> Option<String>,
) -> Result<String, String> {
    let of = |kind: Kind| rows.iter().filter(move |row| row.kind == kind);
    let mut out =
        "//! What serves the operations and models of API v0.2.0-alpha.25 today.\n\n".to_owned();
    for (kind, list, what) in [
        (Kind::Operation, "OPERATIONS", "operation"),
        (Kind::Model, "MODELS", "model"),
    ] {
        let _ = writeln!(
            out,
            "/// The name of each {what}, and the path to what serves it."
        );
        let _ = writeln!(out, "pub const {list}: &[(&str, &str)] = &[");
        for Row { name, path, .. } in of(kind) {
            let _ = writeln!(out, "    ({name:?}, {path:?}),");
        }
        out.push_str("];\n\n");
    }
    out.push_str("/// The models under their older names.\npub mod models {\n");
    for Row { name, path, .. } in of(Kind::Model) {
        let _ = writeln!(out, "    pub use {path} as {name};");
    }
    out.push_str("}\n\n/// Names every method; a method with generic parameters has no other proof than a call.\n");
    out.push_str("pub fn operations() {\n");
    for Row { name, path, .. } in of(Kind::Operation) {
        let parameters = signature(path)
            .ok_or_else(|| format!("spec/coverage.tsv: {name}: there is no method {path}"))?;
        let (group, _) = path.rsplit_once("::").unwrap_or_default();
        let (krate, _) = path.split_once("::").unwrap_or_default();
        let parameters = parameters_of(&parameters, krate);
        let names: Vec<&str> = parameters
            .iter()
            .filter_map(|parameter| Some(parameter.split_once(':')?.0))
            .collect();
        let with = |list: Vec<String>| {
            list.into_iter()
                .map(|item| format!(", {item}"))
                .collect::<String>()
        };
        let _ = writeln!(
            out,
            "    let _ = |api: &{group}{}| {path}(api{});",
            with(parameters.clone()),
            with(names.iter().map(|name| (*name).to_owned()).collect()),
        );
    }
    out.push_str("}\n");
    Ok(out)
}

/// `, id: &str, body: impl Into<models::Body>` as `id: &str` and `body: ory_kratos::models::Body`.
fn parameters_of(signature: &str, krate: &str) -> Vec<String> {
    let mut parameters: Vec<String> = Vec::new();
    let mut depth = 0;
    for part in signature.split_inclusive([',', '<', '>', '(', ')', '[', ']']) {
        match parameters
            .last_mut()
            .filter(|_| depth > 0 || !part.contains(": "))
        {
            Some(open) => open.push_str(part),
            None => parameters.push(part.to_owned()),
        }
        depth += match part.chars().last() {
            Some('<' | '(' | '[') => 1,
            Some('>' | ')' | ']') => -1,
            _ => 0,
        };
    }
    parameters
        .iter()
        .map(|parameter| parameter.trim().trim_end_matches(',').to_owned())
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let concrete = match parameter.split_once("impl Into<") {
                Some((name, rest)) => format!("{name}{}", rest.strip_suffix('>').unwrap_or(rest)),
                None => parameter,
            };
            let own = format!("{krate}::models::");
            concrete
                .replace("crate::", &format!("{krate}::"))
                .replace("models::", &own)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: Kind, name: &str, path: &str) -> Row {
        Row {
            kind,
            name: name.to_owned(),
            path: path.to_owned(),
        }
    }

    #[test]
    fn every_path_becomes_code() {
        let rows = [
            row(Kind::Operation, "Submit", "ory_x::FlowApi::update"),
            row(
                Kind::Operation,
                "Version",
                "ory_x::MetadataApi::get_version",
            ),
            row(Kind::Model, "OldFlow", "ory_x::models::Flow"),
        ];
        let text = source(&rows, |path| {
            Some(match path {
                "ory_x::FlowApi::update" => {
                    ", flow: &str, body: impl Into<models::Body>".to_owned()
                }
                _ => String::new(),
            })
        });
        let expected = r#"//! What serves the operations and models of API v0.2.0-alpha.25 today.

/// The name of each operation, and the path to what serves it.
pub const OPERATIONS: &[(&str, &str)] = &[
    ("Submit", "ory_x::FlowApi::update"),
    ("Version", "ory_x::MetadataApi::get_version"),
];

/// The name of each model, and the path to what serves it.
pub const MODELS: &[(&str, &str)] = &[
    ("OldFlow", "ory_x::models::Flow"),
];

/// The models under their older names.
pub mod models {
    pub use ory_x::models::Flow as OldFlow;
}

/// Names every method; a method with generic parameters has no other proof than a call.
pub fn operations() {
    let _ = |api: &ory_x::FlowApi, flow: &str, body: ory_x::models::Body| ory_x::FlowApi::update(api, flow, body);
    let _ = |api: &ory_x::MetadataApi| ory_x::MetadataApi::get_version(api);
}
"#;
        assert_eq!(text.unwrap(), expected);
    }

    #[test]
    fn a_method_that_is_not_there_is_named() {
        let rows = [row(Kind::Operation, "Submit", "ory_x::FlowApi::update")];
        let error = source(&rows, |_| None).unwrap_err();
        assert_eq!(
            error,
            "spec/coverage.tsv: Submit: there is no method ory_x::FlowApi::update"
        );
    }

    #[test]
    fn parameters_keep_their_types() {
        for (signature, expected) in [
            ("", vec![]),
            (", id: &str", vec!["id: &str"]),
            (
                ", subject: impl Into<ory_core::Secret>, list: Vec<models::Patch>",
                vec![
                    "subject: ory_core::Secret",
                    "list: Vec<ory_x::models::Patch>",
                ],
            ),
            (
                ", ids: &[String], map: BTreeMap<String, Vec<u8>>, body: &models::Body",
                vec![
                    "ids: &[String]",
                    "map: BTreeMap<String, Vec<u8>>",
                    "body: &ory_x::models::Body",
                ],
            ),
        ] {
            assert_eq!(parameters_of(signature, "ory_x"), expected, "{signature}");
        }
    }
}
