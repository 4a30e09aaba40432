//! `cargo xtask import`: turns upstream OpenAPI documents into the facts-only documents of `spec/`.

use crate::Outcome;

/// Reads the upstream documents named by `arguments`.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    if arguments.is_empty() {
        return Err("name the upstream documents to read".to_owned());
    }
    Err("nothing is imported yet".to_owned())
}
