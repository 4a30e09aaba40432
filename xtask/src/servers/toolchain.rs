//! Are the tools there that building the servers needs? Says in one sentence what is missing.

use std::process::{Command, Stdio};

/// The oldest Go release that the recipes build with.
const OLDEST_GO: (u32, u32) = (1, 24);

/// Checks for a Go toolchain that is new enough and for the C compiler that SQLite's binding needs. Returns the
/// version of Go, which is part of what a built binary depends on.
pub(crate) fn check() -> Result<String, String> {
    let version = go_version()?;
    if !new_enough(&version) {
        let (major, minor) = OLDEST_GO;
        return Err(format!(
            "the servers need Go {major}.{minor} or newer, but `go` is {version}: install a newer one from https://go.dev/dl/"
        ));
    }
    let compiler = c_compiler();
    if !answers(&compiler) {
        return Err(format!(
            "the servers need a C compiler (SQLite is built through cgo), but `{compiler}` does not run: install one (gcc or clang) or name it in CC"
        ));
    }
    Ok(version)
}

fn go_version() -> Result<String, String> {
    // Asked from the temporary folder, so that no go.mod or go.work changes which toolchain answers.
    let output = Command::new("go")
        .args(["env", "GOVERSION"])
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            format!("the servers are built with the Go toolchain, but `go` does not run ({error}): install Go 1.24 or newer from https://go.dev/dl/")
        })?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() && !version.is_empty() {
        return Ok(version);
    }
    Err(format!(
        "`go env GOVERSION` failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    ))
}

/// Reads `go1.24`, `go1.26.8` and `go1.25rc1`. What has another form (`devel ...`) was built by hand and is let through.
fn new_enough(version: &str) -> bool {
    let Some(numbers) = version.strip_prefix("go") else {
        return true;
    };
    let mut parts = numbers.split('.').map(|part| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().ok()
    });
    match (parts.next().flatten(), parts.next().flatten()) {
        (Some(major), Some(minor)) => (major, minor) >= OLDEST_GO,
        _ => true,
    }
}

fn c_compiler() -> String {
    std::env::var("CC")
        .ok()
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "cc".to_owned())
}

/// Whether the compiler runs. `CC` may carry arguments (`ccache gcc`).
fn answers(compiler: &str) -> bool {
    let mut words = compiler.split_whitespace();
    let Some(program) = words.next() else {
        return false;
    };
    Command::new(program)
        .args(words)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::new_enough;

    #[test]
    fn go_versions_are_compared_as_numbers() {
        for version in [
            "go1.24",
            "go1.24.0",
            "go1.26.8",
            "go1.100",
            "go2.0",
            "go1.25rc1",
            "devel +abc",
        ] {
            assert!(new_enough(version), "{version}");
        }
        for version in ["go1.23.12", "go1.9", "go1.2", "go1.23rc2"] {
            assert!(!new_enough(version), "{version}");
        }
    }
}
