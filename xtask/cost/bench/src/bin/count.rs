//! Allocations, which are counted exactly.
//!
//! Prints `case contender allocations bytes` per call, then `held contender calls bytes` for calls that are in flight:
//! what one of them holds, its connection included.

use std::alloc::System;
use std::process::{Command, ExitCode};

use bench::cases::{Arena, Case, Contender};
use bench::{guards, server};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static COUNTER: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> ExitCode {
    let outcome = match std::env::args().nth(1).as_deref() {
        Some("serve") => server::serve(),
        Some("held") => held(),
        Some("guards") => guards(),
        _ => count(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Allocations of what guards a service: `case contender allocations`.
fn guards() -> Result<(), String> {
    let guards = guards::Guards::new()?;
    for (case, by) in guards::WORK {
        guards.run(case, by, 10)?;
        let before = COUNTER.stats();
        guards.run(case, by, 1_000)?;
        let used = COUNTER.stats() - before;
        let count = (used.allocations + used.reallocations) as f64 / 1_000.0;
        println!("{case} {by} {count:.1}");
    }
    Ok(())
}

fn count() -> Result<(), String> {
    let server = server::Server::start()?;
    let arena = Arena::new(server.address)?;
    for case in Case::ALL {
        let calls = if case == Case::List { 20 } else { 640 };
        for by in Contender::ALL {
            if let Err(message) = arena.run(case, by, case.in_flight(), case.in_flight() * 4) {
                println!("{} {} error {message}", case.name(), by.name());
                continue;
            }
            let before = COUNTER.stats();
            arena.run(case, by, case.in_flight(), calls)?;
            let used = COUNTER.stats() - before;
            let each = |total: usize| total as f64 / calls as f64;
            let count = each(used.allocations + used.reallocations);
            println!(
                "{} {} {count:.1} {:.0}",
                case.name(),
                by.name(),
                each(used.bytes_allocated)
            );
        }
    }
    // Each in a process of its own: what an earlier one gave back late is not counted against the next.
    for by in Contender::ALL {
        for calls in [1_000_u32, 4_000, 10_000] {
            let program = std::env::current_exe().map_err(|error| error.to_string())?;
            let status = Command::new(program)
                .args(["held", by.name(), &calls.to_string()])
                .status();
            if !status.is_ok_and(|status| status.success()) {
                return Err(format!("{calls} calls in flight by {} fail", by.name()));
            }
        }
    }
    Ok(())
}

fn held() -> Result<(), String> {
    let words: Vec<String> = std::env::args().skip(2).collect();
    let by = Contender::ALL
        .into_iter()
        .find(|by| words.first().is_some_and(|word| word == by.name()))
        .ok_or("no such contender")?;
    let calls: usize = words
        .get(1)
        .and_then(|word| word.parse().ok())
        .ok_or("how many calls?")?;
    let server = server::Server::start()?;
    let arena = Arena::new(server.address)?;
    // One call first, so that what is made once is not counted with those that stay.
    arena.run(Case::Whoami, by, 1, 1)?;
    let before = COUNTER.stats();
    let held = arena.hold(by, calls, || COUNTER.stats() - before);
    let bytes = held.bytes_allocated.saturating_sub(held.bytes_deallocated);
    println!("held {} {calls} {}", by.name(), bytes / calls);
    Ok(())
}
