//! Scenarios that run the SDK against the real Kratos, Hydra and Keto; started by `cargo xtask conformance`.
//!
//! Each scenario does what a user does, and states what has to come of it. Beside that, every exchange with a server
//! is recorded, and compared both ways: with the bytes on the wire, and with what the SDK gives its user when the same
//! answer comes once more. Every operation of the contract has to be exercised by a scenario, or be listed in
//! `not-served.toml`.

mod authenticator;
mod check;
mod head;
mod http;
mod jwt;
mod lane;
mod not_served;
mod options;
mod recorder;
mod replay;
mod report;
mod scenarios;
mod specification;
mod wire;
mod world;

use std::process::ExitCode;

use not_served::NotServed;
use options::Options;
use scenarios::{SCENARIOS, Scenario};
use specification::Specification;
use world::Urls;

fn main() -> ExitCode {
    match Options::read(std::env::args().skip(1)).and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("conformance: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the chosen scenarios, and prints what came of them.
fn run(options: &Options) -> Result<(), String> {
    let specification = Specification::read()?;
    let not_served = NotServed::read(&specification)?;
    let urls = Urls::from_environment()?;
    let chosen: Vec<&Scenario> = SCENARIOS
        .iter()
        .filter(|(name, _)| options.chooses(name))
        .collect();
    if chosen.is_empty() {
        return Err(format!(
            "no scenario is called {:?}",
            options.filter.as_deref().unwrap_or_default()
        ));
    }
    let outcome = lane::run_all(&chosen, options.in_memory, &urls, &specification)?;

    // Part of the scenarios cannot exercise all of the operations.
    let uncovered = match options.filter {
        None => report::print(&urls, &specification, &not_served, &outcome.exchanges)?,
        Some(_) => Vec::new(),
    };
    for line in &uncovered {
        println!("{line}");
    }
    println!(
        "\n{} of {} scenarios passed, {} bodies and {} header sets compared with what the SDK gives, written back",
        outcome.run - outcome.failures.len(),
        outcome.run,
        outcome.totals.bodies,
        outcome.totals.heads
    );
    match (outcome.failures.as_slice(), uncovered.is_empty()) {
        ([], true) => Ok(()),
        ([], false) => Err(format!("{} operations are not proved", uncovered.len())),
        (failures, _) => Err(format!(
            "{} failed: {}",
            failures.len(),
            failures.join(", ")
        )),
    }
}
