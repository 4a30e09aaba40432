// @generated from xtask/codegen-golden/spec/odd_values.json. Do not edit.

ory_core::open_enum! {
    /// The key status.
    pub enum KeyStatus {
        /// `KEY_STATUS_UNSPECIFIED`.
        Unspecified = "KEY_STATUS_UNSPECIFIED",
        /// `KEY_STATUS_ACTIVE`.
        Active = "KEY_STATUS_ACTIVE",
    }
}
