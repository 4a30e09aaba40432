// @generated from xtask/codegen-golden/spec/inline_objects.json. Do not edit.

//! What the operations send and receive.

mod item_answer;
mod key_set;
mod key_set_key;
mod put_item_body;

pub use item_answer::ItemAnswer;
pub use key_set::KeySet;
pub use key_set_key::KeySetKey;
pub use put_item_body::PutItemBody;
