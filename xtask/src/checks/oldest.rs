//! The published crates compile with the oldest versions of their direct dependencies that `Cargo.toml` allows.

use std::fs;
use std::path::Path;

use super::PUBLISHED;
use crate::{Outcome, workspace};

/// Resolves a copy of the crates to their oldest direct dependencies and checks it.
///
/// Cargo resolves so only with an unstable option, for which it is told to allow those; the compiler is not.
pub(crate) fn check() -> Outcome {
    let root = workspace::root();
    let copy = workspace::target().join("oldest");
    let text = |error: std::io::Error| format!("cannot copy the crates: {error}");
    match fs::remove_dir_all(copy.join("crates")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(text(error)),
        _ => {}
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml")).map_err(text)?;
    let members: Vec<String> = PUBLISHED
        .iter()
        .map(|name| format!("\"crates/{name}\""))
        .collect();
    let members = format!("members = [{}]", members.join(", "));
    let lines = manifest
        .lines()
        .map(|line| match line.starts_with("members = ") {
            true => members.as_str(),
            false => line,
        });
    fs::create_dir_all(copy.join("crates")).map_err(text)?;
    fs::write(
        copy.join("Cargo.toml"),
        lines.collect::<Vec<_>>().join("\n"),
    )
    .map_err(text)?;
    for name in PUBLISHED {
        copy_folder(
            &root.join("crates").join(name),
            &copy.join("crates").join(name),
        )
        .map_err(text)?;
    }
    workspace::run(
        workspace::command()
            .args(["update", "--quiet", "-Z", "direct-minimal-versions"])
            .env("RUSTC_BOOTSTRAP", "1")
            .current_dir(&copy),
    )?;
    workspace::run(
        workspace::command()
            .args([
                "check",
                "--quiet",
                "--locked",
                "--all-features",
                "--workspace",
            ])
            .env("CARGO_TARGET_DIR", copy.join("target"))
            .current_dir(&copy),
    )
}

/// Copies a folder with all that is in it, links followed.
fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if fs::metadata(entry.path())?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
