//! `spec/coverage.tsv`: which Rust item serves each operation and model of the oldest document today.

use std::collections::BTreeSet;

use super::facts::Facts;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) kind: Kind,
    /// The oldest document's name, upper camel case as client generators spell it.
    pub(crate) name: String,
    /// A Rust path.
    pub(crate) path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Operation,
    Model,
}

pub(crate) fn parse(text: &str) -> Result<Vec<Row>, String> {
    let mut lines = text.lines();
    if lines.next() != Some("kind\tname\tpath") {
        return Err("coverage.tsv: the header is not `kind`, `name`, `path`".to_owned());
    }
    lines
        .map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [kind, name, path] => Ok(Row {
                kind: match kind {
                    "operation" => Kind::Operation,
                    "model" => Kind::Model,
                    _ => return Err(format!("coverage.tsv: {kind:?} is no kind: {line}")),
                },
                name: name.to_owned(),
                path: path.to_owned(),
            }),
            _ => Err(format!("coverage.tsv: three columns, not: {line}")),
        })
        .collect()
}

/// Fails if an operation of the oldest document is served by nothing.
pub(crate) fn check(rows: &[Row], oldest: &Facts) -> Result<(), String> {
    let served: BTreeSet<&str> = rows
        .iter()
        .filter(|row| row.kind == Kind::Operation)
        .map(|row| row.name.as_str())
        .collect();
    let missing: Vec<String> = oldest
        .ids()
        .map(upper_camel)
        .filter(|name| !served.contains(name.as_str()))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "coverage.tsv does not say what serves {}",
        missing.join(", ")
    ))
}

/// `selfServiceError` is `SelfServiceError`.
pub(crate) fn upper_camel(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|first| first.to_ascii_uppercase())
        .into_iter()
        .chain(chars)
        .collect()
}
