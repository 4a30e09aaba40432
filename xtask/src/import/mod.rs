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
pub(crate) mod coverage;
mod divergence;
mod facts;
mod legacy;
mod lock;
mod payloads;
mod product;
mod report;
mod required;
mod source;
mod split;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

pub(crate) use self::aliases::Aliases;
use self::coverage::Row;
use self::divergence::{Judge, Table};
use self::facts::Facts;
use self::legacy::Legacy;
use self::lock::Lock;
use self::payloads::Payloads;
use self::product::Product;
use self::source::{Source, Sources};
use crate::Outcome;
use crate::workspace;

/// Reads the documents named by `arguments`, writes `spec/` and prints what has to be looked at.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let documents = arguments.iter().map(|path| Source::read(Path::new(path)));
    let sources = Sources::sort(documents.collect::<Result<_, _>>()?)?;
    let spec = workspace::root().join("spec");
    let old_lock = std::fs::read_to_string(spec.join("lock.toml")).unwrap_or_default();
    let old_lock = Lock::parse(&old_lock)?;
    for source in sources.all() {
        old_lock.check(source)?;
    }
    let spec_files = import(&sources, &Rules::read(&spec)?)?;
    for line in remarks(&spec, &spec_files)? {
        println!("{line}");
    }
    for (name, text) in &spec_files {
        write::file(&spec.join(name), text)?;
    }
    Ok(())
}

/// What this project says about the documents.
#[derive(Debug, Default)]
struct Rules {
    divergence: Table,
    aliases: Aliases,
    payloads: Payloads,
    coverage: Vec<Row>,
}

impl Rules {
    fn read(spec: &Path) -> Result<Self, String> {
        let text = |name: &str| {
            let path = spec.join(name);
            std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
        };
        Ok(Self {
            divergence: Table::parse(&text("overlay/divergence.toml")?)?,
            aliases: Aliases::parse(&text("overlay/aliases.toml")?)?,
            payloads: payloads::parse(&text("overlay/payloads.json")?)?,
            coverage: coverage::parse(&text("coverage.tsv")?)?,
        })
    }
}

/// The files of `spec/`, by name, that the documents make.
fn import(sources: &Sources, rules: &Rules) -> Result<BTreeMap<String, String>, String> {
    let read = |source: &Source| {
        Facts::read(&source.json)
            .map_err(|error| format!("{} {}: {error}", source.name(), source.version.as_str()))
    };
    let clients = sources
        .clients
        .iter()
        .map(read)
        .collect::<Result<Vec<_>, _>>()?;
    let (Some(oldest), Some(newest), Some(newest_source)) =
        (clients.first(), clients.last(), sources.clients.last())
    else {
        return Err("no merged document".to_owned());
    };
    let version = newest_source.version.as_str();
    coverage::check(&rules.coverage, oldest)?;
    let mut servers = BTreeMap::new();
    for (product, source) in &sources.products {
        let mut facts = read(source)?;
        rules.divergence.rename(*product, &mut facts)?;
        servers.insert(*product, facts);
    }
    let ids = clients
        .last()
        .into_iter()
        .chain(servers.values())
        .flat_map(Facts::ids)
        .collect();
    let payload_schemas = rules
        .payloads
        .values()
        .flat_map(|payload| payload.schemas.keys());
    let names = newest
        .schemas
        .keys()
        .chain(payload_schemas)
        .map(String::as_str)
        .collect();
    rules.aliases.check(oldest, &ids, &names)?;
    let mut judge = Judge::new(&rules.divergence);
    let mut files = BTreeMap::new();
    for product in Product::ALL {
        let server = servers.get(&product);
        let mut share = split::share(product, newest, server, &mut judge)?;
        let nothing = payloads::Payload::default();
        let payload = rules.payloads.get(product.name()).unwrap_or(&nothing);
        for (name, schema) in &payload.schemas {
            let schema = facts::schema(schema, &format!("payload {name}"))?;
            if share.schemas.insert(name.clone(), schema).is_some() {
                return Err(format!("payload {name}: the documents describe it now"));
            }
        }
        let reached = share.closure(payload.schemas.keys().map(String::as_str))?;
        let documents: Vec<&Facts> = clients.iter().chain(server).collect();
        let mark = |(name, schema): (&str, &Value)| {
            let mut schema = schema.clone();
            // What this project wrote down itself needs no confirmation by a document.
            let ours = payload.schemas.contains_key(name);
            let documents = if ours { &[] } else { documents.as_slice() };
            required::mark(&mut schema, name, &rules.aliases, documents);
            (name.to_owned(), schema)
        };
        let schemas = reached
            .iter()
            .map(|name| mark((name, &share.schemas[*name])))
            .collect();
        let document = split::document(version, &share.operations, &schemas, newest);
        files.insert(format!("{}.json", product.name()), write::text(&document));
        let legacy = Legacy {
            product,
            present: &reached,
            newest: &share.schemas,
            oldest,
            aliases: &rules.aliases,
        };
        let legacy = legacy.schemas(&rules.coverage)?;
        if !legacy.is_empty() {
            let legacy = legacy
                .iter()
                .map(|(name, schema)| mark((name, schema)))
                .collect();
            let document = legacy::document(version, legacy);
            files.insert(
                format!("legacy/{}.json", product.name()),
                write::text(&document),
            );
        }
    }
    judge.verdict()?;
    let counted = sources.clients.iter().zip(&clients).chain(
        sources
            .products
            .iter()
            .filter_map(|(product, source)| Some((source, servers.get(product)?))),
    );
    let counted =
        counted.map(|(source, facts)| (source, facts.operations.len(), facts.schemas.len()));
    files.insert("lock.toml".to_owned(), lock::text(counted));
    Ok(files)
}

/// What changed against the committed documents, and what the overlays do not say about it yet.
fn remarks(spec: &Path, files: &BTreeMap<String, String>) -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    for product in Product::ALL {
        let name = product.name();
        let file = format!("{name}.json");
        let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
        let before = parse(&std::fs::read_to_string(spec.join(&file)).unwrap_or_default());
        let after = parse(files.get(&file).map_or("", String::as_str));
        let overlay =
            std::fs::read_to_string(spec.join(format!("overlay/{name}.toml"))).unwrap_or_default();
        let overlay: toml::Table = overlay
            .parse()
            .map_err(|error| format!("overlay/{name}.toml: {error}"))?;
        lines.extend(report::changes(name, &before, &after));
        lines.extend(report::unclassified(name, &after, &overlay));
    }
    Ok(lines)
}
