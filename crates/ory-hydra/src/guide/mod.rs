//! One page per role: what to do in which order, with the types that do it.
//!
//! | you are | read |
//! |---|---|
//! | the pages where users log in, consent and log out | [`provider`] |
//! | an application that logs users in, or a service that calls others | [`client`] |
//! | an API that is called with access tokens | [`resource_server`] |
//! | the administrator who registers applications | [`administrator`] |

#[doc = include_str!("provider.md")]
pub mod provider {}

#[doc = include_str!("client.md")]
pub mod client {}

#[doc = include_str!("resource_server.md")]
pub mod resource_server {}

#[doc = include_str!("administrator.md")]
pub mod administrator {}
