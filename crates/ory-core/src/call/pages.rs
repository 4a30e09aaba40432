//! Lists that come in pages, fetched as they are asked for.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::call::answer::{Answer, Decode};
use crate::call::builder::Call;
use crate::call::future::Pending;
use crate::call::page::{Page, PageToken};
use crate::error::Error;
use crate::spec::Paging;

/// The part of a pager that is the same for all operations.
///
/// A list ends with a page that names no successor, is empty, or was fetched before: some servers
/// send `next` indefinitely, others ignore the parameter that selects a page.
struct Cursor {
    call: Call,
    /// The page that is fetched next; `None` before the first page means the first.
    token: Option<PageToken>,
    /// The tokens of the pages that were fetched.
    seen: HashSet<PageToken>,
    /// The body of the page before, to recognise a page that is served again and again.
    last: Bytes,
    /// How many items the pages so far held, if they began with the first; to compare with a total.
    items: Option<u64>,
    /// Whether a page has held as many items as were asked for: the server honours the size.
    full: bool,
    done: bool,
}

impl Cursor {
    fn new(call: Call) -> Self {
        let token = call.current_page();
        Cursor {
            call,
            items: token.is_none().then_some(0),
            token,
            seen: HashSet::new(),
            last: Bytes::new(),
            full: false,
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

    /// Moves on after a page, and says whether the page is to be given out.
    fn advance<T>(&mut self, answer: &Answer, page: &Page<T>) -> bool {
        if let Some(token) = self.token.take() {
            self.seen.insert(token);
        }
        let is_body = matches!(self.call.spec().paging, Some(Paging::Body));
        let repeated = !is_body && !self.last.is_empty() && self.last == *answer.body();
        if page.is_empty() || repeated {
            self.done = true;
            return false;
        }
        self.last = answer.body().clone();
        self.items = self
            .items
            .map(|items| items.saturating_add(page.len() as u64));
        match &page.next {
            Some(next) if !self.seen.contains(next) && !self.is_last(page) => {
                self.token = Some(next.clone());
            }
            _ => self.done = true,
        }
        true
    }

    /// Whether the count of items says that this page is the last, where pages are counted and
    /// nothing else says so.
    fn is_last<T>(&mut self, page: &Page<T>) -> bool {
        if !matches!(self.call.spec().paging, Some(Paging::Count { .. })) {
            return false;
        }
        if page.total.is_some() {
            // A total that is less than what was seen is no total.
            return self.items == page.total;
        }
        let short = self.full
            && self
                .call
                .current_page_size()
                .is_some_and(|size| page.len() < size);
        self.full |= self.call.current_page_size() == Some(page.len());
        short
    }
}

/// All pages of a list: a [`Stream`], and [`Pages::next`] without one.
///
/// It ends after a page without successor, before an empty page, and before a page that it has
/// already given. After an error it ends too; [`Pages::token`] then names the page to resume from.
#[must_use = "pages are fetched as they are asked for"]
pub struct Pages<T> {
    cursor: Cursor,
    decode: Decode<Page<T>>,
    pending: Option<Pending>,
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

    /// The token of the page that comes next, for resuming with `page_token` later; `None` before the
    /// first page and after the last.
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
                Some(call) => self.pending.insert(call.begin()),
            },
        };
        let answer = ready!(pending.poll(cx));
        self.pending = None;
        let page = answer.and_then(|answer| Ok(((self.decode)(&answer)?, answer)));
        Poll::Ready(match page {
            Err(error) => {
                self.cursor.done = true;
                Some(Err(error))
            }
            Ok((page, answer)) => self.cursor.advance(&answer, &page).then_some(Ok(page)),
        })
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

    /// The token of the page that the last item came from, for resuming with `page_token` later;
    /// `None` on the first page.
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
mod tests;
