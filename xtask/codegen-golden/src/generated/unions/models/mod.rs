// @generated from xtask/codegen-golden/spec/unions.json. Do not edit.

//! What the operations send and receive.

mod attributes;
mod node;
mod node_image_attributes;
mod node_input_attributes;
mod submit_body;
mod with_code;
mod with_password;

pub use attributes::Attributes;
pub use node::Node;
pub use node_image_attributes::NodeImageAttributes;
pub use node_input_attributes::NodeInputAttributes;
pub use submit_body::SubmitBody;
pub use with_code::WithCode;
pub use with_password::WithPassword;

/// The members of [`SubmitBody`] under shorter names.
pub mod submit {
    pub use super::{WithCode as Code, WithPassword as Password};
}
