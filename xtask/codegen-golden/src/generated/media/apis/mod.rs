// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

//! Groups of operations, which a client gives.

mod media;

pub use media::MediaApi;
