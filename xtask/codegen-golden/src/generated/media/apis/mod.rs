// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

//! Groups of operations, accessed through a client.

mod media;

pub use media::MediaApi;
