//! `cargo xtask test`: everything that has to hold before a change is merged. `.ci/run` runs exactly this.
//!
//! The steps share one target folder and as few sets of features as possible: everything is built with all features
//! once for checking and once for running, and once more for checking without any.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::workspace;

/// The crates that are published, dependencies first.
const PUBLISHED: [&str; 5] = [
    "ory-core",
    "ory-kratos",
    "ory-hydra",
    "ory-keto",
    "ory-cloud",
];

/// A step: its name, and what it does.
type Step = (&'static str, fn() -> Outcome);

const STEPS: &[Step] = &[
    ("format", || cargo(&["fmt", "--all", "--check"], &[])),
    ("generated code is current", || {
        crate::codegen::run(&["--check".to_owned()])
    }),
    ("clippy, all features", || {
        cargo(
            &[
                "clippy",
                "--workspace",
                "--all-targets",
                "--all-features",
                "--locked",
                "--",
                "-D",
                "warnings",
            ],
            &[],
        )
    }),
    ("clippy, no features", || {
        cargo(
            &[
                "clippy",
                "--workspace",
                "--all-targets",
                "--no-default-features",
                "--locked",
                "--",
                "-D",
                "warnings",
            ],
            &[],
        )
    }),
    ("documentation", || {
        cargo(
            &[
                "doc",
                "--workspace",
                "--no-deps",
                "--all-features",
                "--locked",
            ],
            &[("RUSTDOCFLAGS", "-D warnings")],
        )
    }),
    ("tests and doctests", || {
        cargo(
            &[
                "test",
                "--workspace",
                "--all-features",
                "--locked",
                "--quiet",
            ],
            &[],
        )
    }),
    ("instructions per call", crate::ratchet::step),
    ("packages", package),
    ("examples against the servers", || {
        crate::quickstart::run(&["--all-features".to_owned()])
    }),
    ("conformance", || {
        crate::conformance::run(&["--all-features".to_owned()])
    }),
];

/// Runs every step; stops at the first that fails.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    if !arguments.is_empty() {
        return Err("usage: cargo xtask test".to_owned());
    }
    let start = Instant::now();
    let mut done: Vec<(&str, &str, Duration)> = Vec::new();
    let mut outcome = Ok(());
    for (name, step) in STEPS {
        println!("\n== {name}");
        let began = Instant::now();
        let result = step();
        done.push((
            name,
            if result.is_ok() { "ok" } else { "FAILED" },
            began.elapsed(),
        ));
        if let Err(message) = result {
            outcome = Err(format!("{name}: {message}"));
            break;
        }
    }
    println!("\n{:<32} {:<7} {:>7}", "step", "result", "seconds");
    for (name, result, time) in &done {
        println!("{name:<32} {result:<7} {:>7.1}", time.as_secs_f64());
    }
    for (name, _) in &STEPS[done.len()..] {
        println!("{name:<32} {:<7}", "not run");
    }
    println!(
        "{:<32} {:<7} {:>7.1}",
        "all",
        "",
        start.elapsed().as_secs_f64()
    );
    outcome
}

/// Packs the published crates as crates.io would get them. Building them from the packages would compile everything
/// again for files that the other steps compiled already.
fn package() -> Outcome {
    let mut arguments = vec![
        "package",
        "--no-verify",
        "--allow-dirty",
        "--quiet",
        "--locked",
    ];
    for name in PUBLISHED {
        arguments.extend(["--package", name]);
    }
    cargo(&arguments, &[])
}

/// Runs Cargo in the workspace; its output is shown as it comes.
fn cargo(arguments: &[&str], variables: &[(&str, &str)]) -> Outcome {
    let status = Command::new(workspace::cargo())
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(workspace::root())
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`cargo {}` failed", arguments.join(" ")))
    }
}
