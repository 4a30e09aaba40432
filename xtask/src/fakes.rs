//! `cargo xtask conformance --fakes [name]`: the scenarios of `xtask/conformance/` against the fake servers of the product
//! crates, which have to pass what the real ones pass.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::Outcome;
use crate::workspace;

/// The scenarios that the fakes serve, by the beginning of their names, and the releases that the fakes are like.
const SERVED: &[(&str, &[&str])] = &[("keto::", &["old", "current"])];

/// The scenarios that the fakes do not serve, and why.
const NOT_SERVED: &[(&str, &str)] = &[
    ("kratos::", "there is no FakeKratos"),
    ("hydra::", "there is no FakeHydra"),
    ("keys::", "they compare what Kratos and Hydra give"),
];

/// Every variable that the scenarios know.
const VARIABLES: &[&str] = &[
    "ORY_KRATOS_PUBLIC_URL",
    "ORY_KRATOS_ADMIN_URL",
    "ORY_EXPIRING_KRATOS_PUBLIC_URL",
    "ORY_EXPIRING_KRATOS_ADMIN_URL",
    "ORY_HYDRA_PUBLIC_URL",
    "ORY_HYDRA_ADMIN_URL",
    "ORY_KETO_READ_URL",
    "ORY_KETO_WRITE_URL",
    "ORY_KETO_OPL_URL",
    "ORY_MAIL_URL",
];

/// Where a server would be that takes no part.
const NOWHERE: &str = "http://127.0.0.1:1";

/// Runs the scenarios that the fakes serve, or those of them whose name contains the argument.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let mut all_features = false;
    let mut filter = None;
    for argument in arguments {
        match argument.as_str() {
            "--all-features" => all_features = true,
            name if !name.starts_with('-') && filter.is_none() => filter = Some(name),
            other => {
                return Err(format!(
                    "unexpected argument {other:?}\nusage: cargo xtask conformance --fakes [part of a scenario's name]"
                ));
            }
        }
    }
    let (scenarios, fakes) = build(all_features)?;
    let mut failed = Vec::new();
    for (served, releases) in SERVED {
        for release in *releases {
            println!("\n== {served} against fakes that are like the {release} servers");
            let servers = Fakes::start(&fakes, release)?;
            let mut command = Command::new(&scenarios);
            command.arg(filter.unwrap_or(served));
            for variable in VARIABLES {
                command.env(variable, NOWHERE);
            }
            let status = command
                .envs(servers.variables.iter().cloned())
                .status()
                .map_err(|error| format!("cannot run the scenarios: {error}"))?;
            if !status.success() {
                failed.push(format!("{served} ({release})"));
            }
        }
    }
    println!("\nnot served by the fakes:");
    for (scenarios, reason) in NOT_SERVED {
        println!("  {scenarios:<10} {reason}");
    }
    match failed.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "scenarios failed on the fakes: {}",
            failed.join(", ")
        )),
    }
}

/// The fakes, in a process of their own, which ends with this.
struct Fakes {
    process: Child,
    variables: Vec<(String, String)>,
}

impl Fakes {
    fn start(program: &Path, release: &str) -> Result<Self, String> {
        let trouble = |error: std::io::Error| format!("cannot start the fakes: {error}");
        let mut process = Command::new(program)
            .arg(release)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(trouble)?;
        let output = process.stdout.take();
        let mut fakes = Self {
            process,
            variables: Vec::new(),
        };
        let output = output.ok_or("the fakes have no output")?;
        for line in BufReader::new(output).lines() {
            let line = line.map_err(trouble)?;
            if line.is_empty() {
                return Ok(fakes);
            }
            let (variable, url) = line
                .split_once('=')
                .ok_or_else(|| format!("the fakes said {line:?}"))?;
            fakes.variables.push((variable.to_owned(), url.to_owned()));
        }
        Err("the fakes ended before they were ready".to_owned())
    }
}

impl Drop for Fakes {
    fn drop(&mut self) {
        // They end with their input; what cannot be waited for has ended.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Compiles the scenarios and the fakes; returns where the programs are. The features of all packages spare
/// `cargo xtask test` another build.
fn build(all_features: bool) -> Result<(std::path::PathBuf, std::path::PathBuf), String> {
    eprintln!("compiling the scenarios and the fakes");
    let mut command = workspace::command();
    command
        .args(["build", "--quiet", "--locked"])
        .args(["--bin", "conformance", "--bin", "fakes"])
        .args(if all_features {
            ["--workspace", "--all-features"]
        } else {
            ["--package", "conformance"]
        });
    let programs = workspace::executables(&mut command, &["conformance", "fakes"])?;
    match <[_; 2]>::try_from(programs) {
        Ok([scenarios, fakes]) => Ok((scenarios, fakes)),
        Err(_) => Err("cargo did not say where it put the programs".to_owned()),
    }
}
