//! What every scenario is given: clients of the three products, the inbox, and names that nobody else uses.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use percent_encoding::NON_ALPHANUMERIC;
use serde_json::Value;

use crate::check::{Failure, fail};
use crate::http::Http;
use crate::recorder::Recorder;
use crate::release::Releases;
use crate::specification::PRODUCTS;

/// How long something that happens in the background (a mail) is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// Time between two looks.
const TICK: Duration = Duration::from_millis(50);

/// The servers, and what is used to talk to them.
pub(crate) struct World {
    pub(crate) kratos: ory_kratos::Client,
    /// Another Kratos, whose flows live for a second.
    pub(crate) expiring_kratos: ory_kratos::Client,
    pub(crate) hydra: ory_hydra::Client,
    pub(crate) keto: ory_keto::Client,
    pub(crate) urls: Urls,
    pub(crate) http: Http,
    /// For clients that a scenario builds itself.
    pub(crate) recorder: Recorder,
    pub(crate) releases: Releases,
    /// Whether Kratos sends the mails that it writes.
    pub(crate) sends_mails: bool,
    /// Shared by all lanes.
    counter: Arc<AtomicU64>,
}

/// Where the servers are; the variables that `cargo xtask servers` prints, and the expiring Kratos, which is started for
/// the scenarios alone.
#[derive(Clone)]
pub(crate) struct Urls {
    pub(crate) kratos_public: String,
    pub(crate) kratos_admin: String,
    expiring_kratos_public: String,
    expiring_kratos_admin: String,
    pub(crate) hydra_public: String,
    pub(crate) hydra_admin: String,
    pub(crate) keto_read: String,
    pub(crate) keto_write: String,
    pub(crate) keto_opl: String,
    pub(crate) inbox: String,
}

/// Where a product is called that takes no part: no scenario does.
const NOWHERE: &str = "http://127.0.0.1:1";

/// The key of the project whose servers were given by their URLs.
pub(crate) fn api_key() -> Option<String> {
    env::var("ORY_API_KEY").ok().filter(|key| !key.is_empty())
}

/// The value of a variable, or nowhere.
fn get(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| NOWHERE.to_owned())
}

impl Urls {
    pub(crate) fn from_environment() -> Result<Self, String> {
        let urls = Self {
            kratos_public: get("ORY_KRATOS_PUBLIC_URL"),
            kratos_admin: get("ORY_KRATOS_ADMIN_URL"),
            expiring_kratos_public: get("ORY_EXPIRING_KRATOS_PUBLIC_URL"),
            expiring_kratos_admin: get("ORY_EXPIRING_KRATOS_ADMIN_URL"),
            hydra_public: get("ORY_HYDRA_PUBLIC_URL"),
            hydra_admin: get("ORY_HYDRA_ADMIN_URL"),
            keto_read: get("ORY_KETO_READ_URL"),
            keto_write: get("ORY_KETO_WRITE_URL"),
            keto_opl: get("ORY_KETO_OPL_URL"),
            inbox: get("ORY_MAIL_URL"),
        };
        if PRODUCTS.iter().any(|product| urls.has(product)) {
            return Ok(urls);
        }
        Err("no server's URL is set: run `cargo xtask conformance`".to_owned())
    }

    /// Whether a product takes part.
    pub(crate) fn has(&self, product: &str) -> bool {
        self.of(product).iter().all(|url| *url != NOWHERE)
    }

    /// Every base URL.
    pub(crate) fn all(&self) -> Vec<&str> {
        let products = PRODUCTS.iter().flat_map(|product| self.of(product));
        products
            .chain([
                self.expiring_kratos_public.as_str(),
                self.expiring_kratos_admin.as_str(),
            ])
            .filter(|url| *url != NOWHERE)
            .collect()
    }

    /// Every base URL of a product's server that is asked whether it has an operation.
    pub(crate) fn of(&self, product: &str) -> Vec<&str> {
        match product {
            "kratos" => vec![&self.kratos_public, &self.kratos_admin],
            "hydra" => vec![&self.hydra_public, &self.hydra_admin],
            _ => vec![&self.keto_read, &self.keto_write, &self.keto_opl],
        }
    }
}

