// @generated from xtask/codegen-golden/spec/array_aliases.json. Do not edit.

//! What the operations take and give.

mod page;
mod text;

pub use page::Page;
pub use text::Text;
