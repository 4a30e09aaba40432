// @generated from xtask/codegen-golden/spec/media.json. Do not edit.

//! The builders of the operations, which the methods of the API groups return.

mod check_syntax;
mod logout;
mod script;
mod submit;
mod token;
mod userinfo;

pub use check_syntax::CheckSyntax;
pub use logout::Logout;
pub use script::Script;
pub use submit::Submit;
pub use token::Token;
pub use userinfo::Userinfo;
