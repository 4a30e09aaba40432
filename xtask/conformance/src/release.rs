//! Which release a server is: told by its version, or by what it does where a build has no version.
//!
//! Two generations are known: the releases that `xtask/servers/` builds (Kratos 1.3, Hydra 2.3, Keto 0.14), and those
//! after v26.2.0. A scenario says what it expects of each by [`Release::by_release`].

use http::{Method, StatusCode};
use http_body_util::Full;
use serde_json::Value;

use crate::http::Http;
use crate::world::Urls;

/// A generation of servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Release {
    /// Kratos 1.3, Hydra 2.3, Keto 0.14.
    Old,
    /// What follows v26.2.0.
    Current,
}

impl Release {
    /// What is expected of this release.
    pub(crate) fn by_release<T>(self, old: T, current: T) -> T {
        match self {
            Self::Old => old,
            Self::Current => current,
        }
    }

    /// The name in `not-served.toml`.
    pub(crate) fn name(self) -> &'static str {
        self.by_release("old", "current")
    }
}

/// The release of each server that takes part; of one that does not, the old one, for nobody asks.
#[derive(Clone, Copy)]
pub(crate) struct Releases {
    pub(crate) kratos: Release,
    pub(crate) hydra: Release,
    pub(crate) keto: Release,
}

impl Releases {
    /// Asks the servers that take part. `Err` names one that is not what it should be, or not known.
    pub(crate) async fn learn(urls: &Urls, http: &Http) -> Result<Self, String> {
        let mut releases = Self {
            kratos: Release::Old,
            hydra: Release::Old,
            keto: Release::Old,
        };
        if urls.has("kratos") {
            releases.kratos = kratos(urls, http).await?;
        }
        if urls.has("hydra") {
            releases.hydra = hydra(urls, http).await?;
        }
        if urls.has("keto") {
            releases.keto = keto(urls, http).await?;
        }
        Ok(releases)
    }

    /// The release of a product.
    pub(crate) fn of(self, product: &str) -> Release {
        match product {
            "kratos" => self.kratos,
            "hydra" => self.hydra,
            _ => self.keto,
        }
    }
}

async fn kratos(urls: &Urls, http: &Http) -> Result<Release, String> {
    let whoami = ask(http, Method::GET, &urls.kratos_public, "/sessions/whoami").await?;
    whoami.belongs_to("Kratos", whoami.json["error"].is_object())?;
    let version = ask(http, Method::GET, &urls.kratos_admin, "/admin/version").await?;
    match known("Kratos", &version, [1, 3])? {
        Some(release) => Ok(release),
        None => {
            // Sessions in bulk came with the current generation.
            let bulk = ask(http, Method::POST, &urls.kratos_admin, "/admin/sessions").await?;
            by_status("Kratos", &bulk, &[404, 405], &[400])
        }
    }
}

async fn hydra(urls: &Urls, http: &Http) -> Result<Release, String> {
    let discovery = "/.well-known/openid-configuration";
    let discovery = ask(http, Method::GET, &urls.hydra_public, discovery).await?;
    discovery.belongs_to("Hydra", discovery.json["issuer"].is_string())?;
    let version = ask(http, Method::GET, &urls.hydra_admin, "/version").await?;
    match known("Hydra", &version, [2, 3])? {
        Some(release) => Ok(release),
        None => {
            // An unknown client is told in other words than an unknown path.
            let base = &urls.hydra_admin;
            let rotation = "/admin/clients/nothing/secrets/rotate";
            let rotation = ask(http, Method::POST, base, rotation).await?;
            let nowhere = ask(http, Method::POST, base, "/admin/no-such-path").await?;
            match rotation.status.as_u16() {
                404 | 405 if rotation.json == nowhere.json => Ok(Release::Old),
                404 => Ok(Release::Current),
                _ => Err(rotation.unknown("Hydra")),
            }
        }
    }
}

async fn keto(urls: &Urls, http: &Http) -> Result<Release, String> {
    let namespaces = ask(http, Method::GET, &urls.keto_read, "/namespaces").await?;
    namespaces.belongs_to("Keto", namespaces.json["namespaces"].is_array())?;
    let version = ask(http, Method::GET, &urls.keto_read, "/version").await?;
    match known("Keto", &version, [0, 14])? {
        Some(release) => Ok(release),
        None => {
            let path = "/relation-tuples?page_token=nonsense";
            let page = ask(http, Method::GET, &urls.keto_read, path).await?;
            by_status("Keto", &page, &[500], &[400])
        }
    }
}

