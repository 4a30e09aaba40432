//! Holds the generated crates against the contract, by code that shares nothing with the generator.

pub mod compare;
pub mod document;
mod generated;
pub mod registry;
pub mod request;
pub mod walker;

pub use generated::coverage;

/// The examples of the READMEs, compiled.
#[cfg(doctest)]
mod readme {
    #[doc = include_str!("../../../README.md")]
    struct Workspace;
    #[doc = include_str!("../../../crates/ory-kratos/README.md")]
    struct Kratos;
    #[doc = include_str!("../../../crates/ory-hydra/README.md")]
    struct Hydra;
    #[doc = include_str!("../../../crates/ory-keto/README.md")]
    struct Keto;
    #[doc = include_str!("../../../crates/ory-cloud/README.md")]
    struct Cloud;
}
