// @generated from xtask/codegen-golden/spec/inline_enums.json. Do not edit.

//! Groups of operations, accessed through a client.
