// @generated from xtask/codegen-golden/spec/pagination.json. Do not edit.

use std::fmt;

use ory_core::__private::Hidden;
use ory_core::__private::decode::PagedBody;

use super::Row;

/// The row page.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct RowPage {
    /// Whether it has next page.
    pub has_next_page: bool,
    /// The next page token.
    pub next_page_token: String,
    /// The rows.
    pub rows: Vec<Row>,
}

ory_core::object! {
    RowPage {
        "has_next_page" => has_next_page: or_default,
        "next_page_token" => next_page_token: required,
        "rows" => rows: or_default,
    }
}

impl RowPage {
    /// Creates one with the required fields.
    #[must_use]
    pub fn new(
        has_next_page: bool,
        next_page_token: impl Into<String>,
        rows: impl IntoIterator<Item = impl Into<Row>>,
    ) -> Self {
        Self {
            has_next_page,
            next_page_token: next_page_token.into(),
            rows: rows.into_iter().map(Into::into).collect(),
        }
    }
}

impl fmt::Debug for RowPage {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowPage")
            .field("has_next_page", &self.has_next_page)
            .field("next_page_token", &Hidden(&self.next_page_token))
            .field("rows", &self.rows)
            .finish()
    }
}

impl PagedBody for RowPage {
    type Item = Row;

    #[inline]
    fn into_page(self) -> (Vec<Row>, Option<String>) {
        (
            self.rows,
            self.has_next_page.then_some(self.next_page_token),
        )
    }
}
