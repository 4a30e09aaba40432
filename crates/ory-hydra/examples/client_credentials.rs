//! Creates an OAuth2 client, gets a token with its credentials, and introspects the token as an API would.
//!
//! `cargo xtask quickstart` runs this against a real server. Or set `ORY_HYDRA_PUBLIC_URL` and `ORY_HYDRA_ADMIN_URL`
//! and use `cargo run --package ory-hydra --example client_credentials`.

use std::env;
use std::error::Error;

use ory_hydra::models::OAuth2Client;
use ory_hydra::{Client, ClientAuth, Introspection};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let hydra = Client::builder()
        .public_url(env::var("ORY_HYDRA_PUBLIC_URL")?)
        .admin_url(env::var("ORY_HYDRA_ADMIN_URL")?)
        .build()?;

    // A client for a program that acts on its own behalf. The secret is told only now.
    let wanted = OAuth2Client::service(["reports:read"]).client_name("nightly report");
    let client = hydra.oauth2().create_oauth2_client(wanted).await?;
    let id = client.client_id.ok_or("a client has an id")?;
    let secret = client.client_secret.ok_or("a new client has a secret")?;
    println!("created client {id}");

    // The token endpoint knows the client by its own credentials.
    let report = hydra.oauth2().application(&id, ClientAuth::basic(secret));
    let tokens = report.client_credentials().scope(["reports:read"]).await?;
    if let Some(remaining) = tokens.remaining() {
        println!("got a token that lasts {} seconds", remaining.as_secs());
    }

    // What an API does with the token that a caller presents.
    let found = hydra
        .oauth2()
        .introspect(tokens.access_token)
        .require_scope(["reports:read"])
        .await?;
    match found {
        Introspection::Active(token) => {
            let scopes: Vec<&str> = token.scopes().collect();
            println!("the token is active, and allows: {}", scopes.join(" "));
        }
        Introspection::Refused(why) => return Err(format!("the token was refused: {why:?}").into()),
    }

    hydra.oauth2().registered_client(&id).delete().await?;
    println!("deleted client {id}");
    Ok(())
}
