//! `cargo xtask conformance [name]`: the scenarios of `xtask/conformance/` against the real servers on loopback.
//!
//! The scenarios are a program of their own, as this one must not depend on the crates that it generates.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::servers::{Servers, Storage};
use crate::workspace;

/// How long all scenarios together may take; one to two minutes are usual.
const LIMIT: Duration = Duration::from_secs(15 * 60);

const USAGE: &str = "usage: cargo xtask conformance [options] [part of a scenario's name]
  --fakes                       ask the fake servers of the product crates; has to come first, without other options
  --sqlite                      keep the servers' data in SQLite even if PostgreSQL is installed
  --repeat N                    run N times, each time with servers of its own, and tell how often it failed
  --record DIR                  write exchanges with the servers into DIR
  --replay DIR                  read the recordings in DIR instead of running scenarios
  --kratos, --hydra, --keto PATH
                                run this program instead of building one
  --kratos-url, --hydra-url URL[,ADMIN_URL]
  --keto-url URL[,WRITE_URL[,OPL_URL]]
                                ask servers that run already, and no others; their API key is taken from ORY_API_KEY
  --destructive                 let scenarios change what such servers keep; without it they only read";

/// The products, and the variables that tell where their endpoints are.
const PRODUCTS: [(&str, &[&str]); 3] = [
    ("kratos", &["ORY_KRATOS_PUBLIC_URL", "ORY_KRATOS_ADMIN_URL"]),
    ("hydra", &["ORY_HYDRA_PUBLIC_URL", "ORY_HYDRA_ADMIN_URL"]),
    (
        "keto",
        &[
            "ORY_KETO_READ_URL",
            "ORY_KETO_WRITE_URL",
            "ORY_KETO_OPL_URL",
        ],
    ),
];

/// What the command line asks for.
struct Options {
    /// Whether the program is built with the features of all packages.
    all_features: bool,
    storage: Storage,
    repeat: usize,
    /// Programs that are there already, by product.
    given: BTreeMap<&'static str, PathBuf>,
    /// Servers that run already: variables and their values.
    urls: Vec<(&'static str, String)>,
    /// Arguments of the scenarios' program.
    passed_on: Vec<OsString>,
    replay: bool,
}

impl Options {
    fn read(arguments: &[String]) -> Result<Self, String> {
        let mut options = Self {
            all_features: false,
            storage: Storage::PostgresIfInstalled,
            repeat: 1,
            given: BTreeMap::new(),
            urls: Vec::new(),
            passed_on: Vec::new(),
            replay: false,
        };
        let (mut filtered, mut destructive) = (false, false);
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || {
                let value = arguments.next();
                value.ok_or_else(|| format!("{argument} needs a value\n{USAGE}"))
            };
            let product = |end: &str| {
                let name = argument.strip_prefix("--")?.strip_suffix(end)?;
                PRODUCTS.into_iter().find(|(product, _)| *product == name)
            };
            if let Some((product, _)) = product("") {
                options.given.insert(product, value()?.into());
                continue;
            }
            if let Some((_, variables)) = product("-url") {
                options
                    .urls
                    .extend(endpoints(argument, variables, value()?)?);
                continue;
            }
            match argument.as_str() {
                "--all-features" => options.all_features = true,
                "--sqlite" => options.storage = Storage::Memory,
                "--repeat" => options.repeat = crate::workspace::count(Some(value()?))?,
                "--destructive" => destructive = true,
                "--record" | "--replay" => {
                    options.replay |= argument == "--replay";
                    // The program may run in another folder.
                    let folder = std::path::absolute(value()?)
                        .map_err(|error| format!("{argument}: {error}"))?;
                    options.passed_on.extend([argument.into(), folder.into()]);
                }
                name if !name.starts_with('-') && !filtered => {
                    filtered = true;
                    options.passed_on.push(argument.into());
                }
                other => return Err(format!("unexpected argument {other:?}\n{USAGE}")),
            }
        }
        match (options.urls.is_empty(), options.given.is_empty()) {
            (false, false) => {
                return Err(format!("give programs or URLs, not both\n{USAGE}"));
            }
            (true, _) if destructive => {
                return Err(format!(
                    "--destructive is for servers given by their URLs\n{USAGE}"
                ));
            }
            (false, true) => options.passed_on.push("--given".into()),
            (true, _) => {}
        }
        if destructive {
            options.passed_on.push("--destructive".into());
        }
        Ok(options)
    }
}

