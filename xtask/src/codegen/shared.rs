//! Schemas that several contracts have in common: their types are generated once, in `ory_core::models`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::contract::{self, Contract};
use super::overlay::Shared;
use super::types::{self, Item, Types, named_types};
use super::write::Folder;
use super::{GENERATED, Incomplete, PRODUCTS, docs, models, overlay};

/// The generated module of `ory-core`, and what each product finds there.
pub(crate) fn generate(
    root: &Path,
    incomplete: Incomplete,
    problems: &mut Vec<String>,
) -> Result<(Folder, BTreeMap<String, Shared>), String> {
    let spec = root.join("spec");
    let mut overlay = overlay::read(&spec.join("overlay/core.toml"))?;
    let docs = docs::read(&spec.join("docs/core.toml"))?;
    let mut contracts = BTreeMap::new();
    for product in PRODUCTS {
        let contract = contract::read(&spec.join(format!("{product}.json")))?;
        contracts.insert(*product, contract);
    }
    let mut contract = Contract {
        operations: Vec::new(),
        schemas: BTreeMap::new(),
    };
    for (name, entry) in &overlay.schema {
        let mut found = Vec::new();
        for product in &entry.shared_by {
            match (contracts.get(product.as_str())).and_then(|c| c.schemas.get(name)) {
                Some(schema) => found.push(schema),
                None => problems.push(format!("core: {product} has no schema {name}")),
            }
        }
        match found.split_first() {
            Some((first, others)) if others.iter().all(|other| other == first) => {
                contract.schemas.insert(name.clone(), (*first).clone());
            }
            Some(_) => problems.push(format!("core: {name} differs between its products")),
            None => problems.push(format!("core: {name} needs `shared_by`")),
        }
    }
    problems.extend(overlay.problems(&contract));
    problems.extend(docs.problems(&contract, &overlay));
    overlay.add_aliases(&contract, &super::aliases(&spec)?);
    let types = types::build(&contract, &overlay, false);
    problems.extend(types.problems.iter().cloned());
    let header = format!("{GENERATED} from spec/overlay/core.toml. Do not edit.");
    let source = models::Source {
        header: &header,
        docs: &docs,
        require_docs: incomplete == Incomplete::Nothing,
        legacy: false,
        elsewhere: BTreeSet::new(),
        module_doc: "Models that several products have in common; each product re-exports those that it uses.",
    };
    let mut files: BTreeMap<String, String> = models::write(&types, &source, problems)
        .into_iter()
        .map(|(name, text)| {
            (
                format!("models/{name}"),
                text.replace("ory_core::", "crate::"),
            )
        })
        .collect();
    files.insert(
        "mod.rs".to_owned(),
        format!("{header}\n\n//! Written by the generator.\n\npub mod models;\n"),
    );
    let of = |product: &str| {
        let mut shared = Shared::default();
        for (name, entry) in &overlay.schema {
            if let (true, Some(types::Type::Struct(rust))) = (
                entry.shared_by.iter().any(|other| other == product),
                types.schemas.get(name),
            ) {
                shared.schemas.insert(name.clone(), rust.clone());
                reach(&types, rust, &mut shared.names);
            }
        }
        shared
    };
    let shared = PRODUCTS
        .iter()
        .map(|product| ((*product).to_owned(), of(product)))
        .collect();
    let folder = Folder {
        path: root.join("crates/ory-core/src/generated"),
        files,
        exclusive: true,
    };
    Ok((folder, shared))
}

/// Adds a type and those that it refers to.
fn reach(types: &Types, name: &str, found: &mut BTreeSet<String>) {
    if !found.insert(name.to_owned()) {
        return;
    }
    if let Some(Item::Struct(item)) = types.items.get(name) {
        let mut used = Vec::new();
        for field in &item.fields {
            named_types(&field.kind, &mut used);
        }
        for name in used {
            reach(types, name, found);
        }
    }
}
