//! How documents are written: sorted keys, two spaces, a newline at the end, so that a diff shows facts only.

use std::path::Path;

use serde_json::{Map, Value};

/// The text of a document.
pub(crate) fn text(value: &Value) -> String {
    format!("{:#}\n", sorted(value))
}

/// Writes `text` to `path`, whose directory is made if need be.
pub(crate) fn file(path: &Path, text: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory).map_err(failed)?;
    }
    std::fs::write(path, text).map_err(failed)
}

/// Sorts by hand: `serde_json` keeps insertion order as soon as any crate in the build asks for it.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut members: Vec<_> = map.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            let members = members
                .into_iter()
                .map(|(name, value)| (name.clone(), sorted(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}
