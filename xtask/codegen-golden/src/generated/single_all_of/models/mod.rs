// @generated from xtask/codegen-golden/spec/single_all_of.json. Do not edit.

//! What the operations send and receive.

mod pin_entry;
mod pin_entry_data;

pub use pin_entry::PinEntry;
pub use pin_entry_data::PinEntryData;
