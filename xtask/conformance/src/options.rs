//! What the program is asked to do.

use std::path::PathBuf;

use crate::release::Releases;
use crate::scenarios::Scenario;
use crate::specification::PRODUCTS;
use crate::world::Urls;

/// The arguments, read.
#[derive(Default)]
pub(crate) struct Options {
    /// Whether the servers' database is SQLite in memory, which takes one writer at a time: scenarios run one after the
    /// other, and Kratos sends no mails, as its courier would be a second writer.
    pub(crate) in_memory: bool,
    /// Whether the servers are somebody's, given by their URLs.
    pub(crate) given: bool,
    /// Whether scenarios may change what the given servers keep.
    pub(crate) destructive: bool,
    /// The folder that recordings are written to.
    pub(crate) record: Option<PathBuf>,
    /// The folder whose recordings are read, instead of running any scenario.
    pub(crate) replay: Option<PathBuf>,
    /// Part of the names of the scenarios to run.
    pub(crate) filter: Option<String>,
}

impl Options {
    /// Reads the arguments; what is not known is an error.
    pub(crate) fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self::default();
        while let Some(argument) = arguments.next() {
            let mut folder = || {
                let folder = arguments.next().map(PathBuf::from);
                folder.ok_or_else(|| format!("{argument} needs a folder"))
            };
            match argument.as_str() {
                "--record" => options.record = Some(folder()?),
                "--replay" => options.replay = Some(folder()?),
                "--given" => options.given = true,
                "--destructive" => options.destructive = true,
                "--in-memory" => options.in_memory = true,
                name if !name.starts_with('-') && options.filter.is_none() => {
                    options.filter = Some(argument);
                }
                other => return Err(format!("unexpected argument {other:?}")),
            }
        }
        Ok(options)
    }

    /// Why a scenario does not run; `None` if it does.
    pub(crate) fn skips(
        &self,
        scenario: &Scenario,
        urls: &Urls,
        releases: Releases,
    ) -> Option<&'static str> {
        let product = scenario.product();
        let takes_part = match product {
            "keys" => PRODUCTS.iter().all(|product| urls.has(product)),
            product => urls.has(product),
        };
        if !takes_part {
            return Some("its server takes no part");
        }
        if self.given && scenario.name.starts_with("kratos::expiry::") {
            return Some("it needs a server whose flows expire");
        }
        if self.given && !self.destructive && !scenario.only_reads() {
            return Some("it changes what the server keeps (--destructive)");
        }
        match scenario.only {
            Some(only) if only != releases.of(product) => Some(only.by_release(
                "it is about an old release",
                "it is about a current release",
            )),
            _ => None,
        }
    }

    /// Whether a scenario of this name is to run.
    pub(crate) fn chooses(&self, name: &str) -> bool {
        self.filter
            .as_deref()
            .is_none_or(|filter| name.contains(filter))
    }
}
