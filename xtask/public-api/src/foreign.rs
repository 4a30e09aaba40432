//! Which other crates' types a public API names: each is a promise to follow that crate's releases.

use std::collections::BTreeSet;
use std::path::Path;

/// Crates of the standard library, and the primitive types that paths begin with.
const STANDARD: [&str; 12] = [
    "std", "core", "alloc", "bool", "f64", "i32", "i64", "str", "u8", "u32", "u64", "usize",
];

/// The crates that may be named: one a line, with the reason behind a `#`.
pub(crate) fn allowed(list: &Path) -> Result<BTreeSet<String>, String> {
    let text = std::fs::read_to_string(list)
        .map_err(|error| format!("cannot read {}: {error}", list.display()))?;
    let names = text.lines().filter_map(|line| {
        let name = line.split('#').next().unwrap_or_default().trim();
        (!name.is_empty()).then(|| name.to_owned())
    });
    Ok(names.collect())
}

/// The crates that the paths in a listing begin with, those of the workspace and the standard library aside.
pub(crate) fn named_by(listing: &str, own: &str) -> BTreeSet<String> {
    let own = own.replace('-', "_");
    let mut names = BTreeSet::new();
    for line in listing.lines() {
        for (end, _) in line.match_indices("::") {
            let start = line[..end]
                .rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .map_or(0, |at| at + 1);
            // A segment behind `::` or a type parameter is no crate.
            let inner = line[..start].ends_with(':');
            let name = &line[start..end];
            let is_crate = name.starts_with(|c: char| c.is_ascii_lowercase());
            if !inner && is_crate && name != own && !STANDARD.contains(&name) {
                names.insert(name.to_owned());
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::named_by;

    #[test]
    fn only_the_first_segment_of_a_path_names_a_crate() {
        let listing = "pub fn ory_x::f(a: &http::uri::Uri) -> core::result::Result<T::Item, ory_core::Error>\n";
        let names: Vec<String> = named_by(listing, "ory-x").into_iter().collect();
        assert_eq!(names, ["http", "ory_core"]);
    }
}
