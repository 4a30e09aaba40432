//! A server that is there already: somebody's own build, checked before anything is started.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::process::{Output, Supervised};

/// How long a program may take to tell its version.
const WITHIN: Duration = Duration::from_secs(20);

const TICK: Duration = Duration::from_millis(20);

/// The path of a server's program, if `path` is one: it has a command that tells its version.
pub(crate) fn binary(name: &str, path: &Path, log: &Path) -> Result<PathBuf, String> {
    let refused = |reason: &str| format!("--{name} {}: {reason}", path.display());
    let path = path
        .canonicalize()
        .map_err(|error| refused(&error.to_string()))?;
    let data = fs::metadata(&path).map_err(|error| refused(&error.to_string()))?;
    if !data.is_file() || data.permissions().mode() & 0o111 == 0 {
        return Err(refused("it is not a program"));
    }
    fs::write(log, "").map_err(|error| format!("cannot write {}: {error}", log.display()))?;
    let mut command = Command::new(&path);
    command.arg("version");
    let mut process = Supervised::start(&command, Output::File(log))
        .map_err(|error| refused(&error.to_string()))?;
    let start = Instant::now();
    let status = loop {
        match process.ended() {
            Ok(Some(status)) => break status,
            Ok(None) if start.elapsed() > WITHIN => {
                return Err(refused(
                    "it did not tell its version: it is no server of Ory's",
                ));
            }
            Ok(None) => std::thread::sleep(TICK),
            Err(error) => return Err(refused(&error.to_string())),
        }
    };
    let text = fs::read_to_string(log).unwrap_or_default();
    if status.success() && text.contains("Version:") {
        return Ok(path);
    }
    Err(refused(&format!(
        "it did not tell its version: it is no server of Ory's. `version` printed:\n{}",
        super::last_lines(&text, super::LAST_LINES)
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_program_that_tells_its_version_is_a_server() {
        let folder = std::env::temp_dir().join(format!("given-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let log = folder.join("log");
        let program = |name: &str, script: &str| {
            let path = folder.join(name);
            fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
            path
        };
        let good = program("good", "[ \"$1\" = version ] && echo 'Version:    master'");
        assert_eq!(
            binary("kratos", &good, &log),
            Ok(good.canonicalize().unwrap())
        );
        for (name, script) in [("silent", "exit 0"), ("failing", "echo Version:; exit 1")] {
            let error = binary("kratos", &program(name, script), &log).unwrap_err();
            assert!(error.contains("no server of Ory's"), "{error}");
        }
        let text = folder.join("text");
        fs::write(&text, "").unwrap();
        assert!(
            binary("keto", &text, &log)
                .unwrap_err()
                .contains("not a program")
        );
        assert!(binary("keto", &folder.join("none"), &log).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
