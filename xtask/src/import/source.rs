//! One upstream document as it was given on the command line, recognised by its content.

use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::product::Product;

/// What an upstream document describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The merged document of Ory Network: every product, and the console.
    Client,
    /// The document that one server's release ships.
    Product(Product),
}

/// An upstream document and what pins it.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) kind: Kind,
    /// `1.22.65`: from the file's name, because the documents themselves say `latest` or nothing.
    pub(crate) version: Version,
    /// Of the file's bytes, in hexadecimal.
    pub(crate) sha256: String,
    pub(crate) json: Value,
}

impl Source {
    /// Reads `client-v1.22.65.json`: the version comes from the name, the kind from the title.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        Self::parse(name, &bytes)
    }

    /// The same for bytes in memory.
    pub(crate) fn parse(name: &str, bytes: &[u8]) -> Result<Self, String> {
        let json: Value =
            serde_json::from_slice(bytes).map_err(|error| format!("{name}: {error}"))?;
        let title = json["info"]["title"].as_str().unwrap_or_default();
        let kind = match title {
            "Ory APIs" => Kind::Client,
            "Ory Identities API" => Kind::Product(Product::Kratos),
            "Ory Hydra API" => Kind::Product(Product::Hydra),
            "Ory Keto API" => Kind::Product(Product::Keto),
            _ => {
                return Err(format!(
                    "{name}: no known Ory document has the title {title:?}"
                ));
            }
        };
        let version = name
            .strip_suffix(".json")
            .and_then(|stem| stem.rsplit_once("-v"))
            .and_then(|(_, version)| Version::parse(version))
            .ok_or_else(|| format!("{name}: name the file after its release, name-v1.2.3.json"))?;
        let sha256 = Sha256::digest(bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self {
            kind,
            version,
            sha256,
            json,
        })
    }

    /// The name under which `spec/lock.toml` pins this document.
    pub(crate) fn name(&self) -> &'static str {
        match self.kind {
            Kind::Client => "client",
            Kind::Product(product) => product.name(),
        }
    }
}

/// A release's version, ordered as semantic versioning orders them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    numbers: [u64; 3],
    /// Sorts before `release`'s `true`: a pre-release comes before its release.
    release: bool,
    text: String,
}

impl Version {
    fn parse(text: &str) -> Option<Self> {
        let (core, pre) = text
            .split_once('-')
            .map_or((text, None), |(core, pre)| (core, Some(pre)));
        let mut parts = core.split('.').map(|part| part.parse().ok());
        let numbers = [parts.next()??, parts.next()??, parts.next()??];
        parts.next().is_none().then(|| Self {
            numbers,
            release: pre.is_none(),
            text: text.to_owned(),
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

/// The documents of one import, sorted by what they are for.
#[derive(Debug)]
pub(crate) struct Sources {
    /// Merged documents, oldest first. The first is the one whose names are kept alive, the last one wins.
    pub(crate) clients: Vec<Source>,
    /// One document per server.
    pub(crate) products: Vec<(Product, Source)>,
}

impl Sources {
    /// Sorts documents into their places; several merged documents are welcome, one per server is needed.
    pub(crate) fn sort(documents: Vec<Source>) -> Result<Self, String> {
        let mut clients = Vec::new();
        let mut products: Vec<(Product, Source)> = Vec::new();
        for source in documents {
            match source.kind {
                Kind::Client => clients.push(source),
                Kind::Product(product) => {
                    if products.iter().any(|(known, _)| *known == product) {
                        return Err(format!("two documents of {}", product.name()));
                    }
                    products.push((product, source));
                }
            }
        }
        clients.sort_by(|left, right| left.version.cmp(&right.version));
        products.sort_by_key(|(product, _)| *product);
        if clients.len() < 2 {
            return Err(
                "two merged documents are needed: the newest, and the one (v0.2.0-alpha.25) \
                        whose names and guarantees are kept"
                    .to_owned(),
            );
        }
        for product in Product::SERVERS {
            if !products.iter().any(|(known, _)| *known == product) {
                return Err(format!("the document of {} is missing", product.name()));
            }
        }
        Ok(Self { clients, products })
    }

    /// Every document, as `spec/lock.toml` lists them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Source> {
        self.clients
            .iter()
            .chain(self.products.iter().map(|(_, source)| source))
    }
}
