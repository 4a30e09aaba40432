// @generated from xtask/codegen-golden/spec/single_all_of.json. Do not edit.

//! Groups of operations, accessed through a client.
