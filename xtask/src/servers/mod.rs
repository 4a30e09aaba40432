//! Ory's real servers on loopback: `cargo xtask servers`, and the library that quickstart, conformance and tests use.

mod build;
mod given;
mod inbox;
mod ports;
mod postgres;
mod process;
mod ready;
mod recipe;
mod render;
mod toolchain;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use ports::Ports;
use postgres::{Cluster, Postgres};
use process::{Output, Supervised, describe};
use recipe::{CONFORMANCE, ONE_OF_EACH, Recipe};

use crate::Outcome;
use crate::workspace;

/// How long the servers together may take until they are ready; about two seconds are usual.
const READY_WITHIN: Duration = Duration::from_secs(90);

/// How many of the last lines of a dead server's log are shown.
const LAST_LINES: usize = 20;

/// Folders of earlier runs and builds are removed when they are older.
const STALE_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// How often the servers are looked at while something else is awaited.
const TICK: Duration = Duration::from_millis(50);

/// Port clashes between choosing a free port and the server binding it are tried again this often.
const ATTEMPTS: u32 = 3;

/// `cargo xtask servers [--usual-ports]`: runs the servers until it is stopped.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let usual = match arguments {
        [] => false,
        [flag] if flag == "--usual-ports" => true,
        _ => return Err("usage: cargo xtask servers [--usual-ports]".to_owned()),
    };
    let mut servers = Servers::start_for_people(usual)?;
    let mut lines = String::new();
    for (variable, url) in servers.environment() {
        lines.push_str(&format!("export {variable}={url}\n"));
    }
    let mut output = std::io::stdout().lock();
    output
        .write_all(lines.as_bytes())
        .and_then(|()| output.flush())
        .map_err(|error| format!("cannot print the URLs: {error}"))?;
    eprintln!(
        "The servers run until you press Ctrl-C. Logs: {}",
        servers.logs.display()
    );
    loop {
        servers.check()?;
        std::thread::sleep(TICK);
    }
}

/// Where the servers keep what they are told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storage {
    /// SQLite in memory, which needs nothing installed and takes one writer at a time.
    Memory,
    /// PostgreSQL where it is installed, else SQLite in memory.
    PostgresIfInstalled,
}

/// Which servers are started, and how.
struct Setup {
    recipes: &'static [&'static Recipe],
    usual_ports: bool,
    storage: Storage,
    /// Whether they do more than answer requests, even if their database is in memory.
    background: bool,
    /// Programs that are there already, by product.
    given: BTreeMap<&'static str, PathBuf>,
}

/// The running servers. Dropping this stops them; so does any other end of this process.
pub(crate) struct Servers {
    recipes: &'static [&'static Recipe],
    running: Vec<Running>,
    database: Option<Cluster>,
    ports: Ports,
    logs: PathBuf,
    folder: PathBuf,
}

struct Running {
    recipe: &'static Recipe,
    process: Supervised,
    log: PathBuf,
}

impl Servers {
    /// One server of each product, for people: on free ports or on the usual ones, and Kratos sends mails, which may
    /// meet a request in the locks of its database.
    fn start_for_people(usual_ports: bool) -> Result<Self, String> {
        Self::start(&Setup {
            recipes: &ONE_OF_EACH,
            usual_ports,
            storage: Storage::Memory,
            background: true,
            given: BTreeMap::new(),
        })
    }

    /// One server of each product, for programs that send one request after the other.
    pub(crate) fn start_for_examples() -> Result<Self, String> {
        Self::start(&Setup {
            recipes: &ONE_OF_EACH,
            usual_ports: false,
            storage: Storage::Memory,
            background: false,
            given: BTreeMap::new(),
        })
    }

    /// Those, and the ones that only the conformance scenarios need.
    pub(crate) fn start_for_conformance(
        storage: Storage,
        given: BTreeMap<&'static str, PathBuf>,
    ) -> Result<Self, String> {
        Self::start(&Setup {
            recipes: &CONFORMANCE,
            usual_ports: false,
            storage,
            background: false,
            given,
        })
    }

    /// Whether the servers' database is SQLite in memory.
    pub(crate) fn keep_all_in_memory(&self) -> bool {
        self.database.is_none()
    }

