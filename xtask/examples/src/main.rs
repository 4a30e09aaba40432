//! Runs the service on loopback, with Ory where its quickstarts put it.

use guarded_services::axum_service::{Ory, app};
use ory_kratos::ory_core::HookAuth;
use ory_kratos::ory_core::http::HeaderName;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ory = Ory {
        kratos: ory_kratos::Client::builder()
            .public_url("http://127.0.0.1:4433")
            .build()?,
        hydra: ory_hydra::Client::builder()
            .public_url("http://127.0.0.1:4444")
            .admin_url("http://127.0.0.1:4445")
            .build()?,
        keto: ory_keto::Client::builder()
            .read_url("http://127.0.0.1:4466")
            .build()?,
        hook: HookAuth::header(
            HeaderName::from_static("x-api-key"),
            std::env::var("HOOK_KEY")?,
        ),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app(ory)?).await?;
    Ok(())
}
