//! Compares the public API of the published crates with the listings in `xtask/public-api/`, and the foreign crates
//! whose types it names with `foreign.txt`. `--record` writes the listings.
//!
//! rustdoc writes JSON only with unstable options, so the compiler is told to allow them. Cargo would compile all
//! dependencies again for that, which is why this program also stands in for rustdoc: it passes the permission on to the
//! real one alone.

mod foreign;
mod listing;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Set for rustdoc, which this program then runs.
const REAL_RUSTDOC: &str = "PUBLIC_API_RUSTDOC";

fn main() -> ExitCode {
    let result = match std::env::var_os(REAL_RUSTDOC) {
        Some(rustdoc) => return run_rustdoc(&rustdoc),
        None => check(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run_rustdoc(rustdoc: &std::ffi::OsStr) -> ExitCode {
    let status = Command::new(rustdoc)
        .args(std::env::args_os().skip(1))
        .env("RUSTC_BOOTSTRAP", "1")
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn check() -> Result<(), String> {
    let mut record = false;
    let mut crates = Vec::new();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--record" => record = true,
            name => crates.push(name.to_owned()),
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let allowed = foreign::allowed(&folder.join("foreign.txt"))?;
    let mut problems = Vec::new();
    for name in &crates {
        let listing = listing::of(&rustdoc_json(name)?)?;
        let used = foreign::named_by(&listing, name);
        for crate_name in used.difference(&allowed) {
            problems.push(format!(
                "{name}: its public API names types of `{crate_name}`, which foreign.txt does not allow"
            ));
        }
        let path = folder.join(format!("{name}.txt"));
        if record {
            std::fs::write(&path, &listing)
                .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
            println!("{name}: {} items", listing.lines().count());
        } else {
            problems.extend(listing::differences(name, &path, &listing)?);
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}\nif that is meant: cargo xtask public-api --record",
        problems.join("\n")
    ))
}

/// Has rustdoc describe a crate with all its features; returns the file.
fn rustdoc_json(name: &str) -> Result<PathBuf, String> {
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let rustdoc = std::env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into());
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let status = Command::new(cargo)
        .args(["rustdoc", "--quiet", "--locked", "--lib", "--all-features"])
        .args(["--package", name, "--"])
        .args(["-Z", "unstable-options", "--output-format", "json"])
        .args(["--cap-lints", "allow"])
        .env("RUSTDOC", this)
        .env(REAL_RUSTDOC, rustdoc)
        .current_dir(&root)
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err(format!("rustdoc cannot describe {name}"));
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join("doc").join(name.replace('-', "_") + ".json"))
}
