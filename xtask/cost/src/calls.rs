//! The calls that are measured, by our crates and by hyper with our models; `cargo xtask bench` makes the same ones.

use std::net::SocketAddr;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use ory_hydra::ory_core::credentials::Basic;
use serde_json::json;

/// One kind of call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// A session is read by its token.
    Whoami,
    /// A page of identities is read.
    List,
    /// An identity is created.
    Create,
    /// Ten permissions are checked in one call.
    Checks,
    /// A service gets a token by its id and secret.
    Token,
    /// A login flow is read.
    LoginFlow,
}

impl Case {
    /// Every case.
    pub const ALL: [Case; 6] = [
        Case::Whoami,
        Case::List,
        Case::Create,
        Case::Checks,
        Case::Token,
        Case::LoginFlow,
    ];

    /// Its name, in `ratchet.toml` and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Case::Whoami => "whoami",
            Case::List => "list_identities",
            Case::Create => "create_identity",
            Case::Checks => "batch_check",
            Case::Token => "token",
            Case::LoginFlow => "login_flow",
        }
    }
}

/// The session token that is sent.
pub const TOKEN: &str = "ory_st_0123456789abcdefghijklmnopqrstuv";
/// The id of the OAuth2 client.
pub const CLIENT: &str = "7f1c3c4e-93d6-4a63-a5d7-6a1f7f0c5a11";
/// Its secret.
pub const SECRET: &str = "correct-horse-battery-staple";

/// Our crates, with the settings that they have by default.
#[derive(Clone)]
pub struct Ours {
    kratos: ory_kratos::Client,
    hydra: ory_hydra::Client,
    keto: ory_keto::Client,
}

/// hyper's pooled client and our models: what somebody would write by hand, without time limits, retries, request
/// ids or errors.
#[derive(Clone)]
pub struct Bare {
    pool: legacy::Client<HttpConnector, Full<Bytes>>,
    base: String,
    basic: HeaderValue,
}

/// What a call of these gives; an error is its text.
pub type Done = Result<(), String>;

/// # Errors
///
/// The condition does not hold.
pub fn is(condition: bool) -> Done {
    condition
        .then_some(())
        .ok_or_else(|| "the answer is not the one expected".to_owned())
}

/// The traits of the identity that is created.
#[must_use]
pub fn traits() -> serde_json::Value {
    json!({"email": "someone.1@example.org", "name": {"first": "Some", "last": "One"}, "newsletter": true})
}

/// The objects and the subject of the checks.
pub fn relationships() -> impl Iterator<Item = (String, &'static str)> {
    (0..10).map(|number| (format!("report-{number}"), "someone"))
}

fn new_identity() -> ory_kratos::models::CreateIdentityBody {
    ory_kratos::models::CreateIdentityBody::new("default", traits())
}

fn questions() -> ory_keto::models::BatchCheckPermissionBody {
    ory_keto::models::BatchCheckPermissionBody::new(relationships().map(|(object, subject)| {
        ory_keto::models::Relationship::new("File", object, "view").subject_id(subject)
    }))
}

impl Ours {
    /// Clients of a server that is all three products.
    ///
    /// # Errors
    ///
    /// None that a loopback address can have.
    pub fn new(server: SocketAddr) -> Result<Self, String> {
        let url = format!("http://{server}");
        let text = |error: ory_kratos::Error| error.to_string();
        Ok(Ours {
            kratos: ory_kratos::Client::builder()
                .url(&url)
                .build()
                .map_err(text)?,
            hydra: ory_hydra::Client::builder()
                .url(&url)
                .build()
                .map_err(text)?,
            keto: ory_keto::Client::builder()
                .url(&url)
                .build()
                .map_err(text)?,
        })
    }

    /// Reads a session.
    ///
    /// # Errors
    ///
    /// What the call fails with, or an answer that is not the one expected.
    pub async fn whoami(&self) -> Done {
        let session = self
            .kratos
            .frontend()
            .to_session()
            .session_token(TOKEN)
            .await;
        is(session.map_err(text)?.active == Some(true))
    }

    /// Reads a page of identities.
    ///
    /// # Errors
    ///
    /// What the call fails with, or an answer that is not the one expected.
    pub async fn list(&self) -> Done {
        let page = self
            .kratos
            .identity()
            .list_identities()
            .page_size(1000)
            .await;
        is(!page.map_err(text)?.items.is_empty())
    }

    /// Creates an identity.
    ///
    /// # Errors
    ///
    /// What the call fails with, or an answer that is not the one expected.
    pub async fn create(&self) -> Done {
        let made = self.kratos.identity().create_identity(new_identity()).await;
        is(made.map_err(text)?.schema_id == "default")
    }

    /// Checks ten permissions.
    ///
    /// # Errors
    ///
    /// What the call fails with, or an answer that is not the one expected.
    pub async fn checks(&self) -> Done {
        let answers = self
            .keto
            .permission()
            .batch_check_permission(questions())
            .await;
        is(answers.map_err(text)?.results.len() == 10)
    }

    /// Gets a token.
    ///
    /// # Errors
    ///
    /// What the call fails with, or an answer that is not the one expected.
    pub async fn token(&self) -> Done {
        let call = self
            .hydra
            .oauth2()
            .oauth2_token_exchange("client_credentials");
        let token = call.with_credentials(Basic::new(CLIENT, SECRET)).await;
        is(token.map_err(text)?.expires_in == Some(3599))
    }

