//! Hydra: OAuth2 and OpenID Connect.

pub(crate) mod clients;
pub(crate) mod credentials;
pub(crate) mod device;
pub(crate) mod discovery;
pub(crate) mod health;
pub(crate) mod keys;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod registration;
pub(crate) mod roles;
pub(crate) mod rotation;
pub(crate) mod tokens;
pub(crate) mod trust;

use http::HeaderMap;
use ory_core::Secret;
use ory_hydra::models::{
    AcceptOAuth2ConsentRequest, AcceptOAuth2ConsentRequestSession, AcceptOAuth2LoginRequest,
    OAuth2Client, OAuth2ConsentRequest, OAuth2LoginRequest, OAuth2TokenExchange,
};
use serde_json::json;

use crate::check::{Failure, some};
use crate::http::{Browser, query};
use crate::world::World;

/// Where the browser is sent back to; nothing listens there.
const CALLBACK: &str = "http://127.0.0.1:3000/callback";

/// An OAuth2 client that was just created, with its secret.
struct Registered {
    id: String,
    secret: Secret,
}

/// Creates a client and keeps what is told only once.
async fn register(world: &World, client: OAuth2Client) -> Result<Registered, Failure> {
    let created = world.hydra.oauth2().create_oauth2_client(client).await?;
    Ok(Registered {
        id: some("the client's id", created.client_id)?,
        secret: some("the client's secret", created.client_secret)?,
    })
}

/// A web application that logs its users in.
async fn register_web_app(world: &World) -> Result<Registered, Failure> {
    let client = OAuth2Client::new()
        .client_name(world.name("web app"))
        .grant_types(["authorization_code", "refresh_token"])
        .response_types(["code"])
        .redirect_uris([CALLBACK])
        .scope("openid offline profile");
    register(world, client).await
}

/// A user on the way through the authorization code flow (RFC 6749, section 4.1, with PKCE, RFC 7636).
struct Visit<'w> {
    world: &'w World,
    browser: Browser,
    verifier: String,
    /// What is asked for.
    scope: &'static str,
}

impl<'w> Visit<'w> {
    fn new(world: &'w World) -> Self {
        let verifier = world
            .name("a verifier that has to be at least 43 characters long")
            .replace(' ', "-");
        Self {
            world,
            browser: Browser::new(&world.http),
            verifier,
            scope: "openid offline",
        }
    }

    fn host(&self) -> String {
        self.world
            .urls
            .hydra_public
            .trim_start_matches("http://")
            .to_owned()
    }

    /// Carries on at `url`, as the browser does, until the server sends it somewhere else.
    async fn carry_on(&mut self, url: &str) -> Result<String, Failure> {
        let host = self.host();
        self.browser.follow(url, &[&host]).await
    }

    /// Starts at the authorization endpoint; returns the login request.
    async fn start(&mut self, client: &Registered) -> Result<OAuth2LoginRequest, Failure> {
        let challenge = ring::digest::digest(&ring::digest::SHA256, self.verifier.as_bytes());
        let response = self
            .world
            .hydra
            .oauth2()
            .oauth2_authorize(&client.id, "code")
            .redirect_uri(CALLBACK)
            .scope(self.scope)
            .state("a state that is long enough")
            .code_challenge(crate::jwt::base64url(challenge.as_ref()))
            .code_challenge_method("S256")
            .with_header("cookie", &self.browser.cookies())
            .response()
            .await?;
        let headers: HeaderMap = response.headers().clone();
        self.browser.keep(&headers);
        let location = response.into_value().url;
        let challenge = query(&location, "login_challenge")?;
        let request = self
            .world
            .hydra
            .oauth2()
            .get_oauth2_login_request(challenge.into())
            .await?;
        some("an open login request", request.open())
    }

    /// Logs in as `subject`; returns the consent request.
    async fn log_in(
        &mut self,
        request: &OAuth2LoginRequest,
        subject: &str,
    ) -> Result<OAuth2ConsentRequest, Failure> {
        let body = AcceptOAuth2LoginRequest::new(subject)
            .remember(true)
            .remember_for(3600)
            .acr("0")
            .amr(["password"])
            .context(json!({ "from": "the login" }));
        let next = self
            .world
            .hydra
            .oauth2()
            .accept_oauth2_login_request(request.challenge.clone(), body)
            .await?;
        let location = self.carry_on(&next.redirect_to).await?;
        let challenge = query(&location, "consent_challenge")?;
        let request = self
            .world
            .hydra
            .oauth2()
            .get_oauth2_consent_request(challenge.into())
            .await?;
        some("an open consent request", request.open())
    }

    /// Grants everything that was asked for; returns the authorization code.
    async fn consent(&mut self, request: &OAuth2ConsentRequest) -> Result<String, Failure> {
        let session = AcceptOAuth2ConsentRequestSession::new()
            .access_token(json!({ "colour": "blue" }))
            .id_token(json!({ "nickname": "ada" }));
        let body = AcceptOAuth2ConsentRequest::new()
            .grant_scope(&request.requested_scope)
            .remember(true)
            .remember_for(3600)
            .session(session);
        let next = self
            .world
            .hydra
            .oauth2()
            .accept_oauth2_consent_request(request.challenge.clone(), body)
            .await?;
        let location = self.carry_on(&next.redirect_to).await?;
        query(&location, "code")
    }

    /// Exchanges the code for tokens.
    async fn exchange(
        &self,
        client: &Registered,
        code: &str,
    ) -> Result<OAuth2TokenExchange, Failure> {
        let tokens = self
            .world
            .hydra
            .oauth2()
            .oauth2_token_exchange("authorization_code")
            .code(code)
            .redirect_uri(CALLBACK)
            .code_verifier(self.verifier.as_str())
            .with_credentials(basic(client))
            .await?;
        Ok(tokens)
    }

    /// The whole way, from the authorization endpoint to tokens.
    async fn sign_in(
        &mut self,
        client: &Registered,
        subject: &str,
    ) -> Result<OAuth2TokenExchange, Failure> {
        let login = self.start(client).await?;
        let consent = self.log_in(&login, subject).await?;
        let code = self.consent(&consent).await?;
        self.exchange(client, &code).await
    }
}

/// The client's own credentials, as a header.
fn basic(client: &Registered) -> ory_core::credentials::Basic {
    ory_core::credentials::Basic::new(&client.id, client.secret.clone())
}