    /// Builds the servers unless that was done before, starts them, and waits until they are ready.
    fn start(setup: &Setup) -> Result<Self, String> {
        let target = target_folder()?;
        remove_stale(&target.join("build"));
        remove_ended_runs(&target.join("run"));
        remove_stale(&target.join("logs"));
        let binaries = binaries(setup, &target)?;
        let mut attempt = 1;
        loop {
            match Self::start_once(setup, &target, &binaries) {
                Ok(servers) => return Ok(servers),
                Err(Failure::PortTaken(message)) if setup.usual_ports || attempt == ATTEMPTS => {
                    return Err(message);
                }
                Err(Failure::PortTaken(_)) => attempt += 1,
                Err(Failure::Other(message)) => return Err(message),
            }
        }
    }

    fn start_once(setup: &Setup, target: &Path, binaries: &[PathBuf]) -> Result<Self, Failure> {
        let recipes = setup.recipes;
        let mut ports = Ports::take(recipes, setup.usual_ports)?;
        ports.insert(ports::INBOX, inbox::start()?);
        let folder = target.join("run").join(std::process::id().to_string());
        let logs = target.join("logs");
        for path in [&folder, &logs] {
            fs::create_dir_all(path)
                .map_err(|error| format!("cannot create {}: {error}", path.display()))?;
        }
        let mut servers = Self {
            recipes,
            running: Vec::new(),
            database: None,
            ports,
            logs,
            folder,
        };
        if setup.storage == Storage::PostgresIfInstalled {
            servers.start_database()?;
        }
        for recipe in recipes {
            let dsn = match &servers.database {
                Some(cluster) => cluster.dsn(recipe.name),
                None => "memory".to_owned(),
            };
            let folder = servers.folder.join(recipe.name);
            render::write(recipe, &dsn, &servers.ports, &folder)?;
        }
        if servers.database.is_some() {
            servers.migrate(binaries)?;
        }
        servers.ports.release();
        for (recipe, binary) in recipes.iter().zip(binaries) {
            let mut arguments = recipe.arguments.to_vec();
            // A second writer, for which SQLite in memory has no patience.
            if servers.database.is_some() || setup.background {
                arguments.extend(recipe.background);
            }
            let running = servers.launch(recipe, binary, &arguments, recipe.name)?;
            servers.running.push(running);
        }
        servers.wait_until_ready()?;
        Ok(servers)
    }

    /// Starts PostgreSQL, or says why the servers keep everything in memory.
    fn start_database(&mut self) -> Result<(), Failure> {
        let postgres = match Postgres::find(&self.folder) {
            Ok(postgres) => postgres,
            Err(reason) => {
                eprintln!(
                    "{reason}: the servers use SQLite in memory, one scenario after the other"
                );
                return Ok(());
            }
        };
        let names: Vec<&str> = self.recipes.iter().map(|recipe| recipe.name).collect();
        let log = self.log("postgres");
        self.database = Some(postgres.start(&self.folder, &log, &names)?);
        Ok(())
    }

    /// Creates the tables of all servers, side by side.
    fn migrate(&mut self, binaries: &[PathBuf]) -> Outcome {
        let mut migrations = Vec::new();
        for (recipe, binary) in self.recipes.iter().zip(binaries) {
            let log = format!("{}-migration", recipe.name);
            migrations.push(self.launch(recipe, binary, recipe.migration, &log)?);
        }
        let start = Instant::now();
        for migration in &mut migrations {
            let name = migration.recipe.name;
            let status = loop {
                match migration.process.ended() {
                    Ok(Some(status)) => break status,
                    Ok(None) if start.elapsed() > READY_WITHIN => {
                        return Err(format!(
                            "{name} did not create its tables within {} s. Last lines of its log:\n{}",
                            READY_WITHIN.as_secs(),
                            tail(&migration.log)
                        ));
                    }
                    Ok(None) => std::thread::sleep(TICK),
                    Err(error) => return Err(format!("cannot watch {name}: {error}")),
                }
            };
            if !status.success() {
                return Err(format!(
                    "{name} cannot create its tables: it {}. Last lines of {}:\n{}",
                    describe(status),
                    migration.log.display(),
                    tail(&migration.log)
                ));
            }
        }
        Ok(())
    }

