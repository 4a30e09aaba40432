//! `cargo xtask conformance [name]`: the scenarios of `xtask/conformance/` against the real servers on loopback.
//!
//! The scenarios are a program of their own, as this one must not depend on the crates that it generates.

use std::process::Command;
use std::time::Duration;

use crate::Outcome;
use crate::servers::Servers;
use crate::workspace;

/// How long all scenarios together may take; seconds are usual.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// Builds the scenarios and the servers and runs the ones against the others; with an argument, only the scenarios
/// whose name contains it.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (features, filter): (&[&str], _) = match arguments {
        [] => (&[], None),
        [flag] if flag == "--all-features" => (&["--workspace", "--all-features"], None),
        [name] if !name.starts_with('-') => (&[], Some(name)),
        _ => return Err("usage: cargo xtask conformance [part of a scenario's name]".to_owned()),
    };
    let program = build(features)?;
    let mut servers = Servers::start_for_conformance()?;
    servers.run(Command::new(program).args(filter), LIMIT)
}

/// Compiles the scenarios; returns where the program is. `--all-features` spares `cargo xtask test` another build.
fn build(features: &[&str]) -> Result<std::path::PathBuf, String> {
    eprintln!("compiling the scenarios");
    let mut command = Command::new(workspace::cargo());
    command
        .args(["build", "--quiet", "--locked", "--bin", "conformance"])
        .args(features)
        .current_dir(workspace::root());
    if features.is_empty() {
        command.args(["--package", "conformance"]);
    }
    workspace::executables(&mut command, &["conformance"])?
        .pop()
        .ok_or_else(|| "cargo did not say where it put the scenarios".to_owned())
}
