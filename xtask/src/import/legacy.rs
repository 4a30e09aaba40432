//! `spec/legacy/<product>.json`: models of the oldest document that no operation uses today.
//!
//! `spec/coverage.tsv` says which they are: the rows whose path leads into a `legacy` module. A model that still has
//! a schema in the newest document gets that one, the others keep the one they had. What a legacy schema refers to is
//! either in the same file or in the product's main document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::aliases::Aliases;
use super::coverage::{Kind, Row, upper_camel};
use super::facts::{Facts, reference, references, rename};
use super::product::Product;

/// What legacy models are made of.
#[derive(Debug)]
pub(crate) struct Legacy<'a> {
    pub(crate) product: Product,
    /// Names that the product's main document holds.
    pub(crate) present: &'a BTreeSet<&'a str>,
    /// Every schema of the newest document.
    pub(crate) newest: &'a BTreeMap<String, Value>,
    pub(crate) oldest: &'a Facts,
    pub(crate) aliases: &'a Aliases,
}

/// Where the schema that an old name stands for is found today.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Present(String),
    Newest(String),
    Oldest(String),
}

impl Legacy<'_> {
    /// The schemas of the legacy document, empty if the product has none.
    pub(crate) fn schemas(&self, rows: &[Row]) -> Result<BTreeMap<String, Value>, String> {
        let module = format!("ory_{}::legacy::", self.product.name());
        let mut pending = Vec::new();
        for row in rows
            .iter()
            .filter(|row| row.kind == Kind::Model && row.path.starts_with(&module))
        {
            let old = self
                .oldest
                .schemas
                .keys()
                .find(|name| upper_camel(name) == row.name);
            let old =
                old.ok_or_else(|| format!("{}: the oldest document has no such schema", row.name))?;
            match self.origin(old)? {
                Origin::Present(name) => {
                    return Err(format!(
                        "{}: {name} serves it, which is no legacy model",
                        row.name
                    ));
                }
                origin => pending.push(origin),
            }
        }
        let mut schemas = BTreeMap::new();
        while let Some(origin) = pending.pop() {
            let (name, mut schema) = match &origin {
                Origin::Present(_) => continue,
                Origin::Newest(name) => (name, self.newest[name].clone()),
                Origin::Oldest(name) => (name, self.oldest.schemas[name].clone()),
            };
            if schemas.contains_key(name) {
                continue;
            }
            let mut targets = BTreeSet::new();
            references(&schema, &mut |target| {
                targets.insert(target.to_owned());
            });
            for target in targets {
                let found = match &origin {
                    Origin::Oldest(_) => self.origin(&target)?,
                    _ => self.of_newest(&target)?,
                };
                if let Origin::Present(now) | Origin::Newest(now) = &found
                    && *now != target
                {
                    rename(&mut schema, &reference(&target), &reference(now));
                }
                pending.push(found);
            }
            schemas.insert(name.clone(), schema);
        }
        Ok(schemas)
    }

    /// What an old name stands for.
    fn origin(&self, old: &str) -> Result<Origin, String> {
        if let Some(name) = self.aliases.present_schema(old) {
            return self.of_newest(name);
        }
        self.of_newest(old)
            .or_else(|_| match self.oldest.schemas.contains_key(old) {
                true => Ok(Origin::Oldest(old.to_owned())),
                false => Err(format!("schema {old}: in neither document")),
            })
    }

    fn of_newest(&self, name: &str) -> Result<Origin, String> {
        match (self.present.contains(name), self.newest.contains_key(name)) {
            (true, _) => Ok(Origin::Present(name.to_owned())),
            (false, true) => Ok(Origin::Newest(name.to_owned())),
            (false, false) => Err(format!("schema {name}: not in the newest document")),
        }
    }
}

/// The document that goes to `spec/legacy/`.
pub(crate) fn document(version: &str, schemas: BTreeMap<String, Value>) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "version": version },
        "paths": {},
        "components": { "schemas": schemas.into_iter().collect::<Map<_, _>>() },
    })
}
