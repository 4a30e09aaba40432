// @generated from xtask/codegen-golden/spec/pagination.json. Do not edit.

//! Groups of operations, which a client gives.

mod pagination;

pub use pagination::PaginationApi;
