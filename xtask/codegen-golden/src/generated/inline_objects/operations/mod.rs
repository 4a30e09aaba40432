// @generated from xtask/codegen-golden/spec/inline_objects.json. Do not edit.

//! The builders of the operations. The methods of the API groups make them.

mod put_item;

pub use put_item::PutItem;
