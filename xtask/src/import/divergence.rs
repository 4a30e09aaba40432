//! Where a server's own document and the merged document disagree, and who is right.
//!
//! The merged document wins. Every disagreement must be explained by an entry of `spec/overlay/divergence.toml`, and
//! every entry must still be needed: what is new upstream, in either document, is read by a person once.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::facts::Facts;
use super::product::Product;

/// `spec/overlay/divergence.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    /// Schemas that a server's document calls by another name.
    #[serde(default)]
    rename: Vec<Rename>,
    #[serde(default)]
    divergence: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rename {
    product: String,
    from: String,
    to: String,
    why: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    why: String,
    products: Vec<String>,
    /// In which document the fact stands; absent if both have it and it differs.
    only: Option<Side>,
    /// Whose version goes into `spec/`.
    #[serde(default = "client")]
    wins: Side,
    /// Places, where `*` stands for any text.
    at: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    Client,
    Product,
}

fn client() -> Side {
    Side::Client
}

impl Table {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let table: Self =
            toml::from_str(text).map_err(|error| format!("divergence.toml: {error}"))?;
        let whys = table.rename.iter().map(|rename| &rename.why);
        if whys
            .chain(table.divergence.iter().map(|entry| &entry.why))
            .any(|why| why.is_empty())
        {
            return Err("divergence.toml: an entry does not say why".to_owned());
        }
        Ok(table)
    }

    /// Gives the schemas of a server's document the merged document's names.
    pub(crate) fn rename(&self, product: Product, facts: &mut Facts) -> Result<(), String> {
        for rename in self
            .rename
            .iter()
            .filter(|rename| rename.product == product.name())
        {
            facts
                .rename_schema(&rename.from, &rename.to)
                .map_err(|error| format!("divergence.toml: {}: {error}", rename.product))?;
        }
        Ok(())
    }
}

/// Reconciles documents and remembers what no entry explains, and which entries were of use.
#[derive(Debug)]
pub(crate) struct Judge<'a> {
    table: &'a Table,
    used: BTreeSet<(usize, usize)>,
    unexplained: Vec<String>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(table: &'a Table) -> Self {
        Self {
            table,
            used: BTreeSet::new(),
            unexplained: Vec::new(),
        }
    }

    /// One value from the merged document's and the server's; `None` says that a document does not have it.
    pub(crate) fn reconcile(
        &mut self,
        product: Product,
        at: &str,
        client: Option<&Value>,
        other: Option<&Value>,
    ) -> Option<Value> {
        match (client, other) {
            (Some(client), Some(other)) if client == other => Some(client.clone()),
            // A reference is one fact: beside half of what it replaces it would mean neither document's schema.
            (Some(Value::Object(left)), Some(Value::Object(right)))
                if !left.contains_key("$ref") && !right.contains_key("$ref") =>
            {
                let keys: BTreeSet<_> = left.keys().chain(right.keys()).collect();
                let mut both = Map::new();
                for key in keys {
                    let at = format!("{at}/{key}");
                    if let Some(value) = self.reconcile(product, &at, left.get(key), right.get(key))
                    {
                        both.insert(key.clone(), value);
                    }
                }
                Some(Value::Object(both))
            }
            (Some(Value::Array(left)), Some(Value::Array(right))) => {
                Some(self.reconcile_lists(product, at, left, right))
            }
            (client, other) => match self.wins(product, at, client, other) {
                Side::Client => client.cloned(),
                Side::Product => other.cloned(),
            },
        }
    }

    /// Lists are sets (`enum`, `required`, `oneOf`) or named things (`parameters`); the merged document's order stays.
    fn reconcile_lists(
        &mut self,
        product: Product,
        at: &str,
        left: &[Value],
        right: &[Value],
    ) -> Value {
        let mut both = Vec::new();
        for item in left {
            let key = key(item);
            let twin = right.iter().find(|other| self::key(other) == key);
            both.extend(self.reconcile(product, &format!("{at}/{key}"), Some(item), twin));
        }
        for item in right {
            let key = key(item);
            if !left.iter().any(|other| self::key(other) == key) {
                both.extend(self.reconcile(product, &format!("{at}/{key}"), None, Some(item)));
            }
        }
        Value::Array(both)
    }

    fn wins(
        &mut self,
        product: Product,
        at: &str,
        client: Option<&Value>,
        other: Option<&Value>,
    ) -> Side {
        let only = match (client, other) {
            (Some(_), None) => Some(Side::Client),
            (None, Some(_)) => Some(Side::Product),
            _ => None,
        };
        for (number, entry) in self.table.divergence.iter().enumerate() {
            if entry.only != only || !entry.products.iter().any(|name| name == product.name()) {
                continue;
            }
            if let Some(pattern) = entry.at.iter().position(|pattern| matches(pattern, at)) {
                self.used.insert((number, pattern));
                return entry.wins;
            }
        }
        let side = match only {
            Some(Side::Client) => "only in the merged document",
            Some(Side::Product) => "only in the server's document",
            None => "differs",
        };
        let shown = |value: Option<&Value>| value.map(Value::to_string).unwrap_or_default();
        self.unexplained.push(format!(
            "{}: {at}: {side}\n    merged: {:.200}\n    server: {:.200}",
            product.name(),
            shown(client),
            shown(other)
        ));
        Side::Client
    }

    /// Fails if a difference is unexplained or an explanation is no longer needed.
    pub(crate) fn verdict(self) -> Result<(), String> {
        let mut complaints = self.unexplained;
        for (number, entry) in self.table.divergence.iter().enumerate() {
            for (index, pattern) in entry.at.iter().enumerate() {
                if !self.used.contains(&(number, index)) {
                    complaints.push(format!(
                        "{pattern}: explained, but nothing differs there any more"
                    ));
                }
            }
        }
        if complaints.is_empty() {
            return Ok(());
        }
        Err(format!(
            "{} differences between documents are not settled by spec/overlay/divergence.toml:\n  {}",
            complaints.len(),
            complaints.join("\n  ")
        ))
    }
}

/// What makes a list's item the same item in both documents.
fn key(item: &Value) -> String {
    match (item["in"].as_str(), item["name"].as_str()) {
        (Some(place), Some(name)) => format!("{place}:{name}"),
        _ => match item.as_str().or_else(|| item["$ref"].as_str()) {
            Some(text) => text.rsplit('/').next().unwrap_or(text).to_owned(),
            None => item.to_string(),
        },
    }
}

/// Whether `text` fits `pattern`, in which each `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(head) else {
        return false;
    };
    (0..=text.len())
        .filter(|start| text.is_char_boundary(*start))
        .any(|start| matches(rest, &text[start..]))
}
