// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

//! Groups of operations, which a client gives.

mod unions;

pub use unions::UnionsApi;
