//! Services protected with Ory, to read and to start from. Nothing here is published.

pub mod axum_service;
