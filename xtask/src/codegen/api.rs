//! One file per group of operations: the documented methods that return the builders.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::docs::Docs;
use super::example;
use super::models;
use super::operations::{Input, Operation, accessor, group_name};
use super::overlay::Retry;
use super::text;
use super::types::Types;

/// The files of the `apis` module by name.
pub(crate) fn write(
    operations: &[Operation],
    types: &Types,
    docs: &Docs,
    product: &str,
    header: &str,
    require_docs: bool,
    problems: &mut Vec<String>,
) -> BTreeMap<String, String> {
    let mut groups: BTreeMap<String, Vec<&Operation>> = BTreeMap::new();
    for operation in operations {
        groups
            .entry(accessor(&operation.tag))
            .or_default()
            .push(operation);
    }
    let mut files = BTreeMap::new();
    let mut index = format!("{header}\n\n//! Groups of operations, accessed through a client.\n\n");
    let mut uses = String::new();
    for (group, operations) in &mut groups {
        operations.sort_by(|a, b| a.method.cmp(&b.method));
        let _ = writeln!(index, "mod {group};");
        let _ = writeln!(uses, "pub use {group}::{};", group_name(group));
        let tag = &operations[0].tag;
        let tags: BTreeSet<&str> = operations
            .iter()
            .map(|operation| operation.tag.as_str())
            .collect();
        let entry = tags
            .iter()
            .find_map(|tag| docs.group.get(*tag))
            .or_else(|| docs.group.get(group));
        if entry.is_none() && require_docs {
            problems.push(format!("group.{tag}: no documentation"));
        }
        let doc = entry.map_or_else(
            || format!("The operations of `{group}`."),
            |entry| entry.text(),
        );
        files.insert(
            format!("{group}.rs"),
            file(group, operations, types, &doc, product, header),
        );
    }
    let _ = write!(index, "\n{uses}");
    files.insert("mod.rs".to_owned(), index);
    files
}

fn file(
    group: &str,
    operations: &[&Operation],
    types: &Types,
    doc: &str,
    product: &str,
    header: &str,
) -> String {
    let name = group_name(group);
    let mut out = String::new();
    text::doc(&mut out, 0, doc);
    let _ = writeln!(out, "///\n/// Accessed through [`Client::{group}`].");
    let _ = writeln!(
        out,
        "#[derive(Clone, Debug)]\npub struct {name} {{\n    pub(crate) client: Client,\n}}\n"
    );
    let summary = doc.split("\n\n").next().unwrap_or_default();
    let _ = writeln!(out, "impl Client {{");
    text::doc(&mut out, 4, summary);
    let _ = writeln!(
        out,
        "    #[inline]\n    #[must_use]\n    pub fn {group}(&self) -> {name} {{\n        {name} {{ client: self.clone() }}\n    }}\n}}\n"
    );
    let _ = writeln!(out, "impl {name} {{");
    for operation in operations {
        method(&mut out, operation, group, product, types);
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out.push_str("}\n");
    let mut uses = String::new();
    if out.contains(": Secret") {
        uses.push_str("use ory_core::Secret;\n\n");
    }
    uses.push_str("use crate::{Client, operations};\n");
    if operations
        .iter()
        .flat_map(|operation| &operation.inputs)
        .any(|input| input.required && input.taken().0.contains("models::"))
    {
        uses = uses.replace("{Client, operations}", "{Client, models, operations}");
    }
    format!("{header}\n\n{uses}\n{out}")
}

fn method(out: &mut String, operation: &Operation, group: &str, product: &str, types: &Types) {
    let required: Vec<&Input> = operation
        .inputs
        .iter()
        .filter(|input| input.required)
        .collect();
    let docs = &operation.docs;
    text::doc(out, 4, &docs.text());
    let mut facts = format!(
        "`{} {}`, {}",
        operation.http_method,
        operation.path,
        served_by(product, &operation.endpoint)
    );
    if let Some(bucket) = &operation.rate_limit_bucket {
        let _ = write!(facts, "; rate limited as `{bucket}` on Ory Network");
    }
    facts.push('.');
    // Some texts say more about it themselves.
    let told = [&docs.body, &docs.errors]
        .iter()
        .any(|text| text.contains("epeated"));
    match operation.retry {
        Retry::Safe => facts.push_str(" Safe to repeat."),
        Retry::Once if told => {}
        Retry::Once => facts.push_str(" Never repeated when it may have been processed."),
    }
    out.push_str("    ///\n");
    text::doc(out, 4, &facts);
    if !required.is_empty() {
        out.push_str("    ///\n");
        let list: Vec<String> = (required.iter())
            .map(|input| {
                format!(
                    "- `{}`: {}",
                    plain(&input.name),
                    text::lower_first(input.doc.trim())
                )
            })
            .collect();
        text::doc(out, 4, &list.join("\n"));
    }
    let errors = match docs.errors.trim() {
        "" => "See [`ory_core::Error`].",
        errors => errors,
    };
    out.push_str("    ///\n    /// # Errors\n    ///\n");
    text::doc(out, 4, errors);
    out.push_str("    ///\n    /// # Examples\n");
    example::write(out, operation, group, product, types);
    for alias in operation
        .aliases
        .iter()
        .filter(|alias| **alias != operation.id)
    {
        let _ = writeln!(out, "    #[doc(alias = {})]", text::literal(alias));
    }
    if operation.id != operation.method {
        let _ = writeln!(out, "    #[doc(alias = {})]", text::literal(&operation.id));
    }
    let mut arguments = vec!["&self".to_owned()];
    arguments.extend(
        required
            .iter()
            .map(|input| format!("{}: {}", input.name, input.taken().0)),
    );
    let mut handed = vec!["&self.client".to_owned()];
    handed.extend(required.iter().map(|input| input.taken().1));
    let arguments = arguments.join(", ");
    let _ = writeln!(
        out,
        "{inline}    pub fn {}({arguments}) -> operations::{2} {{\n        operations::{2}::new({1})\n    }}\n",
        operation.method,
        handed.join(", "),
        operation.name,
        inline = models::inline(&arguments),
    );
}

fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

fn served_by(product: &str, endpoint: &str) -> String {
    let product_name = match product {
        "kratos" => "Ory Kratos",
        "hydra" => "Ory Hydra",
        "keto" => "Ory Keto",
        _ => "Ory Network",
    };
    match endpoint {
        "any" => format!("{product_name}, any endpoint"),
        "project" => "the project's API on Ory Network".to_owned(),
        "console" => "Ory Network console API".to_owned(),
        "opl" => format!("{product_name} OPL API"),
        endpoint => format!("{product_name} {endpoint} API"),
    }
}
