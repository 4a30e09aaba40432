// @generated from xtask/codegen-golden/spec/base64.json. Do not edit.

//! Groups of operations, accessed through a client.
