// @generated from xtask/codegen-golden/spec/array_aliases.json. Do not edit.

//! What the operations send and receive.

mod page;
mod text;

pub use page::Page;
pub use text::Text;
