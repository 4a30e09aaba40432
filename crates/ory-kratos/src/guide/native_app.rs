//! A native app, or a tool on the command line.
//!
//! The session is a token. It belongs to one user, so it is given to each call and never to the client.
//!
//! ```no_run
//! use ory_kratos::outcome::LoginOutcome;
//!
//! # async fn sign_in(kratos: ory_kratos::Client) -> Result<(), ory_kratos::Error> {
//! let login = kratos.frontend().native_login("ada@example.org", "secret").await?;
//! if let Some(token) = &login.session_token {
//!     let session = kratos.frontend().to_session().session_token(token).await?;
//!     println!("signed in: {}", session.id);
//!     kratos.frontend().native_logout(token).await?;
//! } else if let LoginOutcome::Invalid(flow) = &login.outcome {
//!     for message in flow.ui.all_messages() {
//!         println!("{:?}", message.message_id());
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | to | call |
//! |---|---|
//! | sign up | [`FrontendApi::native_registration`](crate::FrontendApi::native_registration) |
//! | sign in by a code | [`FrontendApi::native_code_login`](crate::FrontendApi::native_code_login) |
//! | give a second factor | [`FrontendApi::native_totp`](crate::FrontendApi::native_totp) |
//! | sign in through a browser | `create_native_login_flow` with `return_session_token_exchange_code`, then [`exchange_session_token`](crate::FrontendApi::exchange_session_token); while there is no session yet it is refused with 404 |
//! | recover, verify, change settings | the operation's `outcome()`: see [`outcome`](crate::outcome) |
