// @generated from xtask/codegen-golden/spec/inline_objects.json. Do not edit.

//! Groups of operations, accessed through a client.

mod inline_objects;

pub use inline_objects::InlineObjectsApi;
