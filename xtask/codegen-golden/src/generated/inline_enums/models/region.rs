// @generated from xtask/codegen-golden/spec/inline_enums.json. Do not edit.

ory_core::open_enum! {
    /// The region.
    pub enum Region {
        /// `eu`.
        Eu = "eu",
        /// `us`.
        Us = "us",
    }
}
