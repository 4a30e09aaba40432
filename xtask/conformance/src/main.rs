//! Scenarios that run the SDK against the real Kratos, Hydra and Keto; started by `cargo xtask conformance`.
//!
//! Each scenario does what a user does, and states what has to come of it. Beside that, every exchange with a server
//! is recorded, and compared both ways: with the bytes on the wire, and with what the SDK gives its user when the same
//! answer comes once more. Every operation of the contract has to be exercised by a scenario, or be listed in
//! `not-served.toml`.

mod authenticator;
mod check;
mod head;
mod hooks;
mod http;
mod jwt;
mod lane;
mod not_served;
mod options;
mod recorder;
mod recording;
mod release;
mod replay;
mod report;
mod scenarios;
mod specification;
mod wire;
mod world;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use http::Http;
use not_served::NotServed;
use options::Options;
use recording::Content;
use release::Releases;
use replay::Replay;
use scenarios::{SCENARIOS, Scenario};
use specification::Specification;
use tokio::runtime::Runtime;
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
    if let Some(folder) = &options.replay {
        return replay_recordings(folder, &specification);
    }
    let urls = Urls::from_environment()?;
    let releases = runtime()?.block_on(Releases::learn(&urls, &Http::new()))?;
    let not_served = NotServed::read(&specification, releases)?;
    let mut chosen: Vec<&Scenario> = SCENARIOS
        .iter()
        .filter(|scenario| options.chooses(scenario.name))
        .collect();
    if chosen.is_empty() {
        return Err(format!(
            "no scenario is called {:?}",
            options.filter.as_deref().unwrap_or_default()
        ));
    }
    let mut skipped: BTreeMap<&str, usize> = BTreeMap::new();
    chosen.retain(|scenario| {
        let reason = options.skips(scenario, &urls, releases);
        if let Some(reason) = reason {
            *skipped.entry(reason).or_default() += 1;
        }
        reason.is_none()
    });
    for (reason, count) in &skipped {
        println!("skipped {count:>4}  {reason}");
    }
    let outcome = lane::run_all(&chosen, options.in_memory, &urls, releases, &specification)?;
    if let Some(folder) = &options.record {
        let count = recording::write(folder, &specification, &outcome.exchanges)?;
        println!("\n{count} exchanges recorded in {}", folder.display());
    }

    // Part of the scenarios cannot exercise all of the operations.
    let uncovered = if options.filter.is_some() || options.given {
        Vec::new()
    } else {
        runtime()?.block_on(report::print(
            &urls,
            &specification,
            &not_served,
            &outcome.exchanges,
        ))
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

/// A runtime for one thread.
fn runtime() -> Result<Runtime, String> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start a runtime: {error}"))
}

/// Reads recordings as if the servers had just sent them; fails if anything is lost.
fn replay_recordings(folder: &Path, specification: &Specification) -> Result<(), String> {
    let lines = recording::read(folder)?;
    let runtime = runtime()?;
    let mut replay = Replay::new(specification);
    let mut lossy = 0;
    for line in &lines {
        let wrong = match &line.content {
            Content::Exchange(operation, exchange) => {
                let found = specification.find(exchange.product, &exchange.method, exchange.path());
                match found {
                    Some(found) if found.id == *operation => {
                        runtime.block_on(replay.compare(std::slice::from_ref(exchange.as_ref())))
                    }
                    _ => vec![format!(
                        "{} {} is not {operation} of {}",
                        exchange.method,
                        exchange.path(),
                        exchange.product
                    )],
                }
            }
            Content::Hook(hook) => hooks::compare(line.product, hook),
        };
        lossy += usize::from(!wrong.is_empty());
        for difference in wrong {
            println!("{}: {difference}", line.place);
        }
    }
    println!(
        "{} of {} recordings are read and written back without loss, {} bodies and {} header sets",
        lines.len() - lossy,
        lines.len(),
        replay.totals.bodies,
        replay.totals.heads
    );
    match lossy {
        0 => Ok(()),
        lossy => Err(format!("{lossy} recordings lose something")),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Specification, replay_recordings};

    /// Made by `cargo xtask conformance --record xtask/conformance/recordings`.
    #[test]
    fn the_recordings_of_this_repository_are_read_without_loss() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings");
        replay_recordings(&folder, &Specification::read().unwrap()).unwrap();
    }
}
