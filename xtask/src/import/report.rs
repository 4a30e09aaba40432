//! What a maintainer has to look at after an import.

use std::collections::BTreeSet;

use serde_json::Value;

use super::facts::entries;

/// The operations and schemas that came and went between two versions of a product's document.
pub(crate) fn changes(product: &str, before: &Value, after: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for (kind, names) in [
        ("operation", operations as fn(&Value) -> BTreeSet<String>),
        ("schema", schemas as fn(&Value) -> BTreeSet<String>),
    ] {
        let (before, after) = (names(before), names(after));
        lines.extend(
            after
                .difference(&before)
                .map(|name| format!("{product}: new {kind} {name}")),
        );
        lines.extend(
            before
                .difference(&after)
                .map(|name| format!("{product}: {kind} {name} is gone")),
        );
    }
    let schemas = |document: &Value| document["components"]["schemas"].clone();
    let (old, new) = (schemas(before), schemas(after));
    for (name, schema) in entries(&new) {
        let earlier = &old[name];
        if earlier.is_object() && earlier != schema {
            let fields = fields(earlier, schema);
            lines.push(format!("{product}: schema {name} has changed{fields}"));
        }
    }
    lines
}

/// The fields that came to a schema, went, or changed, as a part of a sentence.
fn fields(before: &Value, after: &Value) -> String {
    let (before, after) = (&before["properties"], &after["properties"]);
    let mut said = String::new();
    for (name, field) in entries(after) {
        let sign = match before.get(name) {
            None => '+',
            Some(earlier) if earlier != field => '~',
            Some(_) => continue,
        };
        said.extend([' ', sign]);
        said.push_str(name);
    }
    for (name, _) in entries(before).filter(|(name, _)| after.get(name.as_str()).is_none()) {
        said.push_str(" -");
        said.push_str(name);
    }
    match said.is_empty() {
        true => said,
        false => format!(":{said}"),
    }
}

/// The operations of which the overlay does not say whether they may be repeated.
pub(crate) fn unclassified(product: &str, document: &Value, overlay: &toml::Table) -> Vec<String> {
    let classified = |name: &str| {
        overlay
            .get("operation")
            .and_then(|operations| operations.get(name))
            .is_some_and(|operation| operation.get("retry").is_some())
    };
    operations(document)
        .into_iter()
        .filter(|name| !classified(name))
        .map(|name| {
            format!("{product}: operation {name} has no `retry` in spec/overlay/{product}.toml")
        })
        .collect()
}

fn operations(document: &Value) -> BTreeSet<String> {
    entries(&document["paths"])
        .flat_map(|(_, item)| entries(item))
        .filter_map(|(_, operation)| operation["operationId"].as_str())
        .map(str::to_owned)
        .collect()
}

fn schemas(document: &Value) -> BTreeSet<String> {
    entries(&document["components"]["schemas"])
        .map(|(name, _)| name.clone())
        .collect()
}
