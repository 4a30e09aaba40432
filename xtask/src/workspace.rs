//! Where the workspace and its build output are, and the Cargo that builds it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder that holds `Cargo.toml`, `crates`, `spec` and `xtask`.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// The folder that Cargo builds into.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The Cargo that runs this command, so that commands it starts use the same toolchain.
pub(crate) fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// A Cargo command in the workspace.
pub(crate) fn command() -> Command {
    let mut command = Command::new(cargo());
    command.current_dir(root());
    command
}

/// Runs a command whose output is shown as it comes; an error when it fails.
pub(crate) fn run(command: &mut Command) -> crate::Outcome {
    let status = command
        .status()
        .map_err(|error| format!("cannot run {}: {error}", command.get_program().display()))?;
    if status.success() {
        return Ok(());
    }
    let arguments: Vec<_> = command
        .get_args()
        .map(|argument| argument.to_string_lossy())
        .collect();
    Err(format!("`cargo {}` failed", arguments.join(" ")))
}

/// Runs a Cargo build; returns where it put the programs with these names.
pub(crate) fn executables(build: &mut Command, names: &[&str]) -> Result<Vec<PathBuf>, String> {
    let output = build
        .args(["--message-format", "json-render-diagnostics"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("{} does not compile", names.join(", ")));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<serde_json::Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let find = |name: &&str| {
        messages
            .iter()
            .filter(|message| message["target"]["name"] == **name)
            .find_map(|message| message["executable"].as_str())
            .map(PathBuf::from)
            .ok_or_else(|| format!("cargo did not say where it put {name}"))
    };
    names.iter().map(find).collect()
}

/// The number after `--repeat`.
pub(crate) fn count(argument: Option<&String>) -> Result<usize, String> {
    argument
        .and_then(|text| text.parse().ok())
        .filter(|count| *count > 0)
        .ok_or_else(|| "--repeat needs a number, which has to be at least 1".to_owned())
}
