//! Every feature of every published crate compiles alone: a user may switch on any one of them.

use super::{PUBLISHED, metadata};
use crate::{Outcome, workspace};

/// Checks each crate with each of its features and no other.
pub(crate) fn check() -> Outcome {
    let metadata = metadata::read()?;
    for name in PUBLISHED {
        let package = metadata::packages(&metadata)
            .find(|package| metadata::text(package, "name") == name)
            .ok_or_else(|| format!("{name} is no member of the workspace"))?;
        let features = package["features"].as_object().into_iter().flatten();
        for (feature, _) in features.filter(|(feature, _)| *feature != "default") {
            println!("{name} with `{feature}` alone");
            workspace::run(
                workspace::command()
                    .args(["clippy", "--quiet", "--locked", "--no-default-features"])
                    .args(["--package", name, "--features", feature])
                    .args(["--", "-D", "warnings"]),
            )?;
        }
    }
    Ok(())
}
