// @generated from xtask/codegen-golden/spec/inline_enums.json. Do not edit.

ory_core::open_enum! {
    /// The identity state.
    pub enum IdentityState {
        /// `active`.
        Active = "active",
        /// `inactive`.
        Inactive = "inactive",
    }
}
