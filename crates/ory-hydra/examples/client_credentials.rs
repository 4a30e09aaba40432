//! Creates an OAuth2 client, gets a token with its credentials, and introspects the token as an API would.
//!
//! `cargo xtask quickstart` runs this against a real server. Or set `ORY_HYDRA_PUBLIC_URL` and `ORY_HYDRA_ADMIN_URL`
//! and use `cargo run --package ory-hydra --example client_credentials`.

use std::env;
use std::error::Error;

use ory_hydra::Client;
use ory_hydra::core::credentials::Basic;
use ory_hydra::models::OAuth2Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let hydra = Client::builder()
        .public_url(env::var("ORY_HYDRA_PUBLIC_URL")?)
        .admin_url(env::var("ORY_HYDRA_ADMIN_URL")?)
        .build()?;

    // A client for a program that acts on its own behalf. The secret is told only now.
    let wanted = OAuth2Client::new()
        .client_name("nightly report")
        .grant_types(["client_credentials".to_owned()])
        .scope("reports:read");
    let client = hydra.oauth2().create_oauth2_client(wanted).await?;
    let id = client.client_id.ok_or("a client has an id")?;
    let secret = client.client_secret.ok_or("a new client has a secret")?;
    println!("created client {id}");

    // The token endpoint knows the client by its own credentials, so they are given to the call.
    let token = hydra
        .oauth2()
        .oauth2_token_exchange("client_credentials")
        .scope("reports:read")
        .with_credentials(Basic::new(&id, secret))
        .await?;
    println!(
        "got a token that lasts {} seconds",
        token.expires_in.unwrap_or_default()
    );

    // What an API does with the token that a caller presents.
    let access_token = token.access_token.ok_or("a token response has a token")?;
    let found = hydra.oauth2().introspect_oauth2_token(access_token).await?;
    let scope = found.scope.unwrap_or_default();
    println!("the token is active: {}, and allows: {scope}", found.active);

    hydra.oauth2().delete_oauth2_client(&id).await?;
    println!("deleted client {id}");
    Ok(())
}