    /// Starts a server's program in its folder.
    fn launch(
        &self,
        recipe: &'static Recipe,
        binary: &Path,
        arguments: &[&str],
        log: &str,
    ) -> Result<Running, String> {
        let log = self.log(log);
        // An earlier attempt's lines would be taken for this one's.
        fs::write(&log, "").map_err(|error| format!("cannot write {}: {error}", log.display()))?;
        let mut command = Command::new(binary);
        command
            .args(arguments)
            .envs(recipe.environment.iter().copied())
            .current_dir(self.folder.join(recipe.name));
        let process = Supervised::start(&command, Output::File(&log))
            .map_err(|error| format!("cannot start {}: {error}", recipe.name))?;
        Ok(Running {
            recipe,
            process,
            log,
        })
    }

    fn log(&self, name: &str) -> PathBuf {
        self.logs.join(format!("{name}-{}.log", std::process::id()))
    }

    fn wait_until_ready(&mut self) -> Result<(), Failure> {
        let start = Instant::now();
        let mut waiting = Vec::new();
        for recipe in self.recipes {
            for port in recipe.ports {
                if let (Some(path), Some(number)) =
                    (port.health, self.ports.number(port.placeholder))
                {
                    waiting.push((recipe.name, number, path));
                }
            }
        }
        loop {
            self.check().map_err(|message| self.explain(message))?;
            waiting.retain(|(_, port, path)| !ready::is_ready(*port, path));
            let Some((name, port, _)) = waiting.first() else {
                return Ok(());
            };
            if start.elapsed() > READY_WITHIN {
                let log = self
                    .running
                    .iter()
                    .find(|running| running.recipe.name == *name);
                let lines = log.map(|running| tail(&running.log)).unwrap_or_default();
                return Err(Failure::Other(format!(
                    "{name} is not ready on port {port} after {} s. Last lines of its log:\n{lines}",
                    READY_WITHIN.as_secs()
                )));
            }
            std::thread::sleep(TICK);
        }
    }

    /// Finds out whether a start failed because of a port.
    fn explain(&self, message: String) -> Failure {
        let taken = self.running.iter().find(|running| {
            fs::read_to_string(&running.log)
                .is_ok_and(|text| text.contains("address already in use"))
        });
        match taken {
            Some(running) => {
                let name = running.recipe.name;
                Failure::PortTaken(format!(
                    "a port that {name} needs was taken by another program: {message}"
                ))
            }
            None => Failure::Other(message),
        }
    }

    /// An error that names the server and shows the last lines of its log if one is no longer running.
    pub(crate) fn check(&mut self) -> Outcome {
        // Its end is the better explanation for the servers'.
        if let Some(database) = &mut self.database {
            database.check()?;
        }
        for running in &mut self.running {
            let name = running.recipe.name;
            match running.process.ended() {
                Ok(None) => {}
                Ok(Some(status)) => {
                    return Err(format!(
                        "{name} {} while it was needed. Last lines of {}:\n{}",
                        describe(status),
                        running.log.display(),
                        tail(&running.log)
                    ));
                }
                Err(error) => return Err(format!("cannot watch {name}: {error}")),
            }
        }
        Ok(())
    }

    /// The variables that tell examples and tests where the servers are.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let mut variables = Vec::new();
        let mut add = |variable, placeholder| {
            if let Some(port) = self.ports.number(placeholder) {
                variables.push((variable, format!("http://127.0.0.1:{port}")));
            }
        };
        // Sorted by product, the order in which people read them.
        for name in ["kratos", "hydra", "keto"] {
            for recipe in self.recipes.iter().filter(|recipe| recipe.folder == name) {
                for port in recipe.ports {
                    if let Some(variable) = port.variable {
                        add(variable, port.placeholder);
                    }
                }
            }
        }
        add("ORY_MAIL_URL", ports::INBOX);
        variables
    }

    /// Runs a program against the servers until it ends or `limit` has passed; fails if it does, or if a server dies meanwhile.
    pub(crate) fn run(&mut self, command: &mut Command, limit: Duration) -> Outcome {
        command.envs(self.environment());
        run_watched(command, limit, || self.check())
    }
}

