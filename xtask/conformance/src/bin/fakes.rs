//! Serves the fake servers of the product crates on loopback, as `cargo xtask servers` serves the real ones: prints
//! `variable=URL` lines and an empty one, and serves until its input ends. Started by `cargo xtask conformance --fakes`.
//!
//! The argument is the release that the fakes are like: `old`, those that `xtask/servers/` builds, or `current`.

use std::io::{Read, Write};
use std::process::ExitCode;

use ory_keto::opl;
use ory_keto::testing::{FakeKeto, Release};

/// The model of the real Keto.
const MODEL: &str = include_str!("../../../servers/keto/namespaces.ts");

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("fakes: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let release = match std::env::args().nth(1).as_deref() {
        Some("old") => Release::V0_14,
        Some("current") => Release::Current,
        other => return Err(format!("expected `old` or `current`, found {other:?}")),
    };
    let model = opl::parse(MODEL).map_err(|errors| {
        let errors = errors.iter().map(ToString::to_string);
        errors.collect::<Vec<_>>().join("; ")
    })?;
    let trouble = |error: std::io::Error| format!("cannot serve: {error}");
    let keto = FakeKeto::new(model).release(release);
    // All of Keto's ports are one.
    let keto = keto.serve("127.0.0.1:0").map_err(trouble)?;
    let mut lines = String::new();
    for variable in [
        "ORY_KETO_READ_URL",
        "ORY_KETO_WRITE_URL",
        "ORY_KETO_OPL_URL",
    ] {
        lines.push_str(&format!("{variable}={}\n", keto.url()));
    }
    let mut output = std::io::stdout();
    output
        .write_all(format!("{lines}\n").as_bytes())
        .and_then(|()| output.flush())
        .map_err(trouble)?;
    let mut input = std::io::stdin();
    let mut rest = Vec::new();
    input.read_to_end(&mut rest).map_err(trouble)?;
    Ok(())
}
