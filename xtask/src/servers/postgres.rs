//! A throw-away PostgreSQL cluster on loopback: nothing of it outlives the run, so nothing of it is made durable.
//!
//! Only `postgres` and `initdb` are needed, no client. PostgreSQL refuses to run as root: there it runs as the user
//! that its package creates, or as `nobody`.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::ports::listen;
use super::process::{Ending, Output, Supervised, User, describe};
use super::{Failure, tail};

/// Where Debian puts each major release: `/usr/lib/postgresql/15/bin`.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Name of the cluster's folder in the folder of a run.
const FOLDER: &str = "postgres";

/// How long the cluster may take until it accepts connections; less than a second is usual.
const READY_WITHIN: Duration = Duration::from_secs(60);

/// How long a cluster of a killed run may take to end.
const ENDS_WITHIN: Duration = Duration::from_secs(10);

const TICK: Duration = Duration::from_millis(20);

/// Speed instead of durability. No sockets in the file system: their paths may be too long, their folder someone else's.
const SETTINGS: [&str; 9] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "dynamic_shared_memory_type=mmap",
    "log_min_messages=warning",
];

/// The programs, and who runs them.
pub(crate) struct Postgres {
    bin: PathBuf,
    user: Option<User>,
}

/// A running cluster. Dropping it ends it.
pub(crate) struct Cluster {
    process: Supervised,
    port: u16,
    log: PathBuf,
}

impl Postgres {
    /// Looks for the programs on the PATH, then in Debian's place. `Err` says why there is no database to use.
    pub(crate) fn find(run: &Path) -> Result<Self, String> {
        let on_path = std::env::var_os("PATH")
            .map(|path| std::env::split_paths(&path).collect::<Vec<_>>())
            .unwrap_or_default();
        let bin = on_path
            .into_iter()
            .chain(debian_folders(Path::new(DEBIAN)))
            .find_map(|folder| programs(&folder))
            .ok_or("PostgreSQL is not installed (no `postgres` with `initdb` beside it)")?;
        let user = match identity(&["-u"]) {
            Some(0) => Some(unprivileged(run)?),
            _ => None,
        };
        Ok(Self { bin, user })
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        // The user's own settings for clients and servers must not change what is started.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PG") {
                command.env_remove(name);
            }
        }
        command.env("LC_ALL", "C");
        command
    }

    /// Creates a cluster with these databases in the folder of a run, and starts it on a free port.
    pub(crate) fn start(
        &self,
        run: &Path,
        log: &Path,
        databases: &[&str],
    ) -> Result<Cluster, Failure> {
        let folder = run.join(FOLDER);
        let trouble = |what: &str, error: std::io::Error| {
            format!(
                "PostgreSQL did not start: cannot {what} {}: {error}",
                folder.display()
            )
        };
        fs::create_dir_all(&folder).map_err(|error| trouble("create", error))?;
        if let Some(user) = self.user {
            std::os::unix::fs::chown(&folder, Some(user.id), Some(user.group))
                .map_err(|error| trouble("give away", error))?;
        }
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))
            .map_err(|error| trouble("protect", error))?;
        let mut initdb = self.command("initdb");
        initdb
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8"])
            .args(["--locale=C", "--no-sync", "--no-instructions", "--pgdata"])
            .arg(&folder);
        self.finish("initdb", &mut initdb, "")?;
        let mut single = self.command("postgres");
        single
            .args(["--single", "-c", "fsync=off", "-D"])
            .arg(&folder)
            .arg("postgres");
        let create: Vec<String> = databases
            .iter()
            .map(|name| format!("CREATE DATABASE \"{name}\"\n"))
            .collect();
        self.finish("postgres --single", &mut single, &create.concat())?;

        let port = listen(0)
            .and_then(|listener| listener.local_addr())
            .map_err(|error| format!("no free port on 127.0.0.1: {error}"))?
            .port();
        fs::write(log, "").map_err(|error| format!("cannot write {}: {error}", log.display()))?;
        let mut server = self.command("postgres");
        server.arg("-D").arg(&folder);
        server.args(["-p", &port.to_string()]);
        server.args(SETTINGS.iter().flat_map(|setting| ["-c", *setting]));
        // The folder of whoever started this may not be open to the other user.
        server.current_dir("/");
        let process =
            Supervised::start_as(&server, Output::File(log), Ending::Immediate, self.user)
                .map_err(|error| format!("cannot start PostgreSQL: {error}"))?;
        let mut cluster = Cluster {
            process,
            port,
            log: log.to_owned(),
        };
        cluster.wait_until_ready(&folder)?;
        Ok(cluster)
    }

    /// Runs a program to its end with `input` on its standard input.
    fn finish(&self, name: &str, command: &mut Command, input: &str) -> Result<(), String> {
        let failed = |reason: &str| format!("PostgreSQL did not start: {name} failed: {reason}");
        if let Some(user) = self.user {
            command.uid(user.id).gid(user.group);
        }
        let mut child = command
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failed(&error.to_string()))?;
        if let Some(mut pipe) = child.stdin.take() {
            // A program that ended before it read says why on its standard error.
            let _ = pipe.write_all(input.as_bytes());
        }
        let output = child
            .wait_with_output()
            .map_err(|error| failed(&error.to_string()))?;
        let text = String::from_utf8_lossy(&output.stderr);
        // A single-user server goes on after a statement that failed, and succeeds.
        if output.status.success() && !text.contains("ERROR:") {
            return Ok(());
        }
        Err(failed(&format!(
            "it {}:\n{}",
            describe(output.status),
            super::last_lines(&text, super::LAST_LINES)
        )))
    }
}

