// @generated from xtask/codegen-golden/spec/redirects.json. Do not edit.

//! Groups of operations, which a client gives.

mod redirects;

pub use redirects::RedirectsApi;