/// The variables of a product's endpoints. An endpoint that is not named is where the one before it is.
fn endpoints(
    argument: &str,
    variables: &[&'static str],
    value: &str,
) -> Result<Vec<(&'static str, String)>, String> {
    let urls: Vec<&str> = value.split(',').collect();
    if urls.len() > variables.len() {
        return Err(format!("{argument} takes at most {} URLs", variables.len()));
    }
    if let Some(url) = urls
        .iter()
        .find(|url| !url.starts_with("http://") && !url.starts_with("https://"))
    {
        return Err(format!(
            "{argument}: {url:?} is not a URL with http or https"
        ));
    }
    let last = urls.len() - 1;
    let variables = variables.iter().enumerate();
    Ok(variables
        .map(|(index, variable)| {
            let url = urls[index.min(last)].trim_end_matches('/');
            (*variable, url.to_owned())
        })
        .collect())
}

/// Builds the scenarios and the servers and runs the ones against the others.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    if let Some((first, others)) = arguments.split_first()
        && first == "--fakes"
    {
        return crate::fakes::run(others);
    }
    let options = Options::read(arguments)?;
    let program = build(options.all_features)?;
    if options.repeat == 1 {
        return once(&program, &options);
    }
    let mut lines = Vec::new();
    let mut failed = 0;
    for number in 1..=options.repeat {
        let start = Instant::now();
        let outcome = once(&program, &options);
        failed += usize::from(outcome.is_err());
        let seconds = start.elapsed().as_secs_f64();
        let result = outcome.err().unwrap_or_else(|| "ok".to_owned());
        lines.push(format!("{number:>3} {seconds:>7.1} s  {result}"));
        println!("\nrun {}", lines[lines.len() - 1]);
    }
    println!("\nrun   seconds  result\n{}", lines.join("\n"));
    match failed {
        0 => Ok(()),
        failed => Err(format!("{failed} of {} runs failed", options.repeat)),
    }
}

/// Runs the scenarios against servers of their own, or against those that run already.
fn once(program: &Path, options: &Options) -> Outcome {
    let mut command = Command::new(program);
    command.args(&options.passed_on);
    if options.replay || !options.urls.is_empty() {
        command.envs(options.urls.iter().map(|(name, url)| (name, url)));
        return crate::servers::run_alone(&command, LIMIT);
    }
    let mut servers = Servers::start_for_conformance(options.storage, options.given.clone())?;
    if servers.keep_all_in_memory() {
        command.arg("--in-memory");
    }
    servers.run(&mut command, LIMIT)
}

/// Compiles the scenarios; returns where the program is. The features of all packages spare `cargo xtask test` another
/// build.
fn build(all_features: bool) -> Result<PathBuf, String> {
    eprintln!("compiling the scenarios");
    let mut command = Command::new(workspace::cargo());
    command
        .args(["build", "--quiet", "--locked", "--bin", "conformance"])
        .args(if all_features {
            ["--workspace", "--all-features"]
        } else {
            ["--package", "conformance"]
        })
        .current_dir(workspace::root());
    workspace::executables(&mut command, &["conformance"])?
        .pop()
        .ok_or_else(|| "cargo did not say where it put the scenarios".to_owned())
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn read(line: &str) -> Result<Options, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::read(&words)
    }

    #[test]
    fn endpoints_that_are_not_named_are_where_the_others_are() {
        let options = read("--keto-url http://a/,http://b --kratos-url https://p").unwrap();
        let url = |name: &str| {
            let found = options.urls.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, url)| url.as_str())
        };
        assert_eq!(url("ORY_KETO_READ_URL"), Some("http://a"));
        assert_eq!(url("ORY_KETO_OPL_URL"), Some("http://b"));
        assert_eq!(url("ORY_KRATOS_ADMIN_URL"), Some("https://p"));
        assert_eq!(url("ORY_HYDRA_PUBLIC_URL"), None);
        assert_eq!(options.passed_on, ["--given"]);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in [
            "--kratos",
            "--kratos-url here",
            "--hydra-url http://a,http://b,http://c",
            "--kratos /bin/kratos --hydra-url http://a",
            "--destructive",
            "--repeat 0",
            "--repeat many",
            "one two",
            "--unknown",
        ] {
            assert!(read(line).is_err(), "{line}");
        }
        let options = read("--kratos /bin/kratos --sqlite --repeat 3 keto::").unwrap();
        assert_eq!((options.repeat, options.given.len()), (3, 1));
        assert_eq!(options.passed_on, ["keto::"]);
    }
}
