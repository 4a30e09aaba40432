// @generated from xtask/codegen-golden/spec/query_arrays.json. Do not edit.

ory_core::open_enum! {
    /// The expand.
    pub enum Expand {
        /// `identity`.
        Identity = "identity",
        /// `devices`.
        Devices = "devices",
    }
}
