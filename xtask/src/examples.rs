//! `cargo xtask examples web`: an example app and the servers that it needs.

use std::process::Command;
use std::time::Duration;

use crate::Outcome;
use crate::servers::Servers;
use crate::workspace;

/// The apps: the word on the command line and the name of their package and program.
const APPS: [(&str, &str); 1] = [("web", "example-web")];

/// Until somebody stops it.
const LIMIT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Builds an app, starts the servers and runs the app until it is stopped. It prints its URL.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let words = APPS.map(|(word, _)| word).join(" or ");
    let usage = || format!("usage: cargo xtask examples {words}");
    let [word] = arguments else {
        return Err(usage());
    };
    let app = APPS.iter().find(|(known, _)| known == word);
    let (_, package) = app.ok_or_else(usage)?;
    eprintln!("compiling the example");
    let mut build = Command::new(workspace::cargo());
    build
        .args(["build", "--quiet", "--locked", "--package", package])
        .current_dir(workspace::root());
    let mut programs = workspace::executables(&mut build, &[*package])?;
    let program = programs.pop().ok_or("cargo built no program")?;
    let mut servers = Servers::start_for_examples()?;
    for (variable, url) in servers.environment() {
        eprintln!("{variable}={url}");
    }
    servers.run(&mut Command::new(program), LIMIT)
}
