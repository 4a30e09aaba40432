//! `spec/overlay/aliases.toml`: the names that operations and schemas had in older releases.

use std::collections::BTreeMap;

use serde::Deserialize;

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