impl World {
    pub(crate) fn new(
        urls: Urls,
        recorder: &Recorder,
        releases: Releases,
        in_memory: bool,
        counter: Arc<AtomicU64>,
    ) -> Result<Self, String> {
        let text = |error: ory_core::Error| error.to_string();
        // A product's builder has all of them, but they have no trait in common.
        macro_rules! client {
            ($product:ident, $name:literal, $($url:ident($value:expr)),+) => {{
                let builder = $product::Client::builder()$(.$url(&$value))+;
                let builder = match api_key() {
                    Some(key) => builder.api_key(key),
                    None => builder,
                };
                let config = ory_core::Config::new().layer(recorder.layer($name));
                builder.config(&config).build().map_err(text)?
            }};
        }
        Ok(Self {
            kratos: client!(
                ory_kratos,
                "kratos",
                public_url(urls.kratos_public),
                admin_url(urls.kratos_admin)
            ),
            expiring_kratos: client!(
                ory_kratos,
                "kratos",
                public_url(urls.expiring_kratos_public),
                admin_url(urls.expiring_kratos_admin)
            ),
            hydra: client!(
                ory_hydra,
                "hydra",
                public_url(urls.hydra_public),
                admin_url(urls.hydra_admin)
            ),
            keto: client!(
                ory_keto,
                "keto",
                read_url(urls.keto_read),
                write_url(urls.keto_write),
                opl_url(urls.keto_opl)
            ),
            urls,
            recorder: recorder.clone(),
            http: Http::new(),
            releases,
            sends_mails: !in_memory,
            counter,
        })
    }

    /// What is expected of the Kratos that runs.
    pub(crate) fn kratos_by_release<T>(&self, old: T, current: T) -> T {
        self.releases.kratos.by_release(old, current)
    }

    /// What is expected of the Hydra that runs.
    pub(crate) fn hydra_by_release<T>(&self, old: T, current: T) -> T {
        self.releases.hydra.by_release(old, current)
    }

    /// What is expected of the Keto that runs.
    pub(crate) fn keto_by_release<T>(&self, old: T, current: T) -> T {
        self.releases.keto.by_release(old, current)
    }

    /// A name that no other scenario uses.
    pub(crate) fn name(&self, what: &str) -> String {
        format!("{what}-{}", self.counter.fetch_add(1, Ordering::Relaxed))
    }

    /// Waits for the mail to `address` after skipping some; returns what its template calls `name`: a code, or a link.
    pub(crate) async fn mail(
        &self,
        address: &str,
        name: &str,
        skip: usize,
    ) -> Result<String, Failure> {
        let what = format!("a mail to {address}");
        if self.sends_mails {
            let wanted = |message: &Value| message["body"]["to"] == address;
            let mail = self.message(&what, wanted, skip).await?;
            let text = mail["data"][name].as_str().map(str::to_owned);
            return text.ok_or_else(|| Failure::new(format!("{what} has no {name}")));
        }
        let recipient = percent_encoding::utf8_percent_encode(address, NON_ALPHANUMERIC);
        let admin = &self.urls.kratos_admin;
        let url = format!("{admin}/admin/courier/messages?page_size=250&recipient={recipient}");
        let mail = self
            .awaited(&what, &url, |_| true, skip, oldest_first)
            .await?;
        let text = mail["body"].as_str().unwrap_or_default();
        let words = || text.split_whitespace();
        let found = if name.ends_with("_url") {
            words().find(|word| word.starts_with("http"))
        } else {
            words().find(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit()))
        };
        found
            .map(str::to_owned)
            .ok_or_else(|| Failure::new(format!("{what} has no {name}: {text}")))
    }

    /// Waits for a message in the inbox that `wanted` accepts, after skipping some; returns its body.
    pub(crate) async fn message(
        &self,
        what: &str,
        wanted: impl Fn(&Value) -> bool,
        skip: usize,
    ) -> Result<Value, Failure> {
        let url = format!("{}/messages", self.urls.inbox);
        let message = self.awaited(what, &url, wanted, skip, |_| ()).await?;
        Ok(message["body"].clone())
    }

    /// Asks `url` for a list, puts it in order, and waits for an item that `wanted` accepts, after skipping some.
    async fn awaited(
        &self,
        what: &str,
        url: &str,
        wanted: impl Fn(&Value) -> bool,
        skip: usize,
        order: impl Fn(&mut [Value]),
    ) -> Result<Value, Failure> {
        let looking = async {
            loop {
                let mut items = match self.http.json(url).await? {
                    Value::Array(items) => items,
                    other => return fail(format!("{url} is no list: {other}")),
                };
                order(&mut items);
                if let Some(item) = items.into_iter().filter(|item| wanted(item)).nth(skip) {
                    return Ok(item);
                }
                tokio::time::sleep(TICK).await;
            }
        };
        match tokio::time::timeout(PATIENCE, looking).await {
            Ok(result) => result,
            Err(_) => fail(format!(
                "{what} did not arrive within {} s",
                PATIENCE.as_secs()
            )),
        }
    }
}

/// Kratos lists the newest message first.
fn oldest_first(messages: &mut [Value]) {
    messages.reverse();
}
