//! Import rings: files of one package that import each other, directly or through others.
//!
//! A file stands on those that it imports. Where two stand on each other, neither can be read, tested
//! or moved alone. Only what is compiled without `cfg(test)` counts. Names that a module re-exports are
//! followed to the file that defines them, so that a re-export is not itself an import.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::{Outcome, workspace};

/// Fails with a ring of each package that has one.
pub(crate) fn run(_: &[String]) -> Outcome {
    let mut rings = Vec::new();
    for package in packages() {
        if let Some(ring) = Files::read(&package).ring() {
            let name = package.strip_prefix(workspace::root()).unwrap_or(&package);
            rings.push(format!("{}: {}", name.display(), ring.join(" -> ")));
        }
    }
    if rings.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "files import each other; move what they share into one below both:\n  {}",
            rings.join("\n  ")
        ))
    }
}

/// The published crates, and xtask with the packages beneath it.
fn packages() -> Vec<PathBuf> {
    let root = workspace::root();
    let mut packages = vec![root.join("xtask")];
    for parent in [root.join("crates"), root.join("xtask")] {
        let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
        packages.extend(
            entries
                .map(|entry| entry.path())
                .filter(|path| path.join("Cargo.toml").is_file()),
        );
    }
    packages.retain(|package| package.join("src").is_dir());
    packages.sort();
    packages
}

/// The source files of a package, by the path of their module: `call::page`.
struct Files(BTreeMap<String, File>);

#[derive(Default)]
struct File {
    /// What is imported, as absolute paths within the crate.
    imports: Vec<Vec<String>>,
    /// What is re-exported, by its name here.
    exports: BTreeMap<String, Vec<String>>,
}

impl Files {
    fn read(package: &Path) -> Self {
        let mut files = BTreeMap::new();
        collect(&package.join("src"), &mut Vec::new(), &mut files);
        let modules: BTreeSet<String> = files.keys().cloned().collect();
        let parsed = files.iter().map(|(module, text)| {
            let children = |name: &str| modules.contains(&join(module, name));
            (module.clone(), parse(module, text, &children))
        });
        Files(parsed.collect())
    }

    /// The file that defines what `path` names; `None` if that is not a file of this package.
    fn owner(&self, path: &[String], depth: usize) -> Option<String> {
        let mut module = String::new();
        let mut rest = path;
        while let Some((first, others)) = rest.split_first() {
            let child = join(&module, first);
            if !self.0.contains_key(&child) {
                break;
            }
            module = child;
            rest = others;
        }
        let file = self.0.get(&module)?;
        let Some((name, others)) = rest.split_first().filter(|_| depth < 16) else {
            return Some(module);
        };
        if let Some(target) = file.exports.get(name) {
            let target: Vec<String> = target.iter().chain(others).cloned().collect();
            return self.owner(&target, depth + 1);
        }
        Some(module)
    }

    fn arrows(&self) -> BTreeMap<&str, BTreeSet<String>> {
        let arrows = self.0.iter().map(|(module, file)| {
            let owners = file.imports.iter().filter_map(|path| self.owner(path, 0));
            let owners = owners.filter(|owner| owner != module);
            (module.as_str(), owners.collect())
        });
        arrows.collect()
    }

    /// The shortest ring, beginning and ending with the same file.
    fn ring(&self) -> Option<Vec<String>> {
        let arrows = self.arrows();
        let shortest = |start: &str| -> Option<Vec<String>> {
            let mut paths = std::collections::VecDeque::from([vec![start.to_owned()]]);
            let mut seen = BTreeSet::new();
            while let Some(path) = paths.pop_front() {
                for next in arrows.get(path.last()?.as_str()).into_iter().flatten() {
                    let mut longer = path.clone();
                    longer.push(next.clone());
                    if next == start {
                        return Some(longer);
                    }
                    if seen.insert(next.clone()) {
                        paths.push_back(longer);
                    }
                }
            }
            None
        };
        arrows
            .keys()
            .filter_map(|start| shortest(start))
            .min_by_key(Vec::len)
            .map(|ring| ring.into_iter().map(named).collect())
    }
}

