//! One page for each role: what to begin with, and what to look out for.

pub mod api_keys;
pub mod projects;
