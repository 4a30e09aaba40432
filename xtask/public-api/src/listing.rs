//! The listing of a crate's public items, one a line, and how two listings differ.

use std::collections::BTreeSet;
use std::path::Path;

/// At most this many lines of a difference are shown.
const SHOWN: usize = 40;

/// The items of the crate that `json` describes. Implementations that the compiler or a derive adds are left out.
pub(crate) fn of(json: &Path) -> Result<String, String> {
    let api = public_api::Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .map_err(|error| format!("{}: {error}", json.display()))?;
    let mut lines: Vec<String> = api.items().map(ToString::to_string).collect();
    lines.sort();
    lines.dedup();
    Ok(lines.join("\n") + "\n")
}

/// What is new in `listing`, and what it lacks, beside the recorded one.
pub(crate) fn differences(
    name: &str,
    recorded: &Path,
    listing: &str,
) -> Result<Vec<String>, String> {
    let old = std::fs::read_to_string(recorded)
        .map_err(|error| format!("cannot read {}: {error}", recorded.display()))?;
    let before: BTreeSet<&str> = old.lines().collect();
    let after: BTreeSet<&str> = listing.lines().collect();
    let removed = before.difference(&after).map(|line| format!("- {line}"));
    let added = after.difference(&before).map(|line| format!("+ {line}"));
    let mut lines: Vec<String> = removed.chain(added).collect();
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let count = lines.len();
    lines.truncate(SHOWN);
    lines.insert(0, format!("{name}: {count} lines of the public API differ"));
    Ok(lines)
}
