// @generated from xtask/codegen-golden/spec/free_objects.json. Do not edit.

//! What the operations send and receive.

mod holder;

pub use holder::Holder;
