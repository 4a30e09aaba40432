//! A lane: scenarios that run one after the other, on a thread of their own.
//!
//! Lanes run side by side where the servers take several writers at a time. What shares a server's lists stays in one lane, so
//! that a scenario may count what it finds.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use crate::recorder::{Exchange, Recorder};
use crate::release::Releases;
use crate::replay::{Replay, Totals};
use crate::scenarios::Scenario;
use crate::specification::Specification;
use crate::wire::Wire;
use crate::world::{Urls, World};

/// Longer than any scenario needs; no scenario waits indefinitely.
const PATIENCE: Duration = Duration::from_secs(90);

/// What came of a lane.
#[derive(Default)]
pub(crate) struct Outcome {
    /// How many scenarios ran.
    pub(crate) run: usize,
    /// The names of those that failed.
    pub(crate) failures: Vec<&'static str>,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) totals: Totals,
}

impl Outcome {
    fn add(&mut self, other: Self) {
        self.run += other.run;
        self.failures.extend(other.failures);
        self.exchanges.extend(other.exchanges);
        self.totals.bodies += other.totals.bodies;
        self.totals.heads += other.totals.heads;
    }
}

/// The lane of a scenario: the server whose lists it shares.
fn lane_of(name: &str) -> &'static str {
    match name {
        name if name.starts_with("kratos::expiry::") => "expiring kratos",
        name if name.starts_with("kratos::") => "kratos",
        name if name.starts_with("hydra::") => "hydra",
        _ => "keto",
    }
}

/// Runs the scenarios, in lanes, unless their database is in memory.
pub(crate) fn run_all(
    scenarios: &[&Scenario],
    in_memory: bool,
    urls: &Urls,
    releases: Releases,
    specification: &Specification,
) -> Result<Outcome, String> {
    let mut lanes: Vec<(&str, Vec<&Scenario>)> = Vec::new();
    for scenario in scenarios {
        let lane = if in_memory {
            "all"
        } else {
            lane_of(scenario.name)
        };
        match lanes.iter_mut().find(|(name, _)| *name == lane) {
            Some((_, scenarios)) => scenarios.push(scenario),
            None => lanes.push((lane, vec![scenario])),
        }
    }
    let counter = Arc::new(AtomicU64::new(0));
    let results: Vec<Result<Outcome, String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = lanes
            .iter()
            .map(|(_, scenarios)| {
                let counter = Arc::clone(&counter);
                scope.spawn(move || {
                    crate::runtime()?.block_on(run(
                        scenarios,
                        urls,
                        releases,
                        in_memory,
                        counter,
                        specification,
                    ))
                })
            })
            .collect();
        let lanes = threads.into_iter().map(|thread| {
            let ended = thread.join();
            ended.unwrap_or_else(|_| Err("a lane of scenarios panicked".to_owned()))
        });
        lanes.collect()
    });
    let mut all = Outcome::default();
    for result in results {
        all.add(result?);
    }
    Ok(all)
}

/// Runs scenarios one after the other.
async fn run(
    scenarios: &[&Scenario],
    urls: &Urls,
    releases: Releases,
    in_memory: bool,
    counter: Arc<AtomicU64>,
    specification: &Specification,
) -> Result<Outcome, String> {
    let wire = Wire::before(&urls.all())
        .await
        .map_err(|error| format!("cannot forward to the servers: {error}"))?;
    let recorder = Recorder::new(wire);
    let world = World::new(urls.clone(), &recorder, releases, in_memory, counter)?;
    let mut replay = Replay::new(specification);
    let (mut failures, mut all) = (Vec::new(), Vec::new());
    for scenario in scenarios {
        let name = scenario.name;
        recorder.begin(name);
        let first = recorder.len();
        let start = Instant::now();
        let result = tokio::time::timeout(PATIENCE, (scenario.run)(&world)).await;
        let mut wrong: Vec<String> = match result {
            Ok(Ok(())) => Vec::new(),
            Ok(Err(failure)) => vec![failure.text().to_owned()],
            Err(_) => vec![format!("it did not end within {} s", PATIENCE.as_secs())],
        };
        let mut exchanges = recorder.since(first);
        wrong.extend(recorder.wire().compare(&mut exchanges));
        wrong.extend(replay.compare(&exchanges).await);
        all.extend(exchanges);
        let result = if wrong.is_empty() { "ok" } else { "FAILED" };
        // In one piece: another lane may print at the same time.
        let mut text = format!("{result:<7}{:>6} ms  {name}", start.elapsed().as_millis());
        for line in &wrong {
            let _ = write!(text, "\n         {line}");
        }
        println!("{text}");
        if !wrong.is_empty() {
            failures.push(name);
        }
    }
    Ok(Outcome {
        run: scenarios.len(),
        failures,
        exchanges: all,
        totals: replay.totals,
    })
}
