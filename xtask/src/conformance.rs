//! `cargo xtask conformance [name]`: the scenarios of `xtask/conformance/` against the real servers on loopback.
//!
//! The scenarios are a program of their own, as this one must not depend on the crates that it generates.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::servers::{Servers, Storage};
use crate::workspace;

/// How long all scenarios together may take; one to two minutes are usual.
const LIMIT: Duration = Duration::from_secs(15 * 60);

const USAGE: &str = "usage: cargo xtask conformance [options] [part of a scenario's name]
  --fakes       ask the fake servers of the product crates, in memory; has to come first, without other options
  --sqlite      keep the servers' data in SQLite even if PostgreSQL is installed
  --repeat N    run N times, each time with servers of its own, and tell how often it failed";

/// What the command line asks for.
struct Options {
    /// Whether the program is built with the features of all packages.
    all_features: bool,
    storage: Storage,
    repeat: usize,
    filter: Option<String>,
}

impl Options {
    fn read(arguments: &[String]) -> Result<Self, String> {
        let mut options = Self {
            all_features: false,
            storage: Storage::PostgresIfInstalled,
            repeat: 1,
            filter: None,
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--all-features" => options.all_features = true,
                "--sqlite" => options.storage = Storage::Memory,
                "--repeat" => options.repeat = crate::test::count(arguments.next())?,
                name if !name.starts_with('-') && options.filter.is_none() => {
                    options.filter = Some(argument.clone());
                }
                other => return Err(format!("unexpected argument {other:?}\n{USAGE}")),
            }
        }
        Ok(options)
    }
}

/// Builds the scenarios and the servers and runs the ones against the others.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    if let Some((first, others)) = arguments.split_first()
        && first == "--fakes"
    {
        return crate::fakes::run(others);
    }
    let options = Options::read(arguments)?;
    let program = build(options.all_features)?;
    if options.repeat == 1 {
        return once(&program, &options);
    }
    let mut lines = Vec::new();
    let mut failed = 0;
    for number in 1..=options.repeat {
        let start = Instant::now();
        let outcome = once(&program, &options);
        failed += usize::from(outcome.is_err());
        let seconds = start.elapsed().as_secs_f64();
        let result = outcome.err().unwrap_or_else(|| "ok".to_owned());
        lines.push(format!("{number:>3} {seconds:>7.1} s  {result}"));
        println!("\nrun {}", lines[lines.len() - 1]);
    }
    println!("\nrun   seconds  result\n{}", lines.join("\n"));
    match failed {
        0 => Ok(()),
        failed => Err(format!("{failed} of {} runs failed", options.repeat)),
    }
}

/// Runs the scenarios against servers of their own.
fn once(program: &Path, options: &Options) -> Outcome {
    let mut servers = Servers::start_for_conformance(options.storage)?;
    let mut command = Command::new(program);
    if servers.keep_all_in_memory() {
        command.arg("--in-memory");
    }
    servers.run(command.args(&options.filter), LIMIT)
}

/// Compiles the scenarios; returns where the program is. The features of all packages spare `cargo xtask test` another
/// build.
fn build(all_features: bool) -> Result<PathBuf, String> {
    eprintln!("compiling the scenarios");
    let mut command = Command::new(workspace::cargo());
    command
        .args(["build", "--quiet", "--locked", "--bin", "conformance"])
        .args(if all_features {
            ["--workspace", "--all-features"]
        } else {
            ["--package", "conformance"]
        })
        .current_dir(workspace::root());
    workspace::executables(&mut command, &["conformance"])?
        .pop()
        .ok_or_else(|| "cargo did not say where it put the scenarios".to_owned())
}
