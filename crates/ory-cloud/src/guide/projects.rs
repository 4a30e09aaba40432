//! Administering projects and workspaces.
//!
//! Deployment scripts and consoles of one's own talk to the console's host, with a workspace API key.
//!
//! ```no_run
//! use ory_cloud::{Client, EditOutcome};
//!
//! # async fn example(project_id: &str) -> Result<(), ory_cloud::Error> {
//! let cloud = Client::builder()
//!     .workspace_api_key(std::env::var("ORY_WORKSPACE_API_KEY").unwrap_or_default())
//!     .build()?;
//!
//! let login = "/services/identity/config/selfservice/flows/login/lifespan";
//! let edit = cloud.project().edit_project(project_id).await?.set(login, "30m");
//! match edit.save().await? {
//!     EditOutcome::Saved(update) => {
//!         for warning in &update.warnings {
//!             eprintln!("ignored: {}", warning.message.as_deref().unwrap_or_default());
//!         }
//!     }
//!     EditOutcome::Unchanged(_) => {}
//!     EditOutcome::Conflict(_) => eprintln!("somebody else changed the project; look again"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! - **Edit, do not replace.** [`edit_project`](crate::ProjectApi::edit_project) saves only if nobody has changed the
//!   project meanwhile. [`patch_project`](crate::ProjectApi::patch_project) and
//!   [`set_project`](crate::ProjectApi::set_project) do not look.
//! - **Read the warnings.** A setting that has no effect on Ory Network is accepted, and named there.
//! - **All of it is checked.** The server checks the resulting configuration as a whole, so that an error can be about a
//!   setting which the change does not touch.
//! - **Names in pointers** that hold a `/` or `~` need escapes: [`json_pointer`](crate::json_pointer) writes them.
