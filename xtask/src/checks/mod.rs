//! Checks of what is published: features, packages, licences, the oldest dependencies that are allowed.

pub(crate) mod features;
pub(crate) mod licences;
pub(crate) mod metadata;
pub(crate) mod oldest;
pub(crate) mod packages;
pub(crate) mod public_api;

/// The crates that are published, dependencies first.
pub(crate) const PUBLISHED: [&str; 5] = [
    "ory-core",
    "ory-kratos",
    "ory-hydra",
    "ory-keto",
    "ory-cloud",
];
