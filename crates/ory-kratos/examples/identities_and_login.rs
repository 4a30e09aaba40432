//! Imports a person with a password, logs in as a mobile app would, asks who is logged in, and lists all identities.
//!
//! `cargo xtask quickstart` runs this against a real server. Or set `ORY_KRATOS_PUBLIC_URL` and `ORY_KRATOS_ADMIN_URL`
//! and use `cargo run --package ory-kratos --example identities_and_login`.

use std::env;
use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use ory_kratos::Client;
use ory_kratos::models::CreateIdentityBody;
use serde_json::json;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let kratos = Client::builder()
        .public_url(env::var("ORY_KRATOS_PUBLIC_URL")?)
        .admin_url(env::var("ORY_KRATOS_ADMIN_URL")?)
        .build()?;
    // E-mail addresses are unique, and this example can be run twice.
    let run = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();

    // An identity with a password, as when users move over from another system.
    let email = format!("ada-{run}@example.com");
    let password = "correct horse battery staple";
    let person = CreateIdentityBody::new("default", json!({ "email": email })).password(password);
    let identity = kratos.identity().create_identity(person).await?;
    println!("imported identity {}", identity.id);

    // Log in as a native app does, and keep the session token.
    let login = kratos.frontend().native_login(&email, password).await?;
    let token = login
        .session_token
        .ok_or_else(|| format!("the login did not succeed: {:?}", login.outcome))?;

    // Whose session is it? The token belongs to the user, so it is given to the call, not to the client.
    let session = kratos.frontend().to_session().session_token(token).await?;
    println!("logged in with session {}", session.id);
    let who = session.identity.ok_or("a session belongs to an identity")?;
    println!(
        "whoami: identity {}, the same: {}",
        who.id,
        who.id == identity.id
    );

    // 600 more identities, in calls of the size that the server takes, each with its own result.
    let people = (0..600).map(|number| {
        let email = format!("person-{run}-{number}@example.com");
        CreateIdentityBody::new("default", json!({ "email": email }))
    });
    let mut import = kratos.identity().import_identities(people);
    while let Some(imported) = import.next().await {
        let imported = imported?;
        if let Err(refused) = imported.result {
            println!("{} was refused: {:?}", imported.index, refused.code);
        }
    }

    // Page by page: each page is fetched when it is asked for.
    let mut pages = kratos.identity().list_identities().page_size(250).pages();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        let page = page?;
        count += page.len();
        println!("a page of {} identities", page.len());
    }
    println!("{count} identities in all");
    Ok(())
}