impl Cluster {
    /// The data source name of one of the databases.
    pub(crate) fn dsn(&self, database: &str) -> String {
        format!(
            "postgres://postgres@127.0.0.1:{}/{database}?sslmode=disable",
            self.port
        )
    }

    /// An error if the cluster no longer runs.
    pub(crate) fn check(&mut self) -> Result<(), String> {
        match self.process.ended() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => Err(format!(
                "PostgreSQL {} while it was needed. Last lines of {}:\n{}",
                describe(status),
                self.log.display(),
                tail(&self.log)
            )),
            Err(error) => Err(format!("cannot watch PostgreSQL: {error}")),
        }
    }

    fn wait_until_ready(&mut self, folder: &Path) -> Result<(), Failure> {
        let start = Instant::now();
        while !is_ready(folder) {
            if let Err(message) = self.check() {
                let text = fs::read_to_string(&self.log).unwrap_or_default();
                if text.contains("could not bind") {
                    return Err(Failure::PortTaken(format!(
                        "port {}, where PostgreSQL was to listen, was taken by another program: {message}",
                        self.port
                    )));
                }
                return Err(Failure::Other(message));
            }
            if start.elapsed() > READY_WITHIN {
                return Err(Failure::Other(format!(
                    "PostgreSQL is not ready on port {} after {} s. Last lines of its log:\n{}",
                    self.port,
                    READY_WITHIN.as_secs(),
                    tail(&self.log)
                )));
            }
            std::thread::sleep(TICK);
        }
        Ok(())
    }
}

/// Ends the cluster that a killed run may have left behind in its folder.
pub(crate) fn end_left_behind(run: &Path) {
    let folder = run.join(FOLDER);
    let Some(process) = main_process(&folder) else {
        return;
    };
    // The number may be another program's by now.
    let is_ours = |process: u32| {
        arguments(process).is_some_and(|text| text.contains(&*folder.to_string_lossy()))
    };
    let signal = |name: &str| {
        // Best effort: a process of another user is not ours to end.
        let _ = Command::new("kill")
            .args([name, &process.to_string()])
            .stderr(Stdio::null())
            .status();
    };
    let start = Instant::now();
    while is_ours(process) && start.elapsed() < ENDS_WITHIN {
        signal("-QUIT");
        std::thread::sleep(TICK);
    }
    // One that was started with the signal ignored does not hear it.
    if is_ours(process) {
        signal("-KILL");
    }
}

/// The lines of `postmaster.pid`: the process is the first, the status the eighth.
fn status_file(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("postmaster.pid")).unwrap_or_default();
    text.lines().map(|line| line.trim().to_owned()).collect()
}

fn main_process(folder: &Path) -> Option<u32> {
    status_file(folder).first()?.parse().ok()
}

fn is_ready(folder: &Path) -> bool {
    status_file(folder)
        .get(7)
        .is_some_and(|status| status == "ready")
}

