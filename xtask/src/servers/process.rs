//! Child processes that never outlive this one, whatever ends it.
//!
//! A signal handler cannot run when a process is killed with SIGKILL, so nothing here relies on one. Each child runs
//! below a small shell, in a process group of its own, and the shell reads from a pipe whose other end this process
//! holds. The kernel closes that end when this process ends for whatever reason, the shell reads the end of the
//! pipe, and kills its child. Ctrl-C in a terminal takes the same way.

use std::fs::File;
use std::io;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};

/// Runs what follows the first argument until it ends or until the pipe on standard input is closed, which ends it by
/// the signal that the first argument names.
const SUPERVISOR: &str = r#"
exec 3<&0
signal=$1
shift
"$@" 3<&- </dev/null &
child=$!
{ read -r _ <&3; kill -"$signal" "$child"; } 2>/dev/null &
watcher=$!
wait "$child" 2>/dev/null
status=$?
kill -KILL "$watcher" 2>/dev/null
wait "$watcher" 2>/dev/null
# Killed: take along what it started itself (compilers).
[ "$status" -gt 128 ] && kill -KILL 0
exit "$status"
"#;

/// A running child. Dropping it kills it and waits until it is gone.
pub(crate) struct Supervised {
    shell: Child,
    pipe: Option<ChildStdin>,
}

/// How a child is ended.
#[derive(Clone, Copy)]
pub(crate) enum Ending {
    /// By SIGKILL, along with what it started itself.
    Killed,
    /// By SIGQUIT: PostgreSQL drops everything and ends its own children, which are in groups of their own.
    Immediate,
}

/// Whom a child runs as, by numbers.
#[derive(Clone, Copy)]
pub(crate) struct User {
    pub(crate) id: u32,
    pub(crate) group: u32,
}

/// Where a child's output goes.
pub(crate) enum Output<'a> {
    /// Into a file; both streams, in the order in which they were written.
    File(&'a Path),
    /// To where this process writes its own.
    Inherited,
}

impl Supervised {
    /// Starts a program. Only the program, its arguments, folder and environment are taken from `command`.
    pub(crate) fn start(command: &Command, output: Output<'_>) -> io::Result<Self> {
        Self::start_as(command, output, Ending::Killed, None)
    }

    /// The same with another ending, and as another user, which takes root.
    pub(crate) fn start_as(
        command: &Command,
        output: Output<'_>,
        ending: Ending,
        user: Option<User>,
    ) -> io::Result<Self> {
        let signal = match ending {
            Ending::Killed => "KILL",
            Ending::Immediate => "QUIT",
        };
        let mut shell = Command::new("sh");
        shell.args(["-c", SUPERVISOR, "supervisor", signal]);
        if let Some(user) = user {
            shell.uid(user.id).gid(user.group);
        }
        shell.arg(command.get_program()).args(command.get_args());
        if let Some(folder) = command.get_current_dir() {
            shell.current_dir(folder);
        }
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        shell.stdin(Stdio::piped()).process_group(0);
        if let Output::File(path) = output {
            let file = File::options().create(true).append(true).open(path)?;
            shell.stdout(file.try_clone()?).stderr(file);
        }
        let mut shell = shell.spawn()?;
        let pipe = shell.stdin.take();
        Ok(Self { shell, pipe })
    }

    /// How it ended; `None` while it runs.
    pub(crate) fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.shell.try_wait()
    }

    /// Kills it, if it still runs, and waits until it is gone.
    fn stop(&mut self) {
        drop(self.pipe.take());
        // The only error is that it was waited for before.
        let _ = self.shell.wait();
    }
}

impl Drop for Supervised {
    fn drop(&mut self) {
        self.stop();
    }
}

/// How a process ended, in words.
pub(crate) fn describe(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exited with status {code}"),
        (None, Some(9)) => "was killed".to_owned(),
        (None, Some(signal)) => format!("was ended by signal {signal}"),
        (None, None) => "ended".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Output, Supervised, describe};
    use std::process::Command;
    use std::time::{Duration, Instant};

    fn wait(child: &mut Supervised) -> String {
        let start = Instant::now();
        loop {
            if let Some(status) = child.ended().unwrap() {
                return describe(status);
            }
            assert!(start.elapsed() < Duration::from_secs(10), "still running");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn the_exit_status_is_passed_on() {
        let mut child = Supervised::start(&shell("exit 7"), Output::Inherited).unwrap();
        assert_eq!(wait(&mut child), "exited with status 7");
        let mut child = Supervised::start(&shell("kill -9 $$"), Output::Inherited).unwrap();
        assert_eq!(wait(&mut child), "was killed");
    }

    /// What closes the pipe when this process is killed is the kernel; dropping closes it in the same way.
    #[test]
    fn closing_the_pipe_ends_the_child_and_its_children() {
        let folder = std::env::temp_dir().join(format!("supervised-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let beat = folder.join("beat");
        // A grandchild that writes for ever.
        let script = format!(
            "(while :; do echo x >> '{0}'; sleep 0.02; done) & wait",
            beat.display()
        );
        let child = Supervised::start(&shell(&script), Output::File(&folder.join("log"))).unwrap();
        let size = || std::fs::metadata(&beat).map_or(0, |data| data.len());
        let start = Instant::now();
        while size() == 0 {
            assert!(start.elapsed() < Duration::from_secs(10), "never started");
            std::thread::sleep(Duration::from_millis(5));
        }
        drop(child);
        // The group is killed by its shell just before the shell itself is gone.
        let last = size();
        std::thread::sleep(Duration::from_millis(200));
        assert!(size() <= last + 2, "the grandchild still writes");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
