//! The public API of the published crates against its listings in `xtask/public-api/`.

use super::PUBLISHED;
use crate::{Outcome, workspace};

/// Compares, or writes the listings with `--record`.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    if !matches!(arguments, [] | [_]) || arguments.iter().any(|argument| argument != "--record") {
        return Err("usage: cargo xtask public-api [--record]".to_owned());
    }
    let mut build = workspace::command();
    build.args([
        "build",
        "--quiet",
        "--locked",
        "--package",
        "public-api-check",
    ]);
    let programs = workspace::executables(&mut build, &["public-api-check"])?;
    for program in programs {
        workspace::run(
            std::process::Command::new(program)
                .args(arguments)
                .args(PUBLISHED)
                .env("CARGO", workspace::cargo()),
        )?;
    }
    Ok(())
}
