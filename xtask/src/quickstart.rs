//! `cargo xtask quickstart`: the examples of the product crates, run against the real servers on loopback.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::Outcome;
use crate::servers::Servers;

/// The examples: crate, and name of the file in its `examples/` folder.
const EXAMPLES: [(&str, &str); 3] = [
    ("ory-kratos", "identities_and_login"),
    ("ory-hydra", "client_credentials"),
    ("ory-keto", "permissions"),
];

/// How long one example may take; the first one also compiles the crates.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Builds and starts the servers and runs every example against them.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    if !arguments.is_empty() {
        return Err("usage: cargo xtask quickstart".to_owned());
    }
    let mut servers = Servers::start(false)?;
    for (package, example) in EXAMPLES {
        println!("\n{package}: crates/{package}/examples/{example}.rs");
        let mut command = Command::new(crate::cargo());
        command
            .args([
                "run",
                "--quiet",
                "--locked",
                "--package",
                package,
                "--example",
                example,
            ])
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        servers
            .run(&mut command, LIMIT)
            .map_err(|error| format!("the example {example} of {package} failed: {error}"))?;
    }
    println!(
        "\nAll examples ran. To try your own code against the same servers: cargo xtask servers"
    );
    Ok(())
}