/// The command line of a process; `None` if it does not run.
fn arguments(process: u32) -> Option<String> {
    if Path::new("/proc/self/cmdline").exists() {
        let bytes = fs::read(format!("/proc/{process}/cmdline")).ok()?;
        return Some(String::from_utf8_lossy(&bytes).replace('\0', " "));
    }
    let output = Command::new("ps")
        .args(["-o", "args=", "-p", &process.to_string()])
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The folder that really holds both programs: what stands on the PATH may be a link to one of them.
fn programs(folder: &Path) -> Option<PathBuf> {
    let postgres = folder.join("postgres").canonicalize().ok()?;
    let folder = postgres.parent()?;
    folder.join("initdb").is_file().then(|| folder.to_owned())
}

/// Debian's folders, the newest release first.
fn debian_folders(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let mut releases: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let release = entry.file_name().to_str()?.parse().ok()?;
            Some((release, entry.path().join("bin")))
        })
        .collect();
    releases.sort_unstable();
    releases.into_iter().rev().map(|(_, path)| path).collect()
}

/// A user that root can run the cluster as, who has to be able to reach its folder.
fn unprivileged(run: &Path) -> Result<User, String> {
    let closed = run
        .ancestors()
        .skip(1)
        .filter_map(|folder| Some((folder, fs::metadata(folder).ok()?)))
        .find(|(_, data)| data.permissions().mode() & 0o001 == 0);
    if let Some((folder, _)) = closed {
        return Err(format!(
            "PostgreSQL refuses to run as root, and no other user can reach {}",
            folder.display()
        ));
    }
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| {
            Some(User {
                id: identity(&["-u", name])?,
                group: identity(&["-g", name])?,
            })
        })
        .filter(|user| user.id != 0)
        .ok_or_else(|| {
            "PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody`"
                .to_owned()
        })
}

/// Asks `id` for a number.
fn identity(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id")
        .args(arguments)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for each test.
    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn the_newest_release_of_debian_comes_first() {
        let root = folder("debian");
        for release in ["9", "15", "notes"] {
            fs::create_dir_all(root.join(release).join("bin")).unwrap();
        }
        let found = debian_folders(&root);
        assert_eq!(found, [root.join("15/bin"), root.join("9/bin")]);
        assert!(debian_folders(&root.join("none")).is_empty());
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn a_link_to_postgres_leads_to_the_folder_with_initdb() {
        let root = folder("links");
        let (real, path) = (root.join("real"), root.join("path"));
        for folder in [&real, &path] {
            fs::create_dir_all(folder).unwrap();
        }
        fs::write(real.join("postgres"), "").unwrap();
        std::os::unix::fs::symlink(real.join("postgres"), path.join("postgres")).unwrap();
        assert_eq!(programs(&path), None, "no initdb");
        fs::write(real.join("initdb"), "").unwrap();
        assert_eq!(programs(&path), Some(real.canonicalize().unwrap()));
        fs::remove_dir_all(&root).unwrap();
    }

    /// A number in a file of a killed run may have been given to another program since.
    #[test]
    fn only_the_cluster_of_the_folder_is_ended() {
        let run = folder("left-behind");
        let data = run.join(FOLDER);
        fs::create_dir_all(&data).unwrap();
        let mut other = Command::new("sleep").arg("60").spawn().unwrap();
        fs::write(data.join("postmaster.pid"), format!("{}\n", other.id())).unwrap();
        end_left_behind(&run);
        assert!(other.try_wait().unwrap().is_none(), "it was not ours");
        other.kill().unwrap();
        other.wait().unwrap();

        // The folder on the command line is what makes it ours.
        let text = data.to_string_lossy();
        let mut ours = Command::new("sh")
            .args(["-c", "sleep 60 & wait", &text])
            .spawn()
            .unwrap();
        // A process that was just started has no command line yet.
        while !arguments(ours.id()).is_some_and(|line| line.contains(&*text)) {
            std::thread::sleep(TICK);
        }
        fs::write(data.join("postmaster.pid"), format!("{}\n", ours.id())).unwrap();
        let waiting = std::thread::spawn(move || ours.wait().unwrap());
        end_left_behind(&run);
        assert!(!waiting.join().unwrap().success());
        fs::remove_dir_all(&run).unwrap();
    }

    #[test]
    fn a_cluster_is_ready_when_it_says_so() {
        let data = folder("status");
        assert!(!is_ready(&data));
        let file = |status: &str| format!("17\n/d\n1\n5432\n\n127.0.0.1\n 1 2\n{status}\n");
        fs::write(data.join("postmaster.pid"), file("starting")).unwrap();
        assert!(!is_ready(&data));
        fs::write(data.join("postmaster.pid"), file("ready   ")).unwrap();
        assert!(is_ready(&data));
        assert_eq!(main_process(&data), Some(17));
        fs::remove_dir_all(&data).unwrap();
    }
}
