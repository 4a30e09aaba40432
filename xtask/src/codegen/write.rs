//! Puts generated files where they belong, formatted, or compares them with what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder and the generated files that belong there, by relative path.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    pub(crate) files: BTreeMap<String, String>,
    /// Whether the folder holds nothing but generated files.
    pub(crate) exclusive: bool,
}

/// Formats the files of all folders with `rustfmt`, in one run.
pub(crate) fn format(folders: &mut [Folder], scratch: &Path) -> Result<(), String> {
    let _ = std::fs::remove_dir_all(scratch);
    let mut paths = Vec::new();
    for (index, folder) in folders.iter().enumerate() {
        for (name, text) in &folder.files {
            let path = scratch.join(index.to_string()).join(name);
            write_file(&path, text)?;
            paths.push(path);
        }
    }
    // Files that declare modules have the others formatted along.
    let roots = paths.iter().filter(|path| path.ends_with("mod.rs"));
    let alone = paths
        .iter()
        .filter(|path| !path.with_file_name("mod.rs").exists());
    let roots: Vec<&PathBuf> = roots.chain(alone).collect();
    let output = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", "max_width=100"])
        .args(&roots)
        .output()
        .map_err(|error| format!("rustfmt (rustup component add rustfmt): {error}"))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(format!(
            "rustfmt refused the generated code, which is in {}:\n{stderr}",
            scratch.display()
        ));
    }
    for (index, folder) in folders.iter_mut().enumerate() {
        for (name, text) in &mut folder.files {
            let path = scratch.join(index.to_string()).join(name);
            *text = read_file(&path)?;
        }
    }
    std::fs::remove_dir_all(scratch).map_err(|error| format!("{}: {error}", scratch.display()))
}

/// The files of `folder` that are missing, different, or there without reason.
pub(crate) fn differences(folder: &Folder) -> Result<Vec<PathBuf>, String> {
    let mut differing = BTreeSet::new();
    for (name, text) in &folder.files {
        let path = folder.path.join(name);
        if !path.exists() || read_file(&path)? != *text {
            differing.insert(path);
        }
    }
    let present = if folder.exclusive {
        existing(&folder.path)?
    } else {
        Vec::new()
    };
    for path in present {
        let relative = path.strip_prefix(&folder.path).unwrap_or(&path);
        let name = relative.to_string_lossy().replace('\\', "/");
        if !folder.files.contains_key(&name) {
            differing.insert(path);
        }
    }
    Ok(differing.into_iter().collect())
}

/// Writes what differs and deletes what does not belong there.
pub(crate) fn write(folder: &Folder) -> Result<usize, String> {
    let differing = differences(folder)?;
    for path in &differing {
        let relative = path.strip_prefix(&folder.path).unwrap_or(path);
        match folder
            .files
            .get(&relative.to_string_lossy().replace('\\', "/"))
        {
            Some(text) => write_file(path, text)?,
            None => {
                std::fs::remove_file(path)
                    .map_err(|error| format!("{}: {error}", path.display()))?;
            }
        }
    }
    Ok(differing.len())
}

fn existing(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(found),
        Err(error) => return Err(format!("{}: {error}", folder.display())),
    };
    for entry in entries {
        let path = entry
            .map_err(|error| format!("{}: {error}", folder.display()))?
            .path();
        if path.is_dir() {
            found.extend(existing(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn read_file(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write_file(path: &Path, text: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    std::fs::write(path, text).map_err(failed)
}
