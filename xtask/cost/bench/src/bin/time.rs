//! CPU time and calls per second.
//!
//! `time <rounds>` prints one line per case and contender: `case contender cpu_ns calls_per_second`, or
//! `case contender error <what>`. `time only <case> <contender> <calls> <address>` does nothing but that work, for
//! profilers and instruction counters. `time guards <rounds>` does the same for what guards a service, and `time serve` is the
//! canned server.

use std::process::ExitCode;
use std::time::Instant;

use bench::cases::{Arena, Case, Contender};
use bench::{clock, guards, server};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        ["serve"] => {
            clock::pin(1);
            server::serve()
        }
        ["only", case, by, calls, address] => only(case, by, calls, address),
        ["guards", rounds] => rounds
            .parse()
            .map_err(|_| "how many rounds?".to_owned())
            .and_then(guard),
        [rounds] => rounds
            .parse()
            .map_err(|_| "how many rounds?".to_owned())
            .and_then(measure),
        _ => Err(
            "usage: time <rounds> | guards <rounds> | only <case> <contender> <calls> <address> | serve".to_owned(),
        ),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn only(case: &str, by: &str, calls: &str, address: &str) -> Result<(), String> {
    let case = Case::ALL
        .into_iter()
        .find(|known| known.name() == case)
        .ok_or("no such case")?;
    let by = Contender::ALL
        .into_iter()
        .find(|known| known.name() == by)
        .ok_or("no such contender")?;
    let calls = calls.parse().map_err(|_| "how many calls?")?;
    let address = address.parse().map_err(|_| "not an address")?;
    Arena::new(address)?.run(case, by, case.in_flight(), calls)
}

/// One round of a case by a contender.
struct Round {
    cpu: f64,
    rate: f64,
}

fn measure(rounds: usize) -> Result<(), String> {
    let server = server::Server::start()?;
    clock::pin(0);
    let arena = Arena::new(server.address)?;
    for case in Case::ALL {
        let mut able = Vec::new();
        for by in Contender::ALL {
            // Connections, caches and the allocator are warm before anything is timed.
            match arena.run(case, by, case.in_flight(), case.in_flight() * 4) {
                Ok(()) => able.push((by, Vec::new())),
                Err(message) => println!("{} {} error {message}", case.name(), by.name()),
            }
        }
        for round in 0..rounds {
            // Another one begins each round: nobody always runs on what the same neighbour left behind.
            let count = able.len();
            for turn in 0..count {
                let (by, measured) = &mut able[(round + turn) % count];
                measured.push(time(&arena, case, *by)?);
            }
        }
        for (by, measured) in able {
            let cpu = median(measured.iter().map(|round| round.cpu).collect());
            let rate = median(measured.iter().map(|round| round.rate).collect());
            println!("{} {} {cpu:.0} {rate:.0}", case.name(), by.name());
        }
    }
    Ok(())
}

fn time(arena: &Arena, case: Case, by: Contender) -> Result<Round, String> {
    let calls = case.calls();
    let (clock, cpu) = (Instant::now(), clock::cpu());
    arena.run(case, by, case.in_flight(), calls)?;
    let (cpu, elapsed) = (clock::cpu() - cpu, clock.elapsed());
    Ok(Round {
        cpu: cpu.as_secs_f64() * 1e9 / calls as f64,
        rate: calls as f64 / elapsed.as_secs_f64(),
    })
}

fn guard(rounds: usize) -> Result<(), String> {
    clock::pin(0);
    let guards = guards::Guards::new()?;
    let mut measured = guards::WORK.map(|_| Vec::new());
    for round in 0..=rounds {
        for (at, (case, by)) in guards::WORK.into_iter().enumerate() {
            let times = if case.ends_with("cached") {
                50_000
            } else {
                2_000
            };
            let cpu = clock::cpu();
            guards.run(case, by, times)?;
            // The first round fills caches.
            if round > 0 {
                measured[at].push((clock::cpu() - cpu).as_secs_f64() * 1e9 / times as f64);
            }
        }
    }
    for ((case, by), values) in guards::WORK.into_iter().zip(measured) {
        println!("{case} {by} {:.0}", median(values));
    }
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.get(middle) {
        None => f64::NAN,
        Some(_) if values.len() % 2 == 0 => (values[middle - 1] + values[middle]) / 2.0,
        Some(value) => *value,
    }
}
