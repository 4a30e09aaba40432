//! Everything that API v0.2.0-alpha.25 named is served by an item that exists.

use spec_tests::coverage::{MODELS, OPERATIONS};

#[test]
fn every_row_of_the_table_is_compiled() {
    let table = include_str!("../../../spec/coverage.tsv");
    let rows = |kind: &str| -> Vec<(String, String)> {
        table
            .lines()
            .filter_map(|line| {
                line.strip_prefix(kind)?
                    .strip_prefix('\t')?
                    .split_once('\t')
            })
            .map(|(name, path)| (name.to_owned(), path.to_owned()))
            .collect()
    };
    for (kind, compiled, count) in [("operation", OPERATIONS, 104), ("model", MODELS, 169)] {
        let rows = rows(kind);
        assert_eq!(rows.len(), count, "{kind}");
        let compiled = compiled
            .iter()
            .map(|(name, path)| ((*name).to_owned(), (*path).to_owned()));
        assert_eq!(
            rows,
            compiled.collect::<Vec<_>>(),
            "{kind}: run `cargo xtask codegen`"
        );
        let mut names: Vec<_> = rows.iter().map(|(name, _)| name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count, "{kind}: a name stands twice");
    }
    assert_eq!(table.lines().count(), 1 + 104 + 169);
    // Its body names every method; that it compiled is the point.
    spec_tests::coverage::operations();
}
