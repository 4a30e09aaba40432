//! What must not get worse: the numbers of `ratchet.toml`, which the tests of this package measure anew.
//!
//! Only what is the same on every machine is held here; times are for `cargo xtask bench` and `cargo xtask cost`.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The recorded numbers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// See [`Crates`].
    pub crates: Crates,
    /// See [`Source`].
    pub source: Source,
    /// See [`Allocations`].
    pub allocations: Allocations,
}

/// Crates that one product crate brings into a program, itself included.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crates {
    /// With default features.
    pub default: u64,
    /// Without default features.
    pub minimal: u64,
}

/// Bytes of generated source, documentation included.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The largest file of an operation.
    pub operation_max: u64,
    /// All operations and API groups, divided by the number of operations.
    pub operation_mean: u64,
}

/// Allocations of one call, connections being warm.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allocations {
    /// A session read by our client.
    pub whoami: u64,
    /// Those of them that hyper and our model do not make.
    pub whoami_overhead: u64,
    /// An identity created by our client.
    pub create_identity: u64,
}

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Reads `ratchet.toml`.
///
/// # Errors
///
/// A file that is not there or says something else.
pub fn recorded() -> Result<Recorded, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ratchet.toml");
    let text =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Fails if `measured` is more than `recorded`, with both; says so if it became less.
///
/// # Errors
///
/// It got worse.
pub fn hold(what: &str, measured: u64, recorded: u64) -> Result<(), String> {
    if measured > recorded {
        return Err(format!(
            "{what}: {measured}, which is more than the {recorded} recorded in xtask/ratchet/ratchet.toml"
        ));
    }
    if measured < recorded {
        println!("{what}: {measured}, less than the {recorded} recorded; record it");
    }
    Ok(())
}
