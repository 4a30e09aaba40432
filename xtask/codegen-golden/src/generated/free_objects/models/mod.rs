// @generated from xtask/codegen-golden/spec/free_objects.json. Do not edit.

//! What the operations take and give.

mod holder;

pub use holder::Holder;
