// @generated from xtask/codegen-golden/spec/pagination.json. Do not edit.

//! What the operations send and receive.

mod row;
mod row_page;

pub use row::Row;
pub use row_page::RowPage;
