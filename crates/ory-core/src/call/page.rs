//! One page of a list, and the token of the next.

use std::fmt;

/// Which page of a list to ask for: opaque, from [`Page::next`] or [`Pages::token`](crate::Pages::token),
/// and good for resuming later.
///
/// `Debug` does not print it, as some servers put data into it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PageToken(String);

impl PageToken {
    /// The token's text, not percent-encoded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The token for a page that a server's link names by number, where tokens are the rule.
    pub(crate) fn of_number(number: u32) -> Self {
        PageToken(format!("{NUMBERED}{number}"))
    }

    /// The number, if this is a token of [`of_number`](Self::of_number).
    pub(crate) fn number(&self) -> Option<u32> {
        self.0.strip_prefix(NUMBERED)?.parse().ok()
    }
}

/// No server's own tokens begin like this.
const NUMBERED: &str = "page=";

impl From<String> for PageToken {
    fn from(token: String) -> Self {
        PageToken(token)
    }
}

impl From<&str> for PageToken {
    fn from(token: &str) -> Self {
        PageToken(token.to_owned())
    }
}

impl From<&PageToken> for PageToken {
    fn from(token: &PageToken) -> Self {
        token.clone()
    }
}

impl fmt::Debug for PageToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageToken(..)")
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items on this page.
    pub items: Vec<T>,
    /// The token of the next page; `None` on the last one.
    pub next: Option<PageToken>,
    /// How many items all pages have, where the server says so.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// A page of `items`, followed by the page `next`.
    #[must_use]
    pub fn new(items: Vec<T>, next: Option<PageToken>, total: Option<u64>) -> Self {
        Page { items, next, total }
    }

    /// How many items are on this page.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether no items are on this page.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The items on this page.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }
}

impl<T> Default for Page<T> {
    /// An empty page, the last one.
    fn default() -> Self {
        Page::new(Vec::new(), None, None)
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_a_collection() {
        let page = Page::new(vec![1, 2], None, None);
        assert_eq!(
            (page.len(), page.is_empty(), page.iter().sum::<i32>()),
            (2, false, 3)
        );
        assert_eq!((&page).into_iter().count(), 2);
        assert_eq!(page.into_iter().collect::<Vec<_>>(), [1, 2]);
        assert!(Page::<()>::default().is_empty());
    }

    #[test]
    fn numbers_of_pages_travel_as_tokens() {
        assert_eq!(PageToken::of_number(7).number(), Some(7));
        assert_eq!(PageToken::from("7").number(), None);
        assert_eq!(PageToken::from("page=x").number(), None);
        assert!(!format!("{:?}", PageToken::from("CANARY")).contains("CANARY"));
    }
}
