//! The packages as crates.io would get them.

use super::PUBLISHED;
use crate::{Outcome, workspace};

/// What every package has to hold besides its sources.
const REQUIRED: [&str; 3] = ["CHANGELOG.md", "LICENSE", "README.md"];

/// Packs every published crate and looks at what is inside. Building them from the packages would compile everything
/// again for files that the other steps compiled already.
pub(crate) fn check() -> Outcome {
    let mut command = workspace::command();
    command.args([
        "package",
        "--no-verify",
        "--allow-dirty",
        "--quiet",
        "--locked",
    ]);
    for name in PUBLISHED {
        command.args(["--package", name]);
    }
    workspace::run(&mut command)?;
    for name in PUBLISHED {
        let output = workspace::command()
            .args([
                "package",
                "--list",
                "--allow-dirty",
                "--locked",
                "--package",
                name,
            ])
            .output()
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        let listed = String::from_utf8_lossy(&output.stdout);
        for file in REQUIRED {
            if !listed.lines().any(|line| line == file) {
                return Err(format!("the package of {name} lacks {file}"));
            }
        }
    }
    Ok(())
}
