//! `spec/docs/<product>.toml`: the documentation that flows into rustdoc.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::contract::Contract;
use super::overlay::Overlay;
use super::text;

/// One product's documentation.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Docs {
    /// By `operationId`.
    pub(crate) operation: BTreeMap<String, Operation>,
    /// By schema name, or by the name of an inline object.
    pub(crate) model: BTreeMap<String, Model>,
    /// By Rust name, or by schema name.
    #[serde(rename = "enum")]
    pub(crate) enums: BTreeMap<String, Enum>,
    /// By tag.
    pub(crate) group: BTreeMap<String, Group>,
}

/// Declares what can be documented: each has a text, and what is its own. (A flattened struct for the text would let
/// misspelled keys through.)
macro_rules! documented {
    ($($(#[$doc:meta])* $name:ident { $($(#[$own_doc:meta])* $own:ident: $type:ty,)* })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            /// One sentence.
            pub(crate) summary: String,
            /// Further paragraphs.
            #[serde(default)]
            pub(crate) body: String,
            /// Where more is written.
            #[serde(default)]
            pub(crate) link: String,
            $($(#[$own_doc])* #[serde(default)] pub(crate) $own: $type,)*
        }

        impl $name {
            /// The text as it stands in rustdoc.
            pub(crate) fn text(&self) -> String {
                text::join(&self.summary, &self.body, &self.link)
            }
        }
    )+};
}

documented! {
    /// What an operation does.
    Operation {
        /// Which statuses and error ids come when.
        errors: String,
        /// By wire name.
        parameters: BTreeMap<String, String>,
    }

    /// What a model is.
    Model {
        /// By wire name.
        fields: BTreeMap<String, String>,
        /// Of a union: by tag value.
        variants: BTreeMap<String, String>,
    }

    /// What an enum is.
    Enum {
        /// By value.
        variants: BTreeMap<String, String>,
    }

    /// What a group of operations is for.
    Group {}
}

/// Reads a product's documentation; a missing file is an empty one.
pub(crate) fn read(path: &Path) -> Result<Docs, String> {
    super::read_toml(path)
}

impl Docs {
    /// Everything in it that refers to nothing in `contract`, or is not a sentence.
    pub(crate) fn problems(&self, contract: &Contract, overlay: &Overlay) -> Vec<String> {
        let mut problems = Vec::new();
        for (id, entry) in &self.operation {
            sentence(&mut problems, "operation", id, &entry.summary);
            let Some(operation) = contract.operation(id) else {
                problems.push(format!("operation.{id}: no such operation"));
                continue;
            };
            let known = operation.input_names();
            let added = overlay.operation.get(id).map_or(&[][..], |o| &o.parameter);
            for name in entry.parameters.keys() {
                let in_overlay = added.iter().any(|parameter| parameter.name == *name);
                if !known.contains(&name.as_str()) && !in_overlay && name != "Authorization" {
                    problems.push(format!("operation.{id}: no parameter `{name}`"));
                }
            }
        }
        for (name, entry) in &self.model {
            sentence(&mut problems, "model", name, &entry.summary);
            let fields = match (contract.schemas.get(name), overlay.object.get(name)) {
                (Some(schema), _) => schema.property_names(contract),
                (None, Some(object)) => object
                    .at
                    .iter()
                    .filter_map(|at| contract.inline(at))
                    .flat_map(|schema| schema.property_names(contract))
                    .collect(),
                (None, None) => {
                    problems.push(format!("model.{name}: no such schema or object"));
                    continue;
                }
            };
            for field in entry.fields.keys() {
                if !fields.contains(field) {
                    problems.push(format!("model.{name}: no field `{field}`"));
                }
            }
        }
        for (name, entry) in &self.enums {
            sentence(&mut problems, "enum", name, &entry.summary);
            let values = match (overlay.enums.get(name), contract.schemas.get(name)) {
                (Some(named), _) => &named.values,
                (None, Some(schema)) => &schema.values,
                (None, None) => {
                    problems.push(format!("enum.{name}: no such enum in overlay or contract"));
                    continue;
                }
            };
            for value in entry.variants.keys() {
                if !values.contains(value) {
                    problems.push(format!("enum.{name}: no value {value:?}"));
                }
            }
        }
        for (tag, entry) in &self.group {
            sentence(&mut problems, "group", tag, &entry.summary);
            if !contract
                .operations
                .iter()
                .any(|operation| operation.tag == *tag)
            {
                problems.push(format!("group.{tag}: no operation has this tag"));
            }
        }
        problems
    }
}

fn sentence(problems: &mut Vec<String>, kind: &str, name: &str, text: &str) {
    let text = text.trim();
    if text.is_empty() || !text.ends_with(['.', '?', '!']) || text.contains("\n\n") {
        problems.push(format!(
            "{kind}.{name}: the summary must be one sentence ending with a period"
        ));
    }
}
