//! One page per role: read the one that is yours.
//!
//! | you write | read |
//! |---|---|
//! | the backend of an app in the browser | [`browser_app`] |
//! | a native app, a command-line tool | [`native_app`] |
//! | a service that lets users with a session through | [`protect_service`] |
//! | a service or tool that administers identities | [`identities`] |

pub mod browser_app;
pub mod identities;
pub mod native_app;
pub mod protect_service;
