//! Maintenance commands of this workspace: `cargo xtask <command>`.

use std::process::ExitCode;

mod bench;
mod checks;
mod codegen;
mod conformance;
mod cost;
mod examples;
mod fakes;
mod fuzz;
mod import;
mod quickstart;
mod ratchet;
mod rings;
mod servers;
mod test;
mod workspace;

/// A command's outcome: `Err` holds the sentence that is printed before exiting with status 1.
type Outcome = Result<(), String>;

/// A command's name, one line of help, and the function that runs it on the remaining arguments.
type Command = (&'static str, &'static str, fn(&[String]) -> Outcome);

/// Every command.
const COMMANDS: &[Command] = &[
    (
        "import",
        "turn upstream OpenAPI documents into spec/*.json",
        import::run,
    ),
    (
        "codegen",
        "write the generated modules from spec/; --check compares instead",
        codegen::run,
    ),
    (
        "servers",
        "build and run Kratos, Hydra and Keto on loopback",
        servers::run,
    ),
    (
        "quickstart",
        "run the examples against Kratos, Hydra and Keto on loopback",
        quickstart::run,
    ),
    (
        "examples",
        "run an example app and its servers: web",
        examples::run,
    ),
    (
        "conformance",
        "run the scenarios against Kratos, Hydra and Keto on loopback",
        conformance::run,
    ),
    (
        "bench",
        "measure calls: ours, the official crates', bare hyper's",
        bench::run,
    ),
    (
        "cost",
        "measure builds: crates, time, binary size",
        cost::run,
    ),
    (
        "rings",
        "find files of a package that import each other",
        rings::run,
    ),
    (
        "public-api",
        "compare the public API with its listings; --record writes them",
        checks::public_api::run,
    ),
    (
        "ratchet",
        "hold instructions per call; --record writes them and the allocations to ratchet.toml",
        ratchet::run,
    ),
    (
        "fuzz",
        "look for input that breaks the crates; [target] [seconds]",
        fuzz::run,
    ),
    (
        "test",
        "check everything that has to hold before a change is merged",
        test::run,
    ),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let name = arguments.first().map_or("", String::as_str);
    let Some((_, _, run)) = COMMANDS.iter().find(|command| command.0 == name) else {
        eprintln!("usage: cargo xtask <command> [arguments]");
        for (name, help, _) in COMMANDS {
            eprintln!("  {name:<12} {help}");
        }
        return ExitCode::from(2);
    };
    match run(&arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("cargo xtask {name}: {message}");
            ExitCode::FAILURE
        }
    }
}
