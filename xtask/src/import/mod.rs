//! `cargo xtask import <document>...`: turns upstream OpenAPI documents into the facts-only documents of `spec/`.
//!
//! ```text
//! cargo xtask import client-v0.2.0-alpha.25.json client-v1.22.65.json kratos-v26.2.0.json hydra-v26.2.0.json keto-v26.2.0.json
//! ```
//!
//! The order does not matter: documents are recognised by their title, and their version is read from the file's
//! name. Among the merged ones the newest wins; every older one (the oldest is the release whose names stay served)
//! weakens what a response may be relied on to contain.

mod aliases;
mod divergence;
mod facts;
mod product;
mod required;
mod source;
mod split;
mod write;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use self::aliases::Aliases;
use self::divergence::{Judge, Table};
use self::facts::Facts;
use self::product::Product;
use self::source::{Source, Sources};
use crate::Outcome;

/// Reads the documents named by `arguments` and writes `spec/`.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let documents = arguments.iter().map(|path| Source::read(Path::new(path)));
    let sources = Sources::sort(documents.collect::<Result<_, _>>()?)?;
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let rules = Rules::read(&spec.join("overlay"))?;
    for (name, text) in import(&sources, &rules)? {
        write::file(&spec.join(name), &text)?;
    }
    Ok(())
}

/// What this project says about the documents.
#[derive(Debug, Default)]
struct Rules {
    divergence: Table,
    aliases: Aliases,
    /// Per product: bodies that servers send to or take from a hook, which are no operation's.
    payloads: Value,
}

impl Rules {
    fn read(overlay: &Path) -> Result<Self, String> {
        let text = |name: &str| {
            let path = overlay.join(name);
            std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
        };
        Ok(Self {
            divergence: Table::parse(&text("divergence.toml")?)?,
            aliases: Aliases::parse(&text("aliases.toml")?)?,
            payloads: serde_json::from_str(&text("payloads.json")?)
                .map_err(|error| format!("payloads.json: {error}"))?,
        })
    }
}

/// The files of `spec/`, by name, that the documents make.
fn import(sources: &Sources, rules: &Rules) -> Result<BTreeMap<String, String>, String> {
    let clients = sources
        .clients
        .iter()
        .map(|source| {
            Facts::read(&source.json).map_err(|error| format!("{}: {error}", source.name()))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let (Some(newest), Some(version)) = (clients.last(), sources.clients.last()) else {
        return Err("no merged document".to_owned());
    };
    let mut judge = Judge::new(&rules.divergence);
    let mut files = BTreeMap::new();
    for product in Product::ALL {
        let server = match sources.products.iter().find(|(name, _)| *name == product) {
            Some((_, source)) => Some(server_facts(product, &source.json, &rules.divergence)?),
            None => None,
        };
        let mut share = split::share(product, newest, server.as_ref(), &mut judge)?;
        let payloads = &rules.payloads[product.name()]["schemas"];
        for (name, schema) in facts::entries(payloads) {
            let schema = facts::schema(schema, &format!("payload {name}"))?;
            if share.schemas.insert(name.clone(), schema).is_some() {
                return Err(format!("payload {name}: the documents describe it now"));
            }
        }
        let reached = share.closure(facts::entries(payloads).map(|(name, _)| name.as_str()))?;
        let documents: Vec<&Facts> = clients.iter().chain(server.as_ref()).collect();
        let mut schemas = BTreeMap::new();
        for name in reached {
            let mut schema = share.schemas[name].clone();
            required::mark(&mut schema, name, &rules.aliases, &documents);
            schemas.insert(name.to_owned(), schema);
        }
        let document = split::document(
            version.version.as_str(),
            &share.operations,
            &schemas,
            newest,
        );
        files.insert(format!("{}.json", product.name()), write::text(&document));
    }
    judge.verdict()?;
    Ok(files)
}

/// The facts of a server's own document, under the merged document's names.
fn server_facts(product: Product, document: &Value, table: &Table) -> Result<Facts, String> {
    let failed = |error: String| format!("{}: {error}", product.name());
    let mut facts = Facts::read(document).map_err(failed)?;
    for rename in table
        .rename
        .iter()
        .filter(|rename| rename.product == product.name())
    {
        facts
            .rename_schema(&rename.from, &rename.to)
            .map_err(failed)?;
    }
    Ok(facts)
}
