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
mod not_served;
mod recorder;
mod replay;
mod report;
mod scenarios;
mod specification;
mod wire;
mod world;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use not_served::NotServed;
use recorder::Recorder;
use replay::Replay;
use scenarios::{SCENARIOS, Scenario};
use specification::Specification;
use wire::Wire;
use world::{Urls, World};

/// Longer than any scenario needs; no scenario waits for ever.
const PATIENCE: Duration = Duration::from_secs(90);

fn main() -> ExitCode {
    let filter = std::env::args().nth(1);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(run(filter.as_deref())),
        Err(error) => Err(format!("cannot start a runtime: {error}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("conformance: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the scenarios whose name contains `filter`, one after the other: the servers' database takes one writer.
async fn run(filter: Option<&str>) -> Result<(), String> {
    let specification = Specification::read()?;
    let not_served = NotServed::read(&specification)?;
    let urls = Urls::from_environment()?;
    let wire = Wire::before(&urls.all())
        .await
        .map_err(|error| format!("cannot forward to the servers: {error}"))?;
    let recorder = Recorder::new(wire);
    let world = World::new(urls, &recorder)?;
    let mut replay = Replay::new(&specification);

    let chosen: Vec<&Scenario> = SCENARIOS
        .iter()
        .filter(|(name, _)| filter.is_none_or(|filter| name.contains(filter)))
        .collect();
    if chosen.is_empty() {
        return Err(format!(
            "no scenario is called {:?}",
            filter.unwrap_or_default()
        ));
    }
    let mut failures = Vec::new();
    for (name, scenario) in &chosen {
        recorder.begin(name);
        let first = recorder.len();
        let start = Instant::now();
        let result = tokio::time::timeout(PATIENCE, scenario(&world)).await;
        let mut wrong: Vec<String> = match result {
            Ok(Ok(())) => Vec::new(),
            Ok(Err(failure)) => vec![failure.text().to_owned()],
            Err(_) => vec![format!("it did not end within {} s", PATIENCE.as_secs())],
        };
        let exchanges = recorder.since(first);
        wrong.extend(recorder.wire().compare(&exchanges));
        wrong.extend(replay.compare(&exchanges).await);
        let result = if wrong.is_empty() { "ok" } else { "FAILED" };
        println!("{result:<7}{:>6} ms  {name}", start.elapsed().as_millis());
        for line in &wrong {
            println!("         {line}");
        }
        if !wrong.is_empty() {
            failures.push(*name);
        }
    }

    // Part of the scenarios cannot exercise all of the operations.
    let uncovered = match filter {
        None => report::print(&world, &specification, &not_served, &recorder.since(0)).await,
        Some(_) => Vec::new(),
    };
    for line in &uncovered {
        println!("{line}");
    }
    println!(
        "
{} of {} scenarios passed, {} bodies and {} header sets compared with what the SDK gives, written back",
        chosen.len() - failures.len(),
        chosen.len(),
        replay.totals.bodies,
        replay.totals.heads
    );
    match (failures.is_empty(), uncovered.is_empty()) {
        (true, true) => Ok(()),
        (false, _) => Err(format!(
            "{} failed: {}",
            failures.len(),
            failures.join(", ")
        )),
        (true, false) => Err(format!("{} operations are not proved", uncovered.len())),
    }
}