fn named(module: String) -> String {
    if module.is_empty() {
        "the root".to_owned()
    } else {
        module
    }
}

fn join(module: &str, name: &str) -> String {
    if module.is_empty() {
        name.to_owned()
    } else {
        format!("{module}::{name}")
    }
}

/// Reads the files below `folder`, tests and generated code aside.
fn collect(folder: &Path, module: &mut Vec<String>, files: &mut BTreeMap<String, String>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    entries.sort();
    for path in entries {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if stem == "generated" || stem == "tests" || stem.ends_with("_tests") {
            continue;
        }
        if path.is_dir() {
            module.push(stem.into_owned());
            collect(&path, module, files);
            module.pop();
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let is_root = ["lib", "main", "mod"].contains(&&*stem);
            if !is_root {
                module.push(stem.clone().into_owned());
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            files.insert(module.join("::"), text);
            if !is_root {
                module.pop();
            }
        }
    }
}

/// The imports and re-exports of a file. `is_child` says whether a name is a module of this one.
fn parse(module: &str, text: &str, is_child: &dyn Fn(&str) -> bool) -> File {
    let mut file = File::default();
    let text = without_tests(&without_comments(text));
    let here: Vec<String> = segments(module);
    let mut rest = text.as_str();
    while let Some((public, tree, after)) = next_use(rest) {
        for (path, name) in leaves(tree) {
            let Some(path) = absolute(&here, &path, is_child) else {
                continue;
            };
            match (public, name.as_str()) {
                (false, _) => file.imports.push(path),
                (true, _) => {
                    file.exports.insert(name, path);
                }
            }
        }
        rest = after;
    }
    // Paths that are written out in the code.
    for (at, _) in text.match_indices("crate::") {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let line = text[..at].rsplit('\n').next().unwrap_or_default();
        if line.trim_start().starts_with("use ") || line.trim_start().starts_with("pub") {
            continue;
        }
        let path: String = text[at + "crate::".len()..]
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_' || *c == ':')
            .collect();
        let path = segments(path.trim_end_matches(':'));
        // A macro is known everywhere.
        if !text[at..]
            .trim_start_matches(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
            .starts_with('!')
        {
            file.imports.push(path);
        }
    }
    file
}

fn segments(path: &str) -> Vec<String> {
    path.split("::")
        .filter(|segment| !segment.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The next `use` of a text: whether it is a re-export, its tree, and what follows.
fn next_use(text: &str) -> Option<(bool, &str, &str)> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find("use ")?;
        let line = text[..at]
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .trim_start();
        let end = at + text[at..].find(';')?;
        if line.is_empty() || line.starts_with("pub") {
            return Some((!line.is_empty(), &text[at + 4..end], &text[end..]));
        }
        from = at + 4;
    }
}

/// The paths of a tree such as `a::{b, c as d}`, with the name that each has here.
fn leaves(tree: &str) -> Vec<(String, String)> {
    let tree = tree.trim();
    if let Some((prefix, group)) = tree.split_once('{') {
        let group = group.strip_suffix('}').unwrap_or(group);
        let mut depth = 0;
        let parts = group.split(|c| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            c == ',' && depth == 0
        });
        return parts
            .filter(|part| !part.trim().is_empty())
            .flat_map(leaves)
            .map(|(path, name)| match path.as_str() {
                "self" => {
                    let module = prefix.trim_end_matches("::").to_owned();
                    let name = module.rsplit("::").next().unwrap_or_default().to_owned();
                    (module, name)
                }
                _ => (format!("{prefix}{path}"), name),
            })
            .collect();
    }
    let (path, name) = match tree.split_once(" as ") {
        Some((path, name)) => (path, name),
        None => (tree, tree.rsplit("::").next().unwrap_or_default()),
    };
    vec![(path.trim().to_owned(), name.trim().to_owned())]
}

/// The path from the crate's root; `None` for another crate's.
fn absolute(here: &[String], path: &str, is_child: &dyn Fn(&str) -> bool) -> Option<Vec<String>> {
    let path = segments(path);
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some(here.iter().chain(rest).cloned().collect()),
        "super" => {
            let up = path
                .iter()
                .take_while(|segment| *segment == "super")
                .count();
            let parent = &here[..here.len().saturating_sub(up)];
            Some(parent.iter().chain(&path[up..]).cloned().collect())
        }
        name if is_child(name) => Some(here.iter().chain(&path).cloned().collect()),
        _ => None,
    }
}

