//! `spec/overlay/aliases.toml`: the names that operations and schemas had in older releases.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::facts::Facts;

/// Older names by present-day name.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Aliases {
    #[serde(default)]
    pub(crate) operation: BTreeMap<String, Names>,
    #[serde(default)]
    pub(crate) schema: BTreeMap<String, Names>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    pub(crate) aliases: Vec<String>,
}

impl Aliases {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| format!("aliases.toml: {error}"))
    }

    /// Fails if a name is not what this table says, or if it forgets an operation's.
    ///
    /// `schemas` are the present-day ones, payloads included; `operations` those of every document.
    pub(crate) fn check<'a>(
        &self,
        oldest: &Facts,
        operations: &BTreeSet<&'a str>,
        schemas: &BTreeSet<&'a str>,
    ) -> Result<(), String> {
        let old_operations: BTreeSet<&str> = oldest.ids().collect();
        let old_schemas = oldest.schemas.keys().map(String::as_str).collect();
        let mut complaints = unknown("operation", &self.operation, operations, &old_operations);
        complaints.extend(unknown("schema", &self.schema, schemas, &old_schemas));
        let aliases: BTreeSet<&str> = self
            .operation
            .values()
            .flat_map(|names| &names.aliases)
            .map(String::as_str)
            .collect();
        for id in old_operations {
            if !operations.contains(id) && !aliases.contains(id) {
                complaints.push(format!(
                    "operation {id}: nothing says what it is called today"
                ));
            }
        }
        match complaints.is_empty() {
            true => Ok(()),
            false => Err(format!("aliases.toml:\n  {}", complaints.join("\n  "))),
        }
    }

    /// The names that the schema `name` had before.
    pub(crate) fn of_schema(&self, name: &str) -> impl Iterator<Item = &str> {
        self.schema
            .get(name)
            .into_iter()
            .flat_map(|names| &names.aliases)
            .map(String::as_str)
    }

    /// The present-day name of the schema that was once called `older`.
    pub(crate) fn present_schema(&self, older: &str) -> Option<&str> {
        self.schema
            .iter()
            .find(|(_, names)| names.aliases.iter().any(|alias| alias == older))
            .map(|(name, _)| name.as_str())
    }
}

fn unknown(
    kind: &str,
    table: &BTreeMap<String, Names>,
    present: &BTreeSet<&str>,
    old: &BTreeSet<&str>,
) -> Vec<String> {
    let mut complaints = Vec::new();
    for (name, names) in table {
        if !present.contains(name.as_str()) {
            complaints.push(format!("{kind} {name}: not in the newest document"));
        }
        let gone = names
            .aliases
            .iter()
            .filter(|alias| !old.contains(alias.as_str()));
        complaints.extend(gone.map(|alias| format!("{kind} {alias}: not in the oldest document")));
    }
    complaints
}