    /// Reads a login flow.
    ///
    /// # Errors
    ///
    /// What the call fails with, or an answer that is not the one expected.
    pub async fn login_flow(&self) -> Done {
        let flow = self
            .kratos
            .frontend()
            .get_login_flow("99")
            .cookie("csrf=1")
            .await;
        is(flow.map_err(text)?.ui.action.starts_with("http"))
    }

    /// A call that is never answered.
    pub async fn wait(&self) {
        let _ = self.kratos.metadata().is_ready().await;
    }
}

/// The error with its cause.
pub fn text(error: impl std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

impl Bare {
    /// A pool for this server.
    ///
    /// # Errors
    ///
    /// None that these credentials can have.
    pub fn new(server: SocketAddr) -> Result<Self, String> {
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        let pool = legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .build(tcp);
        let basic = "Basic N2YxYzNjNGUtOTNkNi00YTYzLWE1ZDctNmExZjdmMGM1YTExOmNvcnJlY3QtaG9yc2UtYmF0dGVyeS1zdGFwbGU=";
        Ok(Bare {
            pool,
            base: format!("http://{server}"),
            basic: HeaderValue::from_static(basic),
        })
    }

    fn request(&self, method: Method, path: &str) -> http::request::Builder {
        Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .header(USER_AGENT, HeaderValue::from_static("bare/0.0.0"))
    }

    async fn send<T: serde::de::DeserializeOwned>(
        &self,
        request: Result<Request<Full<Bytes>>, http::Error>,
    ) -> Result<T, String> {
        let response = self
            .pool
            .request(request.map_err(text)?)
            .await
            .map_err(text)?;
        let status = response.status();
        let body = response
            .into_body()
            .collect()
            .await
            .map_err(text)?
            .to_bytes();
        if !status.is_success() {
            return Err(status.to_string());
        }
        serde_json::from_slice(&body).map_err(text)
    }

    /// Reads a session.
    ///
    /// # Errors
    ///
    /// What the call fails with, or an answer that is not the one expected.
    pub async fn whoami(&self) -> Done {
        let request = self
            .request(Method::GET, "/sessions/whoami")
            .header("x-session-token", TOKEN);
        let session = self
            .send::<ory_kratos::models::Session>(request.body(Full::default()))
            .await;
        is(session?.active == Some(true))
    }

    /// Reads a page of identities.
    ///
    /// # Errors
    ///
    /// What the call fails with, or an answer that is not the one expected.
    pub async fn list(&self) -> Done {
        let request = self.request(Method::GET, "/admin/identities?page_size=1000");
        let page = self.send::<Vec<ory_kratos::models::Identity>>(request.body(Full::default()));
        is(!page.await?.is_empty())
    }

    /// Creates an identity.
    ///
    /// # Errors
    ///
    /// What the call fails with, or an answer that is not the one expected.
    pub async fn create(&self) -> Done {
        let body = serde_json::to_vec(&new_identity()).map_err(text)?;
        let request = self
            .request(Method::POST, "/admin/identities")
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(Full::from(body));
        is(self
            .send::<ory_kratos::models::Identity>(request)
            .await?
            .schema_id
            == "default")
    }

    /// Checks ten permissions.
    ///
    /// # Errors
    ///
    /// What the call fails with, or an answer that is not the one expected.
    pub async fn checks(&self) -> Done {
        let body = serde_json::to_vec(&questions()).map_err(text)?;
        let request = self
            .request(Method::POST, "/relation-tuples/batch/check")
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(Full::from(body));
        let answers = self.send::<ory_keto::models::BatchCheckPermissionResult>(request);
        is(answers.await?.results.len() == 10)
    }

    /// Gets a token.
    ///
    /// # Errors
    ///
    /// What the call fails with, or an answer that is not the one expected.
    pub async fn token(&self) -> Done {
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        let request = self
            .request(Method::POST, "/oauth2/token")
            .header(AUTHORIZATION, self.basic.clone())
            .header(CONTENT_TYPE, form)
            .body(Full::from("grant_type=client_credentials"));
        let token = self.send::<ory_hydra::models::OAuth2TokenExchange>(request);
        is(token.await?.expires_in == Some(3599))
    }

    /// Reads a login flow.
    ///
    /// # Errors
    ///
    /// What the call fails with, or an answer that is not the one expected.
    pub async fn login_flow(&self) -> Done {
        let request = self
            .request(Method::GET, "/self-service/login/flows?id=99")
            .header("cookie", "csrf=1");
        let flow = self.send::<ory_kratos::models::LoginFlow>(request.body(Full::default()));
        is(flow.await?.ui.action.starts_with("http"))
    }

    /// A call that is never answered.
    pub async fn wait(&self) {
        let request = self
            .request(Method::GET, "/health/ready")
            .body(Full::default());
        let _ = self.send::<serde_json::Value>(request).await;
    }
}

/// Who makes the calls.
#[derive(Clone)]
#[allow(clippy::large_enum_variant)] // There are two of them in a program.
pub enum Contender {
    /// Our crates.
    Ours(Ours),
    /// hyper with our models.
    Bare(Bare),
}

impl Contender {
    /// Makes one call.
    ///
    /// # Errors
    ///
    /// What the call fails with.
    pub async fn make(&self, case: Case) -> Done {
        macro_rules! either {
            ($call:ident) => {
                match self {
                    Contender::Ours(ours) => ours.$call().await,
                    Contender::Bare(bare) => bare.$call().await,
                }
            };
        }
        match case {
            Case::Whoami => either!(whoami),
            Case::List => either!(list),
            Case::Create => either!(create),
            Case::Checks => either!(checks),
            Case::Token => either!(token),
            Case::LoginFlow => either!(login_flow),
        }
    }
}
