//! The licences of everything that comes along with a published crate are on a list that companies accept.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{PUBLISHED, metadata};
use crate::Outcome;

/// SPDX identifiers that may apply.
const ALLOWED: [&str; 8] = [
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];

/// Checks every package that a published crate depends on, whatever the platform and features; dependencies of tests
/// alone are not distributed.
pub(crate) fn check() -> Outcome {
    let metadata = metadata::read()?;
    let reached = reached(&metadata);
    let mut problems = Vec::new();
    for package in metadata::packages(&metadata) {
        let licence = metadata::text(package, "license");
        if reached.contains(metadata::text(package, "id")) && !is_allowed(licence) {
            problems.push(format!(
                "{} {}: `{licence}`",
                metadata::text(package, "name"),
                metadata::text(package, "version")
            ));
        }
    }
    println!("{} packages", reached.len());
    if problems.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "licences that are not allowed:\n  {}",
            problems.join("\n  ")
        ))
    }
}

/// The ids of the published crates and of all that they link.
fn reached(metadata: &Value) -> BTreeSet<&str> {
    let nodes = || {
        metadata["resolve"]["nodes"]
            .as_array()
            .into_iter()
            .flatten()
    };
    let mut waiting: Vec<&str> = metadata::packages(metadata)
        .filter(|package| PUBLISHED.contains(&metadata::text(package, "name")))
        .map(|package| metadata::text(package, "id"))
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !reached.insert(id) {
            continue;
        }
        let node = nodes().find(|node| metadata::text(node, "id") == id);
        let dependencies = node.and_then(|node| node["deps"].as_array());
        for dependency in dependencies.into_iter().flatten() {
            let kinds = dependency["dep_kinds"].as_array().into_iter().flatten();
            // A dependency without a kind is an ordinary one.
            if kinds.clone().any(|kind| kind["kind"].is_null()) {
                waiting.push(metadata::text(dependency, "pkg"));
            }
        }
    }
    reached
}

/// Whether an SPDX expression leaves a choice that is allowed: one of its alternatives has allowed terms only.
fn is_allowed(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    plain.split(" OR ").any(|alternative| {
        alternative.split(" AND ").all(|term| {
            let licence = term.split(" WITH ").next().unwrap_or_default().trim();
            ALLOWED.contains(&licence)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn one_alternative_with_allowed_terms_is_enough() {
        for (expression, allowed) in [
            ("MIT OR Apache-2.0", true),
            ("MIT/Apache-2.0", true),
            ("GPL-3.0-only OR MIT", true),
            ("Apache-2.0 WITH LLVM-exception OR MIT", true),
            ("Apache-2.0 AND ISC", true),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("Apache-2.0 AND GPL-3.0-only", false),
            ("GPL-3.0-only", false),
            ("", false),
        ] {
            assert_eq!(is_allowed(expression), allowed, "{expression}");
        }
    }
}
