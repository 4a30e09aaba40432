// @generated from xtask/codegen-golden/spec/inline_objects.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.

mod put_item;

pub use put_item::PutItem;