/// Runs a program that needs no servers of ours until it ends or `limit` has passed.
pub(crate) fn run_alone(command: &Command, limit: Duration) -> Outcome {
    run_watched(command, limit, || Ok(()))
}

/// Runs a program; an error of `check` is the better explanation for its end.
fn run_watched(command: &Command, limit: Duration, mut check: impl FnMut() -> Outcome) -> Outcome {
    let what = command.get_program().to_string_lossy().into_owned();
    let mut child = Supervised::start(command, Output::Inherited)
        .map_err(|error| format!("cannot run {what}: {error}"))?;
    let start = Instant::now();
    loop {
        match child.ended() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                check()?;
                return Err(format!("{what} {}", describe(status)));
            }
            Ok(None) => check()?,
            Err(error) => return Err(format!("cannot wait for {what}: {error}")),
        }
        if start.elapsed() > limit {
            return Err(format!("{what} did not end within {} s", limit.as_secs()));
        }
        std::thread::sleep(TICK);
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        self.running.clear();
        self.database = None;
        // Configurations only; what stays is removed by a later run.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The program of each server: the one that is given, or else the one that its recipe builds.
fn binaries(setup: &Setup, target: &Path) -> Result<Vec<PathBuf>, String> {
    let logs = target.join("logs");
    fs::create_dir_all(&logs)
        .map_err(|error| format!("cannot create {}: {error}", logs.display()))?;
    let mut given = BTreeMap::new();
    for (product, path) in &setup.given {
        let log = logs.join(format!("{product}-version-{}.log", std::process::id()));
        given.insert(*product, given::binary(product, path, &log)?);
    }
    let all_given = (setup.recipes.iter()).all(|recipe| given.contains_key(recipe.folder));
    let go_version = if all_given {
        String::new()
    } else {
        toolchain::check()?
    };
    let mut binaries = Vec::new();
    for recipe in setup.recipes {
        binaries.push(match given.get(recipe.folder) {
            Some(path) => path.clone(),
            None => build::binary(recipe, &go_version, target)?,
        });
    }
    Ok(binaries)
}

/// Why the servers did not start.
enum Failure {
    PortTaken(String),
    Other(String),
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Other(message)
    }
}

/// The folder for everything that is built and written: `servers` in Cargo's target folder.
fn target_folder() -> Result<PathBuf, String> {
    let target = workspace::target();
    let folder = target.join("servers");
    fs::create_dir_all(&folder)
        .and_then(|()| folder.canonicalize())
        .map_err(|error| format!("cannot create {}: {error}", folder.display()))
}

/// Removes what runs that were killed left behind, and ends the databases that may still run there.
fn remove_ended_runs(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let process: Option<u32> = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok());
        if process.is_some_and(|process| !runs(process)) {
            postgres::end_left_behind(&entry.path());
            // Best effort: it is tried again by the next run.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    remove_stale(folder);
}

/// Whether a process of this number runs, whose ever it is.
fn runs(process: u32) -> bool {
    if Path::new("/proc/self").exists() {
        return Path::new(&format!("/proc/{process}")).exists();
    }
    Command::new("ps")
        .args(["-p", &process.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_or(true, |status| status.success())
}

/// Removes what is older than any run or build.
fn remove_stale(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let modified = entry.metadata().and_then(|data| data.modified());
        let age = modified.map(|time| SystemTime::now().duration_since(time).unwrap_or_default());
        if age.is_ok_and(|age| age > STALE_AFTER) {
            // Best effort: it is tried again by the next run.
            let _ = fs::remove_dir_all(entry.path()).or_else(|_| fs::remove_file(entry.path()));
        }
    }
}

fn tail(log: &Path) -> String {
    last_lines(&fs::read_to_string(log).unwrap_or_default(), LAST_LINES)
}

/// The last `count` lines of `text`, indented.
fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.len().saturating_sub(count);
    let last: Vec<String> = lines[start..]
        .iter()
        .map(|line| format!("    {line}"))
        .collect();
    if last.is_empty() {
        "    (it is empty)".to_owned()
    } else {
        last.join("\n")
    }
}
