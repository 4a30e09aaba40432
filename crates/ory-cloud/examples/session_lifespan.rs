//! Sets how long a project's sessions last, without undoing what somebody else changes at the same time.
//!
//! Set `ORY_WORKSPACE_API_KEY` and `ORY_PROJECT_ID` and use
//! `cargo run --package ory-cloud --example session_lifespan -- 72h`.

use std::env;
use std::error::Error;

use ory_cloud::{Client, EditOutcome};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let lifespan = env::args().nth(1).unwrap_or_else(|| "24h".to_owned());
    let project_id = env::var("ORY_PROJECT_ID")?;
    let mut builder = Client::builder().workspace_api_key(env::var("ORY_WORKSPACE_API_KEY")?);
    if let Ok(url) = env::var("ORY_CONSOLE_URL") {
        builder = builder.console_url(url);
    }
    let cloud = builder.build()?;

    let mut edit = cloud.project().edit_project(&project_id).await?;
    println!(
        "{} is at revision {}",
        edit.project().name,
        edit.project().revision_id
    );
    for _ in 0..5 {
        edit = edit.set("/services/identity/config/session/lifespan", &lifespan);
        match edit.save().await? {
            EditOutcome::Saved(update) => {
                println!(
                    "sessions last {lifespan} from revision {}",
                    update.project.revision_id
                );
                for warning in &update.warnings {
                    println!(
                        "ignored: {}",
                        warning.message.as_deref().unwrap_or_default()
                    );
                }
                return Ok(());
            }
            EditOutcome::Unchanged(_) => return Ok(()),
            EditOutcome::Conflict(stale) => {
                edit = stale.restart().await?;
                println!(
                    "somebody was faster; now at revision {}",
                    edit.project().revision_id
                );
            }
        }
    }
    Err("the project kept changing".into())
}
