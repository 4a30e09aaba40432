//! `not-served.toml`: the operations that a release of the servers does not have.
//!
//! Each entry says why, and what proves the operation instead. Each is tried: the file cannot list what does answer.

use std::collections::BTreeMap;

use http::{Method, StatusCode};
use serde::Deserialize;

use crate::http::Http;
use crate::release::{Release, Releases};
use crate::specification::{Operation, Specification};
use crate::world::Urls;

/// By release, then by product, then by operation.
type File = BTreeMap<String, BTreeMap<String, BTreeMap<String, Entry>>>;

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
pub(crate) struct NotServed {
    file: File,
    releases: Releases,
}

impl NotServed {
    /// Reads the file; every entry has to name an operation of the contract.
    pub(crate) fn read(specification: &Specification, releases: Releases) -> Result<Self, String> {
        let file: File = toml::from_str(include_str!("../not-served.toml"))
            .map_err(|error| format!("not-served.toml: {error}"))?;
        for (release, products) in &file {
            if ![Release::Old.name(), Release::Current.name()].contains(&release.as_str()) {
                return Err(format!("not-served.toml: no release is called {release}"));
            }
            for (product, id, entry) in products.iter().flat_map(|(product, entries)| {
                entries.iter().map(move |(id, entry)| (product, id, entry))
            }) {
                if specification.by_id(product, id).is_none() {
                    return Err(format!("not-served.toml: {product} has no operation {id}"));
                }
                if entry.reason.is_empty() || entry.proof.is_empty() {
                    return Err(format!(
                        "not-served.toml: {release}.{product}.{id} needs a reason and a proof"
                    ));
                }
            }
        }
        Ok(Self { file, releases })
    }

    fn of(&self, product: &str) -> Option<&BTreeMap<String, Entry>> {
        let release = self.releases.of(product).name();
        self.file.get(release)?.get(product)
    }

    /// The entry of an operation.
    pub(crate) fn get(&self, operation: &Operation) -> Option<&Entry> {
        self.of(operation.product)?.get(&operation.id)
    }

    /// How many operations of a product are listed.
    pub(crate) fn count(&self, product: &str) -> usize {
        self.of(product).map_or(0, BTreeMap::len)
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
