//! `cargo xtask cost`: what depending on us costs: builds from nothing, crates, binary, documentation.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Outcome;
use crate::workspace;

/// A program to build: its name, its dependencies, its `main`.
struct Program {
    name: &'static str,
    dependencies: String,
    main: &'static str,
}

const OURS: &str = r#"#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let kratos = ory_kratos::Client::builder().url("http://127.0.0.1:4433").build()?;
    let session = kratos.frontend().to_session().session_token("token").await?;
    println!("{}", session.id);
    Ok(())
}
"#;

const OFFICIAL: &str = r#"use ory_kratos_client::apis::{configuration::Configuration, frontend_api::to_session};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let configuration =
        Configuration { base_path: "http://127.0.0.1:4433".to_owned(), ..Configuration::default() };
    let session = to_session(&configuration, Some("token"), None, None).await?;
    println!("{}", session.id);
    Ok(())
}
"#;

const TOKIO: &str = "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";

const USAGE: &str = "usage: cargo xtask cost [rounds]";

/// How often each program is built for debugging: one after the other, and the quickest counts. What else the machine
/// does, and what it has to read from disk the first time, only ever adds.
const ROUNDS: u32 = 3;

/// Builds the programs in a folder of their own and prints a table in Markdown.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let rounds = match arguments {
        [] => ROUNDS,
        [rounds] => match rounds.parse() {
            Ok(rounds) if rounds > 0 => rounds,
            _ => return Err(USAGE.to_owned()),
        },
        _ => return Err(USAGE.to_owned()),
    };
    let root = fs::canonicalize(workspace::root()).map_err(|error| error.to_string())?;
    let crates = root.join("crates");
    let path = |name: &str| format!("path = {:?}", crates.join(name));
    let programs = [
        Program {
            name: "ours",
            dependencies: format!("ory-kratos = {{ {} }}\n{TOKIO}", path("ory-kratos")),
            main: OURS,
        },
        Program {
            name: "ours-without-http2",
            dependencies: format!(
                "ory-kratos = {{ {}, default-features = false{} }}\n{TOKIO}",
                path("ory-kratos"),
                if has_feature(&crates.join("ory-kratos"), "platform-verifier") {
                    ", features = [\"platform-verifier\"]"
                } else {
                    ""
                }
            ),
            main: OURS,
        },
        Program {
            name: "official",
            dependencies: format!("ory-kratos-client = \"=26.2.0\"\n{TOKIO}"),
            main: OFFICIAL,
        },
        // By default it links the system's OpenSSL, which neither this build nor the binary's size counts.
        Program {
            name: "official-rustls",
            dependencies: format!(
                "ory-kratos-client = {{ version = \"=26.2.0\", default-features = false, features = [\"rustls-tls\"] }}\n{TOKIO}"
            ),
            main: OFFICIAL,
        },
        Program {
            name: "floor",
            dependencies: floor(&crates.join("ory-core"), &root)?,
            main: "fn main() {}\n",
        },
    ];
    let folder = std::env::temp_dir().join(format!("ory-cost-{}", std::process::id()));
    let _cleaner = Cleaner(folder.clone());
    for program in &programs {
        prepare(program, &folder.join(program.name))?;
    }
    let mut debug = vec![(f64::INFINITY, f64::INFINITY); programs.len()];
    for _ in 0..rounds {
        for (program, quickest) in programs.iter().zip(&mut debug) {
            let time = cold(&folder.join(program.name), &["build"])?;
            *quickest = (quickest.0.min(time.0), quickest.1.min(time.1));
        }
    }
    println!(
        "| program | crates | cold debug build, CPU s (wall s) | cold release build, CPU s (wall s) | stripped release binary, kB | cargo doc of the crate, CPU s |"
    );
    println!("|---|---|---|---|---|---|");
    for (program, debug) in programs.iter().zip(debug) {
        println!("{}", measure(program, debug, &folder.join(program.name))?);
    }
    Ok(())
}

/// Removes the folder of the builds.
struct Cleaner(PathBuf);

