//! Builds a server from its recipe with the Go toolchain, once per recipe and Go version.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::process::{Output, Supervised, describe};
use super::recipe::{Patch, Recipe};

/// How often a line tells that a build still runs.
const PROGRESS: Duration = Duration::from_secs(15);

/// How many of the last lines of a failed build are shown.
const LAST_LINES: usize = 25;

/// Returns the path of the server's binary, building it if this recipe was not built yet.
pub(crate) fn binary(recipe: &Recipe, go_version: &str, target: &Path) -> Result<PathBuf, String> {
    let key = key(recipe, go_version)?;
    let binary = target.join("bin").join(format!("{}-{key}", recipe.folder));
    if binary.is_file() {
        return Ok(binary);
    }
    // A folder per process: two builds at a time do not disturb each other, and the last rename wins.
    let folder = target
        .join("build")
        .join(format!("{}-{}", recipe.name, std::process::id()));
    let result = build(recipe, &folder, &binary, target);
    // Of no more use; what cannot be removed now is removed by a later run.
    let _ = fs::remove_dir_all(&folder);
    result.map(|()| binary)
}

/// What the binary depends on, as 16 hexadecimal digits.
fn key(recipe: &Recipe, go_version: &str) -> Result<String, String> {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    let mut add = |text: &str| {
        context.update(&(text.len() as u64).to_be_bytes());
        context.update(text.as_bytes());
    };
    add(go_version);
    add(std::env::consts::ARCH);
    add(recipe.package);
    for file in recipe.sources() {
        add(&recipe.read(file)?);
    }
    let digest = context.finish();
    Ok(digest
        .as_ref()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

fn build(recipe: &Recipe, folder: &Path, binary: &Path, target: &Path) -> Result<(), String> {
    let trouble = |what: &str, path: &Path, error: std::io::Error| {
        format!("{}: cannot {what} {}: {error}", recipe.name, path.display())
    };
    for path in [folder, &target.join("bin"), &target.join("logs")] {
        fs::create_dir_all(path).map_err(|error| trouble("create", path, error))?;
    }
    for file in ["go.mod", "go.sum"] {
        let path = folder.join(file);
        fs::write(&path, recipe.read(file)?).map_err(|error| trouble("write", &path, error))?;
    }
    let log = target
        .join("logs")
        .join(format!("{}-build.log", recipe.name));
    fs::write(&log, "").map_err(|error| trouble("write", &log, error))?;

    eprintln!(
        "{}: building {} (minutes with empty Go caches)",
        recipe.name, recipe.package
    );
    let start = Instant::now();
    if let Some(patch) = &recipe.patch {
        patch_module(recipe, patch, folder, &log)?;
    }
    let output = folder.join(recipe.name);
    let name = output.to_string_lossy();
    go(
        recipe,
        folder,
        &log,
        &[
            "build",
            "-v",
            "-tags",
            "sqlite",
            "-o",
            &name,
            recipe.package,
        ],
    )?;
    fs::rename(&output, binary).map_err(|error| trouble("write", binary, error))?;
    eprintln!("{}: built in {} s", recipe.name, start.elapsed().as_secs());
    Ok(())
}

/// Puts a file into a copy of a module, and has the copy built instead of the module.
fn patch_module(recipe: &Recipe, patch: &Patch, folder: &Path, log: &Path) -> Result<(), String> {
    let failed = |error: String| {
        format!(
            "{}: cannot get the module {}: {error}",
            recipe.name, patch.module
        )
    };
    let output = settings(&mut Command::new("go"), folder)
        .args(["mod", "download", "-json", patch.module])
        .output()
        .map_err(|error| failed(error.to_string()))?;
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let Some(module) = told["Dir"].as_str() else {
        let reason = told["Error"].as_str().map(str::to_owned);
        return Err(failed(reason.unwrap_or_else(|| {
            String::from_utf8_lossy(&output.stderr).trim().to_owned()
        })));
    };
    let copy = folder.join("patched");
    let text = recipe.read(patch.file)?;
    copy_folder(Path::new(module), &copy)
        .and_then(|()| fs::write(copy.join(patch.folder).join(patch.file), text))
        .map_err(|error| failed(error.to_string()))?;
    go(
        recipe,
        folder,
        log,
        &[
            "mod",
            "edit",
            "-replace",
            &format!("{}=./patched", patch.module),
        ],
    )
}

/// Copies files and folders. Go's module cache is read-only, the copy is not.
fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::write(target, fs::read(entry.path())?)?;
        }
    }
    Ok(())
}

/// The user's own settings must not change what is built.
fn settings<'c>(command: &'c mut Command, folder: &Path) -> &'c mut Command {
    command
        .current_dir(folder)
        .env("GOFLAGS", "-buildvcs=false")
        .env("GOWORK", "off")
        .env("CGO_ENABLED", "1")
}

/// Runs one `go` command to its end, telling now and then that it still runs.
fn go(recipe: &Recipe, folder: &Path, log: &Path, arguments: &[&str]) -> Result<(), String> {
    let mut command = Command::new("go");
    settings(&mut command, folder).args(arguments);
    let mut child = Supervised::start(&command, Output::File(log))
        .map_err(|error| format!("{}: cannot run go: {error}", recipe.name))?;
    let start = Instant::now();
    let mut told = start;
    let status = loop {
        match child.ended() {
            Ok(Some(status)) => break status,
            Ok(None) => {}
            Err(error) => return Err(format!("{}: cannot wait for go: {error}", recipe.name)),
        }
        if told.elapsed() >= PROGRESS {
            told = Instant::now();
            eprintln!(
                "{}: {} after {} s",
                recipe.name,
                progress(log),
                start.elapsed().as_secs()
            );
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    if status.success() {
        return Ok(());
    }
    let text = fs::read_to_string(log).unwrap_or_default();
    let reason = if text.contains("no space left on device") {
        "the disk is full".to_owned()
    } else {
        format!("`go {}` {}", arguments[0], describe(status))
    };
    Err(format!(
        "{}: the build failed: {reason}. Last lines of {}:\n{}",
        recipe.name,
        log.display(),
        super::last_lines(&text, LAST_LINES)
    ))
}

/// What a build has done so far, told from its log: `go build -v` writes one line per package.
fn progress(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let downloads = text
        .lines()
        .filter(|line| line.starts_with("go: downloading"))
        .count();
    let packages = text
        .lines()
        .filter(|line| !line.starts_with("go: "))
        .count();
    format!("{downloads} modules downloaded, {packages} packages compiled")
}
