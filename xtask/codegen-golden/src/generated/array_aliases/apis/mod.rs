// @generated from xtask/codegen-golden/spec/array_aliases.json. Do not edit.

//! Groups of operations, which a client gives.

mod array_aliases;

pub use array_aliases::ArrayAliasesApi;
