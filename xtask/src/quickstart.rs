//! `cargo xtask quickstart`: the examples of the product crates, run against the real servers on loopback.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::Outcome;
use crate::servers::Servers;
use crate::workspace;

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
    let mut servers = Servers::start_for_examples()?;
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
    let mut command = Command::new(workspace::cargo());
    command
        .args(["build", "--quiet", "--locked"])
        .args(features);
    for (package, example) in EXAMPLES {
        command.args(["--example", example]);
        if features.is_empty() {
            command.args(["--package", package]);
        }
    }
    eprintln!("compiling the examples");
    command.current_dir(workspace::root());
    workspace::executables(&mut command, &EXAMPLES.map(|(_, example)| example))
}
