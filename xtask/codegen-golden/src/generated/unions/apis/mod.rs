// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

//! Groups of operations, accessed through a client.

mod unions;

pub use unions::UnionsApi;
