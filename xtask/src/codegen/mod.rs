//! `cargo xtask codegen`: writes the generated modules of the product crates from `spec/`.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::Outcome;

mod contract;
mod coverage;
mod docs;
mod overlay;

/// The products: each has a contract, an overlay, documentation and a crate.
const PRODUCTS: &[&str] = &["kratos", "hydra", "keto", "cloud"];

/// Reads `spec/` and reports everything that is wrong with it.
pub(crate) fn run(_arguments: &[String]) -> Outcome {
    let mut problems = Vec::new();
    for product in PRODUCTS {
        let contract = contract::read(Path::new(&format!("spec/{product}.json")))?;
        let overlay_path = format!("spec/overlay/{product}.toml");
        let docs_path = format!("spec/docs/{product}.toml");
        let overlay = overlay::read(Path::new(&overlay_path)).unwrap_or_else(|problem| {
            problems.push(problem);
            overlay::Overlay::default()
        });
        let docs = docs::read(Path::new(&docs_path)).unwrap_or_else(|problem| {
            problems.push(problem);
            docs::Docs::default()
        });
        let found = overlay.problems(&contract);
        problems.extend(
            found
                .into_iter()
                .map(|problem| format!("{overlay_path}: {problem}")),
        );
        let found = docs.problems(&contract, &overlay);
        problems.extend(
            found
                .into_iter()
                .map(|problem| format!("{docs_path}: {problem}")),
        );
    }
    match problems.len() {
        0 => Ok(()),
        count => Err(format!(
            "{count} problems in spec/:\n  {}",
            problems.join("\n  ")
        )),
    }
}

/// Reads a TOML file; a missing file is an empty one.
fn read_toml<T: DeserializeOwned + Default>(path: &Path) -> Result<T, String> {
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}
