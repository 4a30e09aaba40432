// @generated from xtask/codegen-golden/spec/array_aliases.json. Do not edit.

//! Groups of operations, accessed through a client.

mod array_aliases;

pub use array_aliases::ArrayAliasesApi;
