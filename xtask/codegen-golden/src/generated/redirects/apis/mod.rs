// @generated from xtask/codegen-golden/spec/redirects.json. Do not edit.

//! Groups of operations, accessed through a client.

mod redirects;

pub use redirects::RedirectsApi;
