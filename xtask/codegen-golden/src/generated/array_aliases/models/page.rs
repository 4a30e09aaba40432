// @generated from xtask/codegen-golden/spec/array_aliases.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;

use super::Text;

/// The page.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Page {
    /// The tags.
    pub tags: Option<Vec<String>>,
    /// The texts.
    pub texts: Vec<Text>,
}

ory_core::object! {
    Page {
        "tags" => tags: optional,
        "texts" => texts: or_default,
    }
}

impl Page {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(texts: impl IntoIterator<Item = impl Into<Text>>) -> Self {
        Self {
            tags: None,
            texts: texts.into_iter().map(Into::into).collect(),
        }
    }
}

impl fmt::Debug for Page {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("tags", &Hidden(&self.tags))
            .field("texts", &self.texts)
            .finish()
    }
}
