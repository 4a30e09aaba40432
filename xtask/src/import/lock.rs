//! `spec/lock.toml`: which documents `spec/` was made from.

use std::fmt::Write;

use serde::Deserialize;

use super::source::Source;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lock {
    #[serde(default)]
    source: Vec<Pin>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pin {
    name: String,
    version: String,
    sha256: String,
    #[serde(rename = "operations")]
    _operations: usize,
    #[serde(rename = "schemas")]
    _schemas: usize,
}

impl Lock {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| format!("lock.toml: {error}"))
    }

    /// Fails if a release's document is not the one that was read before under the same version.
    pub(crate) fn check(&self, source: &Source) -> Result<(), String> {
        let changed = self.source.iter().find(|pin| {
            pin.name == source.name()
                && pin.version == source.version.as_str()
                && pin.sha256 != source.sha256
        });
        match changed {
            Some(pin) => Err(format!(
                "{} {} is not the document that spec/lock.toml pins (sha256 {}, not {})",
                pin.name, pin.version, source.sha256, pin.sha256
            )),
            None => Ok(()),
        }
    }
}

/// The text of `spec/lock.toml` for documents and the numbers of their operations and schemas.
pub(crate) fn text<'a>(sources: impl IntoIterator<Item = (&'a Source, usize, usize)>) -> String {
    let mut text =
        "# The upstream documents that `cargo xtask import` made spec/ from. Written by it.\n"
            .to_owned();
    for (source, operations, schemas) in sources {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\n[[source]]\nname = \"{}\"\nversion = \"{}\"\nsha256 = \"{}\"\noperations = {operations}\nschemas = {schemas}\n",
            source.name(),
            source.version.as_str(),
            source.sha256,
        );
    }
    text
}
