//! `cargo xtask codegen`: writes the generated modules of the product crates from `spec/`.
//!
//! `--check` writes nothing and fails if what is committed differs. While a new release is brought in,
//! `--allow-undocumented` generates although documentation is missing, and `--allow-incomplete` also although the
//! overlay does not classify every operation.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::Outcome;
use crate::import::Aliases;

mod api;
mod contract;
mod coverage;
mod docs;
mod models;
mod names;
mod operations;
mod overlay;
mod registry;
mod text;
mod types;
mod write;

#[cfg(test)]
mod golden;

use contract::Contract;
use docs::Docs;
use overlay::Overlay;
use types::Types;
use write::Folder;

/// What the overlay and the documentation may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Incomplete {
    /// Nothing.
    Nothing,
    /// Documentation.
    Docs,
    /// Documentation, classes and names: for bringing up a new release.
    Anything,
}

/// The products: each has a contract, an overlay, documentation and a crate.
const PRODUCTS: &[&str] = &["kratos", "hydra", "keto", "cloud"];

/// Generates, or checks what was generated.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (mut check, mut incomplete) = (false, Incomplete::Nothing);
    for argument in arguments {
        match argument.as_str() {
            "--check" => check = true,
            "--allow-undocumented" => incomplete = Incomplete::Docs,
            "--allow-incomplete" => incomplete = Incomplete::Anything,
            other => {
                return Err(format!(
                    "unknown argument `{other}`; there are --check, --allow-undocumented and --allow-incomplete"
                ));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .ok_or("xtask has no parent folder")?;
    let mut problems = Vec::new();
    let mut folders = Vec::new();
    let mut registries = BTreeMap::new();
    let mut signatures = BTreeMap::new();
    for product in PRODUCTS {
        let mut found = Vec::new();
        let generated = generate(root, product, incomplete, &mut found, &mut signatures);
        problems.extend(
            found
                .into_iter()
                .map(|problem| format!("{product}: {problem}")),
        );
        let (files, registry) = generated?;
        folders.push(Folder {
            path: root.join(format!("crates/ory-{product}/src/generated")),
            files,
            exclusive: true,
        });
        registries.insert(format!("{product}.rs"), registry);
    }
    let rows = std::fs::read_to_string(root.join("spec/coverage.tsv"))
        .map_err(|error| format!("spec/coverage.tsv: {error}"))?;
    let rows = crate::import::coverage::parse(&rows)?;
    let covered = coverage::source(&rows, |path| signatures.get(path).cloned());
    let covered = covered.unwrap_or_else(|problem| {
        problems.push(problem);
        String::new()
    });
    let covered = BTreeMap::from([("coverage.rs".to_owned(), covered)]);
    folders.push(Folder {
        path: root.join("xtask/contract/src"),
        files: covered,
        exclusive: false,
    });
    folders.push(Folder {
        path: root.join("xtask/contract/src/registry"),
        files: registries,
        exclusive: false,
    });
    if !problems.is_empty() {
        return Err(format!(
            "{} problems in spec/:\n  {}",
            problems.len(),
            problems.join("\n  ")
        ));
    }
    write::format(&mut folders, &root.join("target/codegen"))?;
    if check {
        let mut differing = Vec::new();
        for folder in &folders {
            differing.extend(write::differences(folder)?);
        }
        return match differing.len() {
            0 => Ok(()),
            count => Err(format!(
                "{count} files differ from what spec/ gives; run `cargo xtask codegen`:\n  {}",
                differing
                    .iter()
                    .map(|path| relative(path, root))
                    .collect::<Vec<_>>()
                    .join("\n  ")
            )),
        };
    }
    for folder in &folders {
        let written = write::write(folder)?;
        println!(
            "{}: {} files, {written} changed",
            relative(&folder.path, root),
            folder.files.len()
        );
    }
    Ok(())
}

fn relative(path: &Path, root: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
}

/// The files of a product's `generated` module and its registry.
fn generate(
    root: &Path,
    product: &str,
    incomplete: Incomplete,
    problems: &mut Vec<String>,
    signatures: &mut BTreeMap<String, String>,
) -> Result<(BTreeMap<String, String>, String), String> {
    let spec = root.join("spec");
    let contract = contract::read(&spec.join(format!("{product}.json")))?;
    let read_or_report = |problem: String, problems: &mut Vec<String>| problems.push(problem);
    let overlay = overlay::read(&spec.join(format!("overlay/{product}.toml")));
    let mut overlay = overlay.unwrap_or_else(|problem| {
        read_or_report(problem, problems);
        Overlay::default()
    });
    let docs = docs::read(&spec.join(format!("docs/{product}.toml"))).unwrap_or_else(|problem| {
        read_or_report(problem, problems);
        Docs::default()
    });
    let found = overlay.problems(&contract);
    problems.extend(
        found
            .into_iter()
            .map(|problem| format!("overlay: {problem}")),
    );
    let found = docs.problems(&contract, &overlay);
    problems.extend(found.into_iter().map(|problem| format!("docs: {problem}")));
    overlay.add_aliases(&contract, &aliases(&spec)?);
    let header =
        format!("// Generated by `cargo xtask codegen` from spec/{product}.json. Do not edit.");
    let generated = product_files(
        &contract, &overlay, &docs, product, &header, incomplete, problems,
    );
    let (mut files, types, operations) = generated;
    for operation in &operations {
        let group = operations::group_name(&operation.tag);
        let path = format!("ory_{product}::{group}::{}", operation.method);
        signatures.insert(path, operation.signature());
    }
    let legacy = spec.join(format!("legacy/{product}.json"));
    let mut legacy_models = None;
    if legacy.exists() {
        let legacy_header = format!(
            "// Generated by `cargo xtask codegen` from spec/legacy/{product}.json. Do not edit."
        );
        let (found, list) =
            legacy_files(&legacy, &spec, contract, overlay, &legacy_header, problems)?;
        for (name, text) in found {
            files.insert(format!("legacy/{name}"), text);
        }
        legacy_models = Some(list);
    }
    files.insert("mod.rs".to_owned(), index(&header, legacy.exists()));
    let registry = registry::write(
        &types,
        &operations,
        product,
        &header,
        legacy_models.as_deref(),
    );
    Ok((files, registry))
}

/// The names that operations and schemas had in older releases.
fn aliases(spec: &Path) -> Result<Aliases, String> {
    let path = spec.join("overlay/aliases.toml");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    Aliases::parse(&text)
}

/// The `apis`, `models` and `operations` modules of a contract, beside what they were written from.
fn product_files(
    contract: &Contract,
    overlay: &Overlay,
    docs: &Docs,
    product: &str,
    header: &str,
    incomplete: Incomplete,
    problems: &mut Vec<String>,
) -> (BTreeMap<String, String>, Types, Vec<operations::Operation>) {
    let types = types::build(contract, overlay, incomplete == Incomplete::Anything);
    problems.extend(types.problems.iter().cloned());
    let source = models::Source {
        header,
        docs,
        require_docs: incomplete == Incomplete::Nothing,
        elsewhere: BTreeSet::new(),
        module_doc: "What the operations take and give.",
    };
    let operations = operations::build(contract, overlay, docs, &types, incomplete, problems);
    let mut files = BTreeMap::new();
    let mut add = |folder: &str, written: BTreeMap<String, String>| {
        files.extend(
            written
                .into_iter()
                .map(|(name, text)| (format!("{folder}/{name}"), text)),
        );
    };
    add("models", models::write(&types, &source, problems));
    add(
        "operations",
        operations::write(&operations, product, header),
    );
    add(
        "apis",
        api::write(
            &operations,
            docs,
            product,
            header,
            incomplete == Incomplete::Nothing,
            problems,
        ),
    );
    (files, types, operations)
}

/// The `legacy` module, models of API v0.2.0-alpha.25 that no operation uses any more, and their list for the registry.
fn legacy_files(
    path: &Path,
    spec: &Path,
    contract: Contract,
    overlay: Overlay,
    header: &str,
    problems: &mut Vec<String>,
) -> Result<(BTreeMap<String, String>, String), String> {
    let today = types::build(&contract, &overlay, true);
    // Legacy models refer to those of today.
    let mut schemas = contract.schemas;
    let legacy = contract::read(path)?.schemas;
    let names: Vec<String> = legacy.keys().cloned().collect();
    schemas.extend(legacy);
    let contract = Contract {
        operations: Vec::new(),
        schemas,
    };
    let mut all = overlay;
    // One overlay and one documentation for all products; names are unique across them.
    let legacy = overlay::read(&spec.join("overlay/legacy.toml"))?;
    all.operation.clear();
    all.schema.extend(legacy.schema);
    all.enums.extend(legacy.enums);
    all.object.extend(legacy.object);
    all.unions.extend(legacy.unions);
    let docs = docs::read(&spec.join("docs/legacy.toml"))?;
    // Names of inline enums and objects are made from where they stand: nobody will see them change.
    let mut types = types::build(&contract, &all, true);
    problems.extend(
        types
            .problems
            .iter()
            .map(|problem| format!("legacy: {problem}")),
    );
    let elsewhere = today.items.into_keys().collect();
    let list = registry::legacy(&types, &names, &elsewhere);
    types.items.retain(|name, _| !elsewhere.contains(name));
    let source = models::Source {
        header,
        docs: &docs,
        require_docs: false,
        elsewhere,
        module_doc: "Models of Ory's API v0.2.0-alpha.25 that no operation uses any more.",
    };
    Ok((models::write(&types, &source, problems), list))
}

fn index(header: &str, legacy: bool) -> String {
    let mut modules = String::from("pub(crate) mod apis;\n");
    if legacy {
        modules.push_str("#[cfg(feature = \"legacy\")]\n#[cfg_attr(docsrs, doc(cfg(feature = \"legacy\")))]\npub mod legacy;\n");
    }
    modules.push_str("pub mod models;\npub mod operations;\n");
    format!(
        "{header}\n\n//! Written by the generator; the crate's root decides what is public.\n\n{modules}"
    )
}

/// Reads a TOML file; a missing file is an empty one.
fn read_toml<T: DeserializeOwned + Default>(path: &Path) -> Result<T, String> {
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}
