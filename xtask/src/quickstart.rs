//! `cargo xtask quickstart`: the examples of the product crates, run against the real servers on loopback.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::Outcome;
use crate::servers::Servers;

/// The examples: crate, and name of the file in its `examples/` folder.
const EXAMPLES: [(&str, &str); 3] = [
    ("ory-kratos", "identities_and_login"),
    ("ory-hydra", "client_credentials"),
    ("ory-keto", "permissions"),
];

/// How long one example may take; a few seconds are usual.
const LIMIT: Duration = Duration::from_secs(120);

/// Builds and starts the servers and runs every example against them. With `--all-features` the examples are built
/// as the tests are, which spares `cargo xtask test` another build.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let features: &[&str] = match arguments {
        [] => &[],
        [flag] if flag == "--all-features" => &["--workspace", "--all-features"],
        _ => return Err("usage: cargo xtask quickstart [--all-features]".to_owned()),
    };
    let programs = build(features)?;
    let mut servers = Servers::start(false)?;
    for ((package, example), program) in EXAMPLES.iter().zip(programs) {
        println!("\n{package}: crates/{package}/examples/{example}.rs");
        servers
            .run(&mut Command::new(program), LIMIT)
            .map_err(|error| format!("the example {example} of {package} failed: {error}"))?;
    }
    println!(
        "\nAll examples ran. To try your own code against the same servers: cargo xtask servers"
    );
    Ok(())
}

/// Compiles the examples; returns where they are.
fn build(features: &[&str]) -> Result<Vec<PathBuf>, String> {
    let mut command = Command::new(crate::cargo());
    command
        .args([
            "build",
            "--quiet",
            "--locked",
            "--message-format",
            "json-render-diagnostics",
        ])
        .args(features);
    for (package, example) in EXAMPLES {
        command.args(["--example", example]);
        if features.is_empty() {
            command.args(["--package", package]);
        }
    }
    eprintln!("compiling the examples");
    let output = command
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        return Err("the examples do not compile".to_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    EXAMPLES
        .iter()
        .map(|(_, example)| {
            messages
                .iter()
                .filter(|message| message["target"]["name"] == *example)
                .find_map(|message| message["executable"].as_str())
                .map(PathBuf::from)
                .ok_or_else(|| format!("cargo did not say where it put the example {example}"))
        })
        .collect()
}
