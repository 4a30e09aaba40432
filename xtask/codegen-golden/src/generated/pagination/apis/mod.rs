// @generated from xtask/codegen-golden/spec/pagination.json. Do not edit.

//! Groups of operations, accessed through a client.

mod pagination;

pub use pagination::PaginationApi;