/// What a server said.
struct Told {
    url: String,
    status: StatusCode,
    /// `null` if it is not JSON.
    json: Value,
}

impl Told {
    fn belongs_to(&self, server: &str, fits: bool) -> Result<(), String> {
        if fits {
            return Ok(());
        }
        Err(format!(
            "{} is not a {server}: it answered {} with something else than {server} does",
            self.url, self.status
        ))
    }

    fn unknown(&self, server: &str) -> String {
        format!(
            "the release of {server} is not known: {} answered {}, as neither the old nor the current one does",
            self.url, self.status
        )
    }
}

async fn ask(http: &Http, method: Method, base: &str, path: &str) -> Result<Told, String> {
    let url = format!("{}{path}", base.trim_end_matches('/'));
    let body = if method == Method::POST { "{}" } else { "" };
    let mut request = http::Request::builder()
        .method(method)
        .uri(&url)
        .header("accept", "application/json")
        .header("content-type", "application/json");
    if let Some(key) = crate::world::api_key() {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    let request = request
        .body(Full::from(body))
        .map_err(|error| format!("{url} is no URL: {error}"))?;
    let response = http
        .send(request)
        .await
        .map_err(|failure| format!("cannot ask {url}: {}", failure.text()))?;
    Ok(Told {
        url,
        status: response.status(),
        json: serde_json::from_slice(response.body()).unwrap_or_default(),
    })
}

/// The release by its version; `None` for a build without one.
fn known(server: &str, told: &Told, old: [u32; 2]) -> Result<Option<Release>, String> {
    let version = told.json["version"].as_str().unwrap_or_default();
    let numbers = numbers(version);
    match numbers {
        None => Ok(None),
        Some(numbers) if numbers == old => Ok(Some(Release::Old)),
        Some(numbers) if numbers > [26, 2] => Ok(Some(Release::Current)),
        Some(_) => Err(format!(
            "{server} {version} is not known to the scenarios: they know {}.{} and releases after v26.2",
            old[0], old[1]
        )),
    }
}

/// Reads `v1.3.1` and `v26.2.0`; `master` and nothing at all are no versions.
fn numbers(version: &str) -> Option<[u32; 2]> {
    let mut parts = version.strip_prefix('v')?.split('.');
    let number = |part: Option<&str>| part?.parse().ok();
    Some([number(parts.next())?, number(parts.next())?])
}

fn by_status(server: &str, told: &Told, old: &[u16], current: &[u16]) -> Result<Release, String> {
    let status = told.status.as_u16();
    if old.contains(&status) {
        Ok(Release::Old)
    } else if current.contains(&status) {
        Ok(Release::Current)
    } else {
        Err(told.unknown(server))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(version: &str) -> Told {
        Told {
            url: "http://x/version".to_owned(),
            status: StatusCode::OK,
            json: serde_json::json!({ "version": version }),
        }
    }

    #[test]
    fn releases_are_known_by_their_versions() {
        let known = |version| known("Kratos", &told(version), [1, 3]);
        assert_eq!(known("v1.3.1"), Ok(Some(Release::Old)));
        assert_eq!(known("v26.3.0"), Ok(Some(Release::Current)));
        assert_eq!(known("v27.0.1-pre.0"), Ok(Some(Release::Current)));
        assert_eq!(known("master"), Ok(None));
        assert_eq!(known(""), Ok(None));
        for version in ["v26.2.0", "v25.4.0", "v1.4.0", "v0.13.0"] {
            assert!(known(version).unwrap_err().contains(version));
        }
    }

    #[test]
    fn builds_without_a_version_are_known_by_what_they_do() {
        let mut bulk = told("master");
        for (status, release) in [(405, Release::Old), (400, Release::Current)] {
            bulk.status = StatusCode::from_u16(status).unwrap();
            assert_eq!(by_status("Kratos", &bulk, &[404, 405], &[400]), Ok(release));
        }
        bulk.status = StatusCode::OK;
        assert!(by_status("Kratos", &bulk, &[404, 405], &[400]).is_err());
    }
}