fn without_comments(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Drops the items behind `#[cfg(test)]`: modules in braces, and single lines.
fn without_tests(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("#[cfg(test)]") {
        out.push_str(&rest[..at]);
        rest = &rest[at + "#[cfg(test)]".len()..];
        let end = rest.find([';', '{']).unwrap_or(rest.len());
        if rest[end..].starts_with('{') {
            // rustfmt closes what begins at a line at the same column.
            let line = text[..text.len() - rest.len()]
                .rsplit('\n')
                .next()
                .unwrap_or_default();
            let indent = line.len() - line.trim_start().len();
            let close = format!("\n{}}}", " ".repeat(indent.min(8)));
            let end = rest.find(&close).map_or(rest.len(), |at| at + close.len());
            rest = &rest[end..];
        } else {
            rest = rest.get(end + 1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(files: &[(&str, &str)]) -> Option<Vec<String>> {
        let modules: BTreeSet<&str> = files.iter().map(|(module, _)| *module).collect();
        let parsed = files.iter().map(|(module, text)| {
            let children = |name: &str| modules.contains(join(module, name).as_str());
            ((*module).to_owned(), parse(module, text, &children))
        });
        Files(parsed.collect()).ring()
    }

    #[test]
    fn files_that_import_each_other_are_a_ring() {
        let found = ring(&[
            ("", "mod a;\nmod b;\nmod c;\n"),
            ("a", "use crate::b::B;\n"),
            ("b", "use super::c::{self, C};\n"),
            ("c", "fn f() { crate::a::f() }\n"),
        ]);
        assert_eq!(found.unwrap(), ["a", "b", "c", "a"]);
    }

    #[test]
    fn what_stands_on_one_side_only_is_none() {
        let found = ring(&[
            ("", "mod a;\npub use a::A;\n"),
            (
                "a",
                "mod b;\nmod c;\npub use b::B;\npub(crate) use self::c::C;\n",
            ),
            ("a::b", "use crate::a::C;\nuse std::fmt;\n"),
            (
                "a::c",
                "// use crate::a::b::B;\n#[cfg(test)]\nmod tests {\n    use crate::A;\n}\n",
            ),
        ]);
        assert_eq!(found, None);
    }

    #[test]
    fn a_re_export_leads_to_the_file_that_defines_the_name() {
        let found = ring(&[
            ("", "mod a;\n"),
            ("a", "mod b;\nmod c;\npub use b::B;\n"),
            ("a::b", "use super::c::C;\n"),
            ("a::c", "use crate::a::B as Other;\n"),
        ]);
        assert_eq!(found.unwrap(), ["a::b", "a::c", "a::b"]);
    }

    #[test]
    fn trees_of_imports_are_taken_apart() {
        let paths: Vec<_> = leaves("a::{self, b, c::{d, e as f}}");
        let named = |path: &str, name: &str| (path.to_owned(), name.to_owned());
        assert_eq!(
            paths,
            [
                named("a", "a"),
                named("a::b", "b"),
                named("a::c::d", "d"),
                named("a::c::e", "f"),
            ]
        );
    }
}
