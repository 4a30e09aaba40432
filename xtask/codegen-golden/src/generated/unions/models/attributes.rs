// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

use super::{NodeImageAttributes, NodeInputAttributes};

ory_core::union! {
    /// The attributes.
    pub enum Attributes tag "node_type" {
        /// `img`.
        Image(NodeImageAttributes) = "img",
        /// `input`.
        Input(NodeInputAttributes) = "input",
    }
}
