//! What must not get worse: the numbers of `ratchet.toml`, which the tests of this package measure anew.
//!
//! Nothing here is a time; those are for `cargo xtask bench` and `cargo xtask cost`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

pub mod bodies;
pub mod calls;
pub mod server;

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("ratchet.toml")
}

fn read() -> Result<String, String> {
    fs::read_to_string(file()).map_err(|error| format!("{}: {error}", file().display()))
}

fn recorded(section: &str, name: &str) -> Result<toml::Value, String> {
    let mut table: toml::Table = read()?.parse().map_err(|error| format!("{error}"))?;
    table
        .get_mut(section)
        .and_then(|section| section.as_table_mut()?.remove(name))
        .ok_or_else(|| format!("ratchet.toml records no `{name}` in [{section}]"))
}

fn is_recording() -> bool {
    std::env::var_os("RATCHET_RECORD").is_some()
}

/// Fails if `measured` is more than what is recorded as `name` of `section`, with both; says so if it became less.
///
/// With the environment variable `RATCHET_RECORD` it is recorded instead.
///
/// # Errors
///
/// It got worse.
pub fn hold(section: &str, name: &str, measured: i64) -> Result<(), String> {
    hold_within(section, name, measured, 0)
}

/// As [`hold`], but lets `permille` thousandths more pass.
///
/// # Errors
///
/// It got worse.
pub fn hold_within(section: &str, name: &str, measured: i64, permille: i64) -> Result<(), String> {
    if is_recording() {
        return record(section, name, &measured.to_string());
    }
    let recorded = recorded(section, name)?
        .as_integer()
        .ok_or_else(|| format!("`{name}` in [{section}] of ratchet.toml is not a number"))?;
    let margin = recorded * permille / 1000;
    if measured > recorded + margin {
        return Err(format!(
            "{section}.{name}: {measured}, which is more than the {recorded} recorded in xtask/cost/ratchet.toml"
        ));
    }
    if measured < recorded - margin {
        println!("{section}.{name}: {measured}, less than the {recorded} recorded; record it");
    }
    Ok(())
}

/// What is recorded as `name` of `section`: a text that explains numbers and is recorded with them.
///
/// # Errors
///
/// A file that does not say.
pub fn hold_text(section: &str, name: &str, text: &str) -> Result<String, String> {
    if is_recording() {
        record(section, name, &format!("{text:?}"))?;
    }
    Ok(recorded(section, name)?.as_str().unwrap_or("?").to_owned())
}

fn record(section: &str, name: &str, value: &str) -> Result<(), String> {
    // Tests of one program run at the same time.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let text = replaced(&read()?, section, name, value)
        .ok_or_else(|| format!("ratchet.toml has no line `{name} = 0` in [{section}]; add it"))?;
    fs::write(file(), text).map_err(|error| error.to_string())
}

/// The text with another value; comments and order stay. `None` if there is no such line.
fn replaced(text: &str, section: &str, name: &str, value: &str) -> Option<String> {
    let mut inside = false;
    let mut found = false;
    let lines = text.lines().map(|line| {
        if line.starts_with('[') {
            inside = line.trim_matches(['[', ']']) == section;
        }
        if inside && line.split_once(" = ").is_some_and(|(key, _)| key == name) {
            found = true;
            format!("{name} = {value}\n")
        } else {
            format!("{line}\n")
        }
    });
    let text = lines.collect();
    found.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_is_replaced_and_nothing_else() {
        let text = "# One.\n[a]\nx = 1\n\n[b]\n# Two.\nx = 1\ny = -2\n";
        assert_eq!(
            replaced(text, "b", "x", "-7").unwrap(),
            "# One.\n[a]\nx = 1\n\n[b]\n# Two.\nx = -7\ny = -2\n"
        );
        assert_eq!(replaced(text, "a", "y", "1"), None);
    }
}
