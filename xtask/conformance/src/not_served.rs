//! `not-served.toml`: the operations that these releases of the servers do not have.
//!
//! Each entry says why, and what proves the operation instead. Each is tried: the file cannot list what does answer.

use std::collections::BTreeMap;

use http::{Method, StatusCode};
use serde::Deserialize;

use crate::http::Http;
use crate::specification::{Operation, Specification};
use crate::world::Urls;

/// By product, then by operation.
type File = BTreeMap<String, BTreeMap<String, Entry>>;

/// Why an operation is not exercised here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// Why these servers do not answer.
    pub(crate) reason: String,
    /// What proves the operation instead.
    pub(crate) proof: String,
}

/// The operations that are not served.
pub(crate) struct NotServed(File);

impl NotServed {
    /// Reads the file; every entry has to name an operation of the contract.
    pub(crate) fn read(specification: &Specification) -> Result<Self, String> {
        let file: File = toml::from_str(include_str!("../not-served.toml"))
            .map_err(|error| format!("not-served.toml: {error}"))?;
        for (product, entries) in &file {
            for (id, entry) in entries {
                if specification.by_id(product, id).is_none() {
                    return Err(format!("not-served.toml: {product} has no operation {id}"));
                }
                if entry.reason.is_empty() || entry.proof.is_empty() {
                    return Err(format!(
                        "not-served.toml: {product}.{id} needs a reason and a proof"
                    ));
                }
            }
        }
        Ok(Self(file))
    }

    /// The entry of an operation.
    pub(crate) fn get(&self, operation: &Operation) -> Option<&Entry> {
        self.0.get(operation.product)?.get(&operation.id)
    }

    /// How many operations of a product are listed.
    pub(crate) fn count(&self, product: &str) -> usize {
        self.0.get(product).map_or(0, BTreeMap::len)
    }
}

/// Asks every port of the server for the operation. `Err` tells which of them answered it.
pub(crate) async fn is_unknown(
    operation: &Operation,
    urls: &Urls,
    http: &Http,
) -> Result<(), String> {
    let path = operation.path_with("nothing");
    // A path that nobody could have thought of; Kratos treats what is below `/admin` in a way of its own.
    let nowhere = if path.starts_with("/admin/") {
        "/admin/no-such-path"
    } else {
        "/no-such-path"
    };
    for base in urls.of(operation.product) {
        let asked = answer(http, base, &operation.method, &path).await?;
        let unknown = answer(http, base, &operation.method, nowhere).await?;
        if asked.0 != StatusCode::METHOD_NOT_ALLOWED && asked != unknown {
            return Err(format!(
                "{base} answers {} {path} with {}",
                operation.method, asked.0
            ));
        }
    }
    Ok(())
}

/// The status, and the body without what differs between two equal answers: the path that was asked for.
async fn answer(
    http: &Http,
    base: &str,
    method: &Method,
    path: &str,
) -> Result<(StatusCode, String), String> {
    let response = http
        .request(method.clone(), &format!("{base}{path}"))
        .await
        .map_err(|failure| failure.text().to_owned())?;
    let body = String::from_utf8_lossy(response.body()).replace(path, "");
    Ok((response.status(), body))
}
