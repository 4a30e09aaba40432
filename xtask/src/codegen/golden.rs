//! Golden tests: one tiny document per pitfall in `xtask/codegen-golden/spec/`, and what the generator makes of it in
//! `xtask/codegen-golden/src/generated/`, where it is compiled and tested.
//!
//! `UPDATE_GOLDEN=1 cargo test -p xtask golden` writes what the generator makes now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::Incomplete;
use super::contract::{self, Contract};
use super::docs::Docs;
use super::overlay;
use super::write::{self, Folder};

use crate::workspace;

fn golden() -> PathBuf {
    workspace::root().join("xtask/codegen-golden")
}

fn rows() -> BTreeSet<String> {
    let entries = std::fs::read_dir(golden().join("spec")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
        .collect()
}

/// The files of a row, as a module of a crate that holds all rows.
fn generate(row: &str) -> BTreeMap<String, String> {
    let spec = golden().join("spec");
    let contract = contract::read(&spec.join(format!("{row}.json"))).unwrap();
    let overlay = overlay::read(&spec.join(format!("{row}.toml"))).unwrap();
    assert_eq!(overlay.problems(&contract), [] as [String; 0], "{row}");
    let header = format!("// @generated from xtask/codegen-golden/spec/{row}.json. Do not edit.");
    let mut problems = Vec::new();
    let made = super::product_files(
        &contract,
        &overlay,
        &Docs::default(),
        "golden",
        &header,
        Incomplete::Docs,
        &mut problems,
    );
    assert_eq!(problems, [] as [String; 0], "{row}");
    let mut files = made.0;
    let groups = if contract.operations.is_empty() {
        ""
    } else {
        "pub use apis::*;\n"
    };
    let index = format!(
        "{header}\n\n//! `spec/{row}.json` in Rust.\n\npub use crate::{{Client, client}};\n{groups}\n\
         pub mod apis;\npub mod models;\npub mod operations;\n"
    );
    files.insert("mod.rs".to_owned(), index);
    let home = format!("crate::generated::{row}::");
    files
        .into_iter()
        .map(|(name, text)| match name.as_str() {
            "mod.rs" => (name, text),
            _ => (name, text.replace("crate::", &home)),
        })
        .collect()
}

#[test]
fn output_is_what_was_reviewed() {
    let mut folders: Vec<Folder> = rows()
        .iter()
        .map(|row| Folder {
            path: golden().join("src/generated").join(row),
            files: generate(row),
            exclusive: true,
        })
        .collect();
    let scratch = std::env::temp_dir().join(format!("golden-{}", std::process::id()));
    write::format(&mut folders, &scratch).unwrap();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        for folder in &folders {
            write::write(folder).unwrap();
        }
    }
    let differing: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| write::differences(folder).unwrap())
        .collect();
    assert!(
        differing.is_empty(),
        "differ, see the head of golden.rs: {differing:#?}"
    );
}

#[test]
fn every_row_is_compiled() {
    let index = std::fs::read_to_string(golden().join("src/generated/mod.rs")).unwrap();
    for row in rows() {
        assert!(
            index.contains(&format!("pub mod {row};")),
            "src/generated/mod.rs lacks {row}"
        );
    }
}

#[test]
fn output_is_the_same_every_time() {
    for row in rows() {
        assert_eq!(generate(&row), generate(&row), "{row}");
    }
}

/// The problems of a document without an overlay.
fn problems(schemas: &str) -> Vec<String> {
    let contract = parse(schemas).unwrap();
    super::types::build(&contract, &overlay::Overlay::default(), false).problems
}

fn parse(schemas: &str) -> Result<Contract, String> {
    contract::parse(&format!(r#"{{"components": {{"schemas": {schemas}}}}}"#))
}

#[test]
fn any_of_is_refused() {
    let error = parse(r#"{"a": {"anyOf": [{"type": "string"}]}}"#).unwrap_err();
    assert!(error.contains("a: anyOf"), "{error}");
}

#[test]
fn names_that_differ_in_case_only_need_the_overlay() {
    let object = r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#;
    let found = problems(&format!(r#"{{"Thing": {object}, "thing": {object}}}"#));
    assert_eq!(found, ["Thing: two different types would have this name"]);
}

#[test]
fn inline_enums_and_objects_need_names() {
    let found = problems(
        r#"{"a": {"type": "object", "properties": {
            "kind": {"type": "string", "enum": ["x"]},
            "inner": {"type": "object", "properties": {"b": {"type": "string"}}}
        }}}"#,
    );
    assert_eq!(
        found,
        [
            "a.inner: the overlay has no name for this inline object",
            "a.kind: the overlay has no name for the enum of [\"x\"]",
        ]
    );
}

#[test]
fn operations_without_overlay_or_documentation_are_listed() {
    let contract = contract::read(&golden().join("spec/defaults.json")).unwrap();
    let mut problems = Vec::new();
    let overlay = overlay::Overlay::default();
    super::product_files(
        &contract,
        &overlay,
        &Docs::default(),
        "golden",
        "//",
        Incomplete::Nothing,
        &mut problems,
    );
    assert_eq!(
        problems,
        [
            "operation.listLimited: the overlay has no retry class and no endpoint for it",
            "operation.listLimited: no documentation",
            "model.settings: no documentation",
            "group.defaults: no documentation",
        ]
    );
}

#[test]
fn overlay_entries_must_refer_to_something() {
    let contract = contract::read(&golden().join("spec/defaults.json")).unwrap();
    let overlay: overlay::Overlay = toml::from_str(
        r#"
        [operation.gone]
        why = "x"
        retry = "safe"
        endpoint = "public"
        [operation.listLimited]
        why = ""
        retry = "safe"
        endpoint = "public"
        hide = ["offset"]
        [schema.settings]
        why = "x"
        public = ["colour"]
        [object.Gone]
        at = "settings.gone"
        why = "x"
        "#,
    )
    .unwrap();
    assert_eq!(
        overlay.problems(&contract),
        [
            "operation.gone: no such operation",
            "operation.listLimited: without why",
            "operation.listLimited: no parameter `offset`",
            "schema.settings: no field `colour`",
            "object.Gone: nothing at `settings.gone`",
        ]
    );
    let unknown = toml::from_str::<overlay::Overlay>("[schema.a]\nwhy = \"x\"\nsecrets = []");
    assert!(unknown.is_err());
}
