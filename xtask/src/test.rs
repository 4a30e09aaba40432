//! `cargo xtask test`: everything that has to hold before a change is merged. `.ci/run` runs exactly this.
//!
//! The steps share one target folder and as few sets of features as possible: everything is built with all features
//! once for checking and once for running, and once more for checking without any.
//!
//! `cargo xtask test --repeat 10 conformance` runs one step ten times: nothing may be red by chance.

use std::time::{Duration, Instant};

use crate::Outcome;
use crate::{checks, workspace};

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
    ("every feature alone", checks::features::check),
    ("oldest dependencies", checks::oldest::check),
    ("licences", checks::licences::check),
    ("packages", checks::packages::check),
    ("examples against the servers", || {
        crate::quickstart::run(&["--all-features".to_owned()])
    }),
    ("conformance", || {
        crate::conformance::run(&["--all-features".to_owned()])
    }),
    ("fakes", || {
        crate::fakes::run(&["--all-features".to_owned()])
    }),
];

/// Runs every step, or those whose name contains the argument, once or several times; stops at the first that fails, unless
/// it is to be seen how often it does.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (mut repeat, mut part) = (1, String::new());
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--repeat" => repeat = workspace::count(arguments.next())?,
            name if !name.starts_with('-') && part.is_empty() => part = name.to_owned(),
            _ => {
                return Err(
                    "usage: cargo xtask test [--repeat N] [part of a step's name]".to_owned(),
                );
            }
        }
    }
    let steps: Vec<&Step> = STEPS
        .iter()
        .filter(|(name, _)| name.contains(&part))
        .collect();
    if steps.is_empty() {
        return Err(format!("no step is called {part:?}"));
    }
    let start = Instant::now();
    let mut done: Vec<(usize, &str, &str, Duration)> = Vec::new();
    let mut failures = Vec::new();
    'runs: for number in 1..=repeat {
        for (name, step) in &steps {
            println!("\n== {name}");
            let began = Instant::now();
            let result = step();
            let word = if result.is_ok() { "ok" } else { "FAILED" };
            done.push((number, name, word, began.elapsed()));
            if let Err(message) = result {
                failures.push(format!("{name}: {message}"));
                if repeat == 1 {
                    break 'runs;
                }
            }
        }
    }
    println!(
        "\n{:>3} {:<32} {:<7} {:>7}",
        "run", "step", "result", "seconds"
    );
    for (number, name, result, time) in &done {
        let seconds = time.as_secs_f64();
        println!("{number:>3} {name:<32} {result:<7} {seconds:>7.1}");
    }
    for (name, _) in steps.iter().skip(done.len()) {
        println!("{:>3} {name:<32} {:<7}", "", "not run");
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{:>3} {:<32} {:<7} {seconds:>7.1}", "", "all", "");
    match failures.as_slice() {
        [] => Ok(()),
        [failure] => Err(failure.clone()),
        several => Err(format!(
            "{} of {} steps failed, the first: {}",
            several.len(),
            done.len(),
            several[0]
        )),
    }
}

/// Runs Cargo in the workspace; its output is shown as it comes.
fn cargo(arguments: &[&str], variables: &[(&str, &str)]) -> Outcome {
    let mut command = workspace::command();
    command.args(arguments).envs(variables.iter().copied());
    workspace::run(&mut command)
}
