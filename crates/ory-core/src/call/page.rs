//! Lists that come in pages.

use std::collections::HashSet;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::call::operation::{Call, Decode, ResponseFuture};
use crate::error::Error;

/// Which page of a list to ask for: opaque, from [`Page::next`] or [`Pages::token`], and good for resuming later.
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
}

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

/// The number of the page that was asked for; left in a response's extensions where pages are counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CountedPage(pub(crate) u32);

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
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

/// The part of a pager that is the same for all operations.
struct Cursor {
    call: Call,
    /// The page that is fetched next; `None` before the first page means the first.
    token: Option<PageToken>,
    /// The tokens of the pages that were fetched: some servers send `next` for ever.
    seen: HashSet<PageToken>,
    done: bool,
}

impl Cursor {
    fn new(call: Call) -> Self {
        let token = call.current_page();
        Cursor {
            call,
            token,
            seen: HashSet::new(),
            done: false,
        }
    }

    /// The call for the next page.
    fn call(&mut self) -> Option<Call> {
        if self.done {
            return None;
        }
        let mut call = self.call.clone();
        if let Some(token) = &self.token {
            call.set_page_token(token);
        }
        Some(call)
    }

    /// Moves on after a page.
    fn advance(&mut self, empty: bool, next: Option<&PageToken>) {
        if let Some(token) = self.token.take() {
            self.seen.insert(token);
        }
        match next {
            Some(next) if !empty && !self.seen.contains(next) => self.token = Some(next.clone()),
            _ => self.done = true,
        }
    }
}

/// All pages of a list: a [`Stream`], and [`Pages::next`] without one.
///
/// It ends after a page without successor, before an empty page, and before a page that it has already given.
/// After an error it ends too; [`Pages::token`] then names the page to resume from.
#[must_use = "pages are fetched as they are asked for"]
pub struct Pages<T> {
    cursor: Cursor,
    decode: Decode<Page<T>>,
    pending: Option<ResponseFuture<Page<T>>>,
}

impl<T> Pages<T> {
    /// The pages from the one that `call` asks for.
    #[doc(hidden)]
    #[inline]
    pub fn new(call: Call, decode: Decode<Page<T>>) -> Self {
        Pages {
            cursor: Cursor::new(call),
            decode,
            pending: None,
        }
    }

    /// The token of the page that comes next, for resuming with `page_token` later; `None` before the first page
    /// and after the last.
    #[must_use]
    pub fn token(&self) -> Option<&PageToken> {
        self.cursor.token.as_ref()
    }

    /// The next page, or `None` after the last.
    ///
    /// Cancelling the returned future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    #[inline]
    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        let pending = match &mut self.pending {
            Some(pending) => pending,
            None => match self.cursor.call() {
                None => return Poll::Ready(None),
                Some(call) => self.pending.insert(call.send(self.decode)),
            },
        };
        let result = ready!(Pin::new(pending).poll(cx));
        self.pending = None;
        match result {
            Err(error) => {
                self.cursor.done = true;
                Poll::Ready(Some(Err(error)))
            }
            Ok(page) => {
                self.cursor.advance(page.is_empty(), page.next.as_ref());
                if page.is_empty() {
                    Poll::Ready(None)
                } else {
                    Poll::Ready(Some(Ok(page)))
                }
            }
        }
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(cx)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("call", &self.cursor.call)
            .finish_non_exhaustive()
    }
}

/// All items of a list, page by page: a [`Stream`], and [`Items::next`] without one.
///
/// It ends as [`Pages`] does.
#[must_use = "items are fetched as they are asked for"]
pub struct Items<T> {
    pages: Pages<T>,
    items: std::vec::IntoIter<T>,
    token: Option<PageToken>,
}

impl<T> Items<T> {
    /// The items from the page that `call` asks for.
    #[doc(hidden)]
    #[inline]
    pub fn new(call: Call, decode: Decode<Page<T>>) -> Self {
        let pages = Pages::new(call, decode);
        let token = pages.token().cloned();
        Items {
            pages,
            items: Vec::new().into_iter(),
            token,
        }
    }

    /// The token of the page that the last item came from, for resuming with `page_token` later; `None` on the
    /// first page.
    #[must_use]
    pub fn token(&self) -> Option<&PageToken> {
        self.token.as_ref()
    }

    /// The next item, or `None` after the last.
    ///
    /// Cancelling the returned future loses nothing.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    #[inline]
    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            if !self.pages.cursor.done {
                self.token.clone_from(&self.pages.cursor.token);
            }
            match ready!(self.pages.poll_page(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => self.items = page.items.into_iter(),
            }
        }
    }
}

impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.items.len(), None)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("call", &self.pages.cursor.call)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::spec::{OperationSpec, Paging};
    use crate::testing::{COUNTED, LINKED, header, response};
    use crate::{Client, decode};

    type Server = fn(page: Option<&str>) -> http::Response<Bytes>;

    fn call(spec: &'static OperationSpec) -> Call {
        let client = Client::builder()
            .endpoint(spec.endpoint, "http://127.0.0.1:1")
            .build()
            .unwrap();
        Call::new(&client, spec, &["1"])
    }

    /// Pages through a list as [`Pages`] does, without a transport: the items, and how many requests that took.
    fn collect(mut call: Call, token: Option<&str>, server: Server) -> (Vec<u32>, usize) {
        let spec = call.spec();
        if let Some(token) = token {
            call.page_token(token);
        }
        let mut cursor = Cursor::new(call);
        let (mut items, mut requests) = (Vec::new(), 0);
        while let Some(call) = cursor.call() {
            requests += 1;
            assert!(requests < 50, "endless");
            let page = call.current_page();
            let mut answer = server(page.as_ref().map(PageToken::as_str));
            let page = if let Some(Paging::Count { start }) = spec.paging {
                let number = page.map_or(start, |page| page.as_str().parse().unwrap());
                answer.extensions_mut().insert(CountedPage(number));
                decode::count_page::<u32>(spec, &answer).unwrap()
            } else {
                decode::link_page::<u32>(spec, &answer).unwrap()
            };
            cursor.advance(page.is_empty(), page.next.as_ref());
            items.extend(page);
        }
        (items, requests)
    }

    fn page(body: &'static str, next: &str) -> http::Response<Bytes> {
        let mut response = response(200, body);
        if !next.is_empty() {
            let link = format!("</elsewhere/things?page_token={next}>; rel=\"next\"");
            *response.headers_mut() = header(&[("link", link.as_bytes())]);
        }
        response
    }

    #[test]
    fn follows_the_links_to_the_last_page() {
        let server: Server = |token| match token {
            None => page("[1,2]", "b%20%2B"),
            Some("b +") => page("[3]", "c"),
            Some("c") => page("[4]", ""),
            _ => panic!("{token:?}"),
        };
        assert_eq!(collect(call(&LINKED), None, server), (vec![1, 2, 3, 4], 3));
        assert_eq!(collect(call(&LINKED), Some("b +"), server), (vec![3, 4], 2));
    }

    #[test]
    fn stops_on_an_empty_page_although_next_is_named_for_ever() {
        let server: Server = |token| match token {
            None => page("[1]", "1"),
            Some(token) => {
                let next = (token.parse::<u32>().unwrap() + 1).to_string();
                page(if token == "1" { "[2]" } else { "null" }, &next)
            }
        };
        assert_eq!(collect(call(&LINKED), None, server), (vec![1, 2], 3));
    }

    #[test]
    fn stops_on_a_page_that_was_seen() {
        let itself: Server = |token| match token {
            None => page("[1]", "a"),
            _ => page("[2]", "a"),
        };
        assert_eq!(collect(call(&LINKED), None, itself), (vec![1, 2], 2));
        let circle: Server = |token| match token {
            None | Some("c") => page("[1]", "a"),
            Some("a") => page("[2]", "b"),
            _ => page("[3]", "c"),
        };
        assert_eq!(
            collect(call(&LINKED), Some("c"), circle),
            (vec![1, 2, 3], 3)
        );
    }

    #[test]
    fn counts_where_next_cannot_be_relied_on() {
        let server: Server = |token| match token {
            None => page("[1,2]", "wrong"),
            Some("2") => page("[3,4]", ""),
            Some("3") => page("[5,6]", "1"),
            Some("4") => page("[]", "1"),
            _ => panic!("{token:?}"),
        };
        assert_eq!(
            collect(call(&COUNTED), None, server),
            (vec![1, 2, 3, 4, 5, 6], 4)
        );
        assert_eq!(collect(call(&COUNTED), Some("3"), server), (vec![5, 6], 2));
    }

    #[test]
    fn a_pager_resumes_from_its_token() {
        let pages = |token: Option<&str>| {
            let mut call = call(&LINKED);
            if let Some(token) = token {
                call.page_token(token);
            }
            Pages::<u32>::new(call, decode::link_page)
        };
        assert_eq!(pages(None).token(), None);
        assert_eq!(pages(Some("a+b")).token(), Some(&PageToken::from("a+b")));
        let mut pages = pages(None);
        pages
            .cursor
            .advance(false, Some(&PageToken::from("CANARY")));
        assert_eq!(pages.token().unwrap().as_str(), "CANARY");
        assert!(!format!("{pages:?} {:?}", pages.token()).contains("CANARY"));
        pages.cursor.advance(false, None);
        assert_eq!(pages.token(), None);
    }

    #[test]
    fn a_call_that_fails_ends_the_list() {
        let client = Client::builder()
            .endpoint(LINKED.endpoint, "http://127.0.0.1:1")
            .build()
            .unwrap();
        let mut items = Items::<u32>::new(Call::new(&client, &LINKED, &[""]), decode::link_page);
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let first = Pin::new(&mut items).poll_next(&mut cx);
        assert!(matches!(first, Poll::Ready(Some(Err(error))) if error.is_configuration()));
        assert!(matches!(
            Pin::new(&mut items).poll_next(&mut cx),
            Poll::Ready(None)
        ));
    }

    #[test]
    fn a_page_is_a_collection() {
        let page = Page::new(vec![1, 2], None, None);
        assert_eq!(
            (page.len(), page.is_empty(), page.iter().sum::<i32>()),
            (2, false, 3)
        );
        assert_eq!((&page).into_iter().count(), 2);
        assert_eq!(page.into_iter().collect::<Vec<_>>(), [1, 2]);
    }
}