impl Drop for Cleaner {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn manifest(folder: &Path) -> Result<toml::Table, String> {
    let path = folder.join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    text.parse()
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn has_feature(folder: &Path, feature: &str) -> bool {
    manifest(folder).is_ok_and(|table| {
        table
            .get("features")
            .is_some_and(|all| all.get(feature).is_some())
    })
}

/// Our dependencies, as ory-core and the workspace state them, without us.
fn floor(core: &Path, root: &Path) -> Result<String, String> {
    let (core, workspace) = (manifest(core)?, manifest(root)?);
    let shared = workspace["workspace"]["dependencies"]
        .as_table()
        .ok_or("no shared dependencies")?;
    let own = core["dependencies"]
        .as_table()
        .ok_or("ory-core has no dependencies")?;
    let mut text = String::new();
    for (name, stated) in own {
        let base = match stated.get("workspace") {
            Some(_) => shared
                .get(name)
                .ok_or_else(|| format!("{name} is not shared"))?,
            None => stated,
        };
        let version = base
            .as_str()
            .or_else(|| base.get("version")?.as_str())
            .unwrap_or("*");
        let optional = stated
            .get("optional")
            .and_then(toml::Value::as_bool)
            .unwrap_or(false);
        if optional && name != "rustls-platform-verifier" {
            continue;
        }
        let defaults = base
            .get("default-features")
            .and_then(toml::Value::as_bool)
            .unwrap_or(true);
        let mut features: Vec<&str> = Vec::new();
        for source in [base, stated] {
            let listed = source.get("features").and_then(toml::Value::as_array);
            features.extend(listed.into_iter().flatten().filter_map(toml::Value::as_str));
        }
        // What ory-core's default feature `http2` adds.
        if name == "hyper" || name == "hyper-util" {
            features.push("http2");
        }
        // What the other programs' `main` needs.
        if name == "tokio" {
            features.push("macros");
        }
        text += &format!(
            "{name} = {{ version = {version:?}, default-features = {defaults}, features = {features:?} }}\n"
        );
    }
    Ok(text)
}

/// Writes the program and downloads what it needs, which is not what is measured.
fn prepare(program: &Program, folder: &Path) -> Outcome {
    let text = |error: std::io::Error| error.to_string();
    fs::create_dir_all(folder.join("src")).map_err(text)?;
    let manifest = format!(
        "[workspace]\n[package]\nname = \"one-call\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [profile.release]\nstrip = true\n\n[dependencies]\n{}",
        program.dependencies
    );
    fs::write(folder.join("Cargo.toml"), manifest).map_err(text)?;
    fs::write(folder.join("src/main.rs"), program.main).map_err(text)?;
    cargo(folder, &["fetch"])
}

/// The times of a build from nothing.
fn cold(folder: &Path, arguments: &[&str]) -> Result<(f64, f64), String> {
    match fs::remove_dir_all(folder.join("target")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.to_string()),
        _ => timed(folder, arguments),
    }
}

fn measure(
    program: &Program,
    (debug_cpu, debug): (f64, f64),
    folder: &Path,
) -> Result<String, String> {
    let crates = crates(folder)?;
    let doc = match program.name {
        "floor" => "-".to_owned(),
        name => {
            let package = match name.starts_with("official") {
                true => "ory-kratos-client",
                false => "ory-kratos",
            };
            // What documentation needs of other crates is checked first and not counted.
            timed(folder, &["check"])?;
            let arguments = ["doc", "--no-deps", "--package", package];
            timed(folder, &arguments).map(|(cpu, _)| format!("{cpu:.1}"))?
        }
    };
    let (release_cpu, release) = cold(folder, &["build", "--release"])?;
    let size = fs::metadata(folder.join("target/release/one-call"))
        .map_err(|error| error.to_string())?
        .len();
    Ok(format!(
        "| {} | {crates} | {debug_cpu:.1} ({debug:.1}) | {release_cpu:.1} ({release:.1}) | {} | {doc} |",
        program.name,
        size / 1000,
    ))
}

/// Crates behind the program, itself and tokio's macros left out where they are only the program's.
fn crates(folder: &Path) -> Result<usize, String> {
    let output = Command::new(workspace::cargo())
        .args([
            "tree",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .current_dir(folder)
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let names: std::collections::BTreeSet<&str> = text
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter(|line| !line.is_empty())
        .collect();
    Ok(names.len())
}

/// CPU seconds of Cargo and all compilers that it runs, and wall seconds.
fn timed(folder: &Path, arguments: &[&str]) -> Result<(f64, f64), String> {
    let (began, clock) = (children(), Instant::now());
    cargo(folder, arguments)?;
    Ok((children() - began, clock.elapsed().as_secs_f64()))
}

fn cargo(folder: &Path, arguments: &[&str]) -> Outcome {
    let output = Command::new(workspace::cargo())
        .args(arguments)
        .arg("--quiet")
        // A cold build is one without anything of an earlier one, wherever the caller keeps such.
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTC_WRAPPER")
        // Cargo compiles crates of a registry this way; ours, which are taken from a folder here, it would not.
        .env("CARGO_INCREMENTAL", "0")
        .stdin(Stdio::null())
        .current_dir(folder)
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "`cargo {}` failed: {}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr)
    ))
}

/// CPU seconds of all processes that this one has waited for, and theirs; 0 where `/proc` does not say.
fn children() -> f64 {
    /// Linux counts in hundredths of a second, whatever the kernel's own clock.
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in parentheses may hold spaces; cutime and cstime are the 14th and 15th word after it.
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let mut times = after.split_whitespace().skip(13).take(2);
    let mut next = || {
        times
            .next()
            .and_then(|word| word.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    (next() + next()) / TICKS
}
