//! `cargo xtask ratchet`: instructions per call, held against `xtask/cost/ratchet.toml`. The allocations are held by
//! an ordinary test.

use std::process::{Command, Stdio};

use crate::Outcome;
use crate::workspace;

/// Other processors and systems count something else.
const RECORDED_HERE: bool = cfg!(all(target_arch = "x86_64", target_os = "linux"));

/// Counts; with `--record` writes what it counts, and the allocations too.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let record = match arguments {
        [] => false,
        [flag] if flag == "--record" => true,
        _ => return Err("usage: cargo xtask ratchet [--record]".to_owned()),
    };
    able()?;
    if record {
        // As `cargo xtask test` builds them: which features others have switched on can be seen in the counts.
        test(
            &["--workspace", "--all-features", "--test", "allocations"],
            &[],
            true,
        )?;
    }
    // Only what the calls need, optimised.
    test(
        &[
            "--package",
            "cost",
            "--profile",
            "ratchet",
            "--test",
            "instructions",
        ],
        &["--ignored"],
        record,
    )
}

/// The step of `cargo xtask test`: left out where instructions cannot be counted, but CI has to have valgrind.
pub(crate) fn step() -> Outcome {
    let must = RECORDED_HERE && std::env::var_os("CI").is_some_and(|ci| ci == "true");
    match able() {
        Err(message) if !must => {
            println!("left out: {message}");
            Ok(())
        }
        Err(message) => Err(message),
        Ok(()) => run(&[]),
    }
}

/// Whether instructions can be counted here.
fn able() -> Outcome {
    if !RECORDED_HERE {
        return Err("instructions are recorded for Linux on x86-64".to_owned());
    }
    match Command::new("valgrind").arg("--version").stdout(Stdio::null()).status() {
        Ok(_) => Ok(()),
        Err(_) => Err(
            "instructions are counted by valgrind, which is not installed; on Debian: apt-get install valgrind"
                .to_owned(),
        ),
    }
}

fn test(what: &[&str], arguments: &[&str], record: bool) -> Outcome {
    let mut command = Command::new(workspace::cargo());
    command
        .args(["test", "--locked", "--quiet"])
        .args(what)
        .args(["--", "--nocapture"])
        .args(arguments)
        .current_dir(workspace::root());
    if record {
        command.env("RATCHET_RECORD", "1");
    }
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(
            "a number became worse, see above; if that is meant: cargo xtask ratchet --record"
                .to_owned(),
        ),
        Err(error) => Err(format!("cannot run cargo: {error}")),
    }
}
