//! How much a user compiles.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use cost::{hold, root};

/// The crates behind `ory-kratos` on this machine.
fn crates(features: &[&str]) -> i64 {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "tree",
            "--locked",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
        ])
        .args(features)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let names: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some(&line[..words.next()?.len() + 1 + words.next()?.len()])
        })
        .collect();
    names.len() as i64
}

#[test]
fn no_more_crates_than_recorded() {
    hold("crates", "default", crates(&["--package", "ory-kratos"])).unwrap();
    let minimal = crates(&["--package", "ory-core", "--no-default-features"]);
    hold("crates", "minimal", minimal).unwrap();
}

fn sizes(folder: &Path) -> Vec<i64> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    files
        .filter(|file| file.file_name() != "mod.rs")
        .map(|file| file.metadata().unwrap().len() as i64)
        .collect()
}

#[test]
fn no_more_source_per_operation_than_recorded() {
    let (mut operations, mut apis) = (Vec::new(), 0);
    for product in ["cloud", "hydra", "keto", "kratos"] {
        let generated = root().join(format!("crates/ory-{product}/src/generated"));
        operations.extend(sizes(&generated.join("operations")));
        apis += sizes(&generated.join("apis")).iter().sum::<i64>();
    }
    let largest = operations.iter().copied().max().unwrap();
    hold("source", "operation_max", largest).unwrap();
    let mean = (operations.iter().sum::<i64>() + apis) / operations.len() as i64;
    hold("source", "operation_mean", mean).unwrap();
}
