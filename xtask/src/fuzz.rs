//! `cargo xtask fuzz`: looks for input that breaks the crates' promises, guided by what it reaches in the code.
//!
//! The targets are those of `xtask/fuzz`, handed to libFuzzer by `xtask/fuzz/libfuzzer`. The instrumentation consists of
//! LLVM's own passes, which a stable compiler takes too; no sanitizer is used, as no code of ours is unsafe.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::workspace::{self, cargo, executables};

/// Coverage for libFuzzer, as cargo-fuzz asks for it.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares";

const USAGE: &str = "usage: cargo xtask fuzz [target] [seconds]";

/// Runs one target, or all, each for a minute or the given seconds; stops at the first that finds something.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (mut targets, mut seconds) = (targets()?, 60);
    for argument in arguments {
        if let Ok(number) = argument.parse() {
            seconds = number;
        } else if targets.contains(argument) {
            targets = vec![argument.clone()];
        } else {
            return Err(format!("{USAGE}; the targets are {}", targets.join(", ")));
        }
    }
    let names: Vec<&str> = targets.iter().map(String::as_str).collect();
    for (target, program) in names.iter().zip(build(&names)?) {
        fuzz(target, &program, seconds)?;
    }
    Ok(())
}

/// The targets: each is a file.
fn targets() -> Result<Vec<String>, String> {
    let folder = package().join("fuzz_targets");
    let files = std::fs::read_dir(&folder)
        .map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut targets: Vec<String> = files
        .filter_map(|file| Some(file.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    targets.sort();
    Ok(targets)
}

fn package() -> PathBuf {
    workspace::root().join("xtask/fuzz/libfuzzer")
}

/// Builds the targets with coverage, in a folder of their own.
fn build(names: &[&str]) -> Result<Vec<PathBuf>, String> {
    let mut build = Command::new(cargo());
    build
        .args(["build", "--release", "--manifest-path"])
        .arg(package().join("Cargo.toml"))
        .arg("--target-dir")
        .arg(data().join("build"))
        // With a target named, the flags are not those of build scripts, which could not be linked with them.
        .args(["--target", &host()?])
        .env("RUSTFLAGS", FLAGS);
    for name in names {
        build.args(["--bin", name]);
    }
    executables(&mut build, names)
        .map_err(|error| format!("{error}; besides Rust it takes a C++ compiler, for libFuzzer"))
}

/// Where inputs and builds are kept: in the folder that Cargo's builds go to.
fn data() -> PathBuf {
    workspace::target().join("fuzz")
}

fn host() -> Result<String, String> {
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .arg("-vV")
        .output()
        .map_err(|error| format!("cannot run rustc: {error}"))?;
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .find_map(|line| line.strip_prefix("host: ").map(str::to_owned))
        .ok_or_else(|| "rustc does not say what it compiles for".to_owned())
}

fn fuzz(target: &str, program: &Path, seconds: u64) -> Outcome {
    let folder = |kind: &str| {
        let folder = data().join(kind).join(target);
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        Ok::<_, String>(folder)
    };
    let (seeds, corpus, found) = (folder("seeds")?, folder("corpus")?, folder("found")?);
    println!("== {target} for {seconds} seconds");
    let status = Command::new(program)
        // The target writes them before libFuzzer reads them.
        .env("FUZZ_SEEDS", &seeds)
        .args([&corpus, &seeds])
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!(
            "-dict={}",
            package().join("dictionary.txt").display()
        ))
        .arg(format!("-artifact_prefix={}/", found.display()))
        .args(["-max_len=16384", "-timeout=10", "-rss_limit_mb=2048"])
        .status()
        .map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    if status.success() {
        return Ok(());
    }
    Err(format!(
        "{target} broke on an input that is now in {}; `{} <file>` tries it again, and a test in xtask/fuzz should keep it",
        found.display(),
        program.display()
    ))
}
