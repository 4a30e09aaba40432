//! Lists that come in pages, over a client whose transport is a scripted server.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};

use futures_core::Stream;
use ory_core::__private::{Call, decode};
use ory_core::operation::{Endpoint, Idempotency, OperationSpec, Paging};
use ory_core::{Body, Client, PageToken, RetryPolicy};

const ADMIN: Endpoint = Endpoint::new(1, "admin", "admin_url");

const fn spec(paging: Paging) -> OperationSpec {
    OperationSpec::new("listNumbers", "test", http::Method::GET, "/numbers", ADMIN)
        .idempotency(Idempotency::Safe)
        .paging(paging)
}

static LINKED: OperationSpec = spec(Paging::Link);
static COUNTED: OperationSpec = spec(Paging::Count { start: 1 });

/// Lists numbers.
#[must_use = "builders do nothing unless awaited"]
pub struct List {
    call: Call,
}

ory_core::paged_operation! { List => u32, decode::link_page }

/// Lists numbers by counting.
#[must_use = "builders do nothing unless awaited"]
pub struct Count {
    call: Call,
}

ory_core::paged_operation! { Count => u32, decode::count_page }

/// A server that answers by the request's query, and what it was asked.
#[derive(Clone)]
struct Server {
    pages: Arc<BTreeMap<&'static str, (u16, &'static str, &'static str)>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new<const N: usize>(
        pages: [(&'static str, (u16, &'static str, &'static str)); N],
    ) -> Server {
        Server {
            pages: Arc::new(pages.into()),
            asked: Arc::default(),
        }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn client(&self) -> Client {
        let server = self.clone();
        let service = tower::service_fn(move |request: http::Request<Body>| {
            let query = request.uri().query().unwrap_or_default().to_owned();
            let (status, body, next) = server.pages[query.as_str()];
            server.asked.lock().unwrap().push(query);
            let mut response = http::Response::builder().status(status);
            if !next.is_empty() {
                let link = format!("<https://elsewhere.example/x?page_token={next}>;rel=\"next\"");
                response = response.header("link", link);
            }
            let response = response.body(Body::from(bytes::Bytes::from_static(body.as_bytes())));
            async move {
                // So that a future can be dropped while the page is on its way.
                tokio::task::yield_now().await;
                Ok::<_, Infallible>(response.unwrap())
            }
        });
        Client::builder()
            .endpoint(ADMIN, "http://127.0.0.1:1")
            .config(
                &ory_core::Config::new()
                    .retry(RetryPolicy::never())
                    .transport(service),
            )
            .build()
            .unwrap()
    }

    fn list(&self) -> List {
        List {
            call: Call::new(&self.client(), &LINKED, &[]),
        }
    }
}

#[tokio::test]
async fn items_fetch_pages_as_they_are_needed() {
    let server = Server::new([
        ("", (200, "[1,2]", "a%2Bb")),
        ("page_token=a%2Bb", (200, "[3]", "c")),
        ("page_token=c", (200, "[4]", "")),
    ]);
    let mut items = server.list().items();
    assert!(server.asked().is_empty());
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert_eq!(items.next().await.unwrap().unwrap(), 2);
    assert_eq!(server.asked().len(), 1);
    assert_eq!(items.token(), None);
    assert_eq!(items.next().await.unwrap().unwrap(), 3);
    assert_eq!(items.token(), Some(&PageToken::from("a+b")));
    assert_eq!(items.next().await.unwrap().unwrap(), 4);
    assert_eq!(items.token(), Some(&PageToken::from("c")));
    assert!(items.next().await.is_none());
    assert!(items.next().await.is_none());
    assert_eq!(items.token(), Some(&PageToken::from("c")));
    assert_eq!(server.asked(), ["", "page_token=a%2Bb", "page_token=c"]);
}

#[tokio::test]
async fn a_page_that_fails_is_where_to_resume() {
    let server = Server::new([("", (200, "[1]", "b")), ("page_token=b", (500, "{}", ""))]);
    let mut pages = server.list().pages();
    assert_eq!(pages.next().await.unwrap().unwrap().items, [1]);
    assert!(pages.next().await.unwrap().unwrap_err().is_server_error());
    assert!(pages.next().await.is_none());
    let token = pages.token().unwrap().clone();

    let server = Server::new([("page_token=b", (200, "[2]", ""))]);
    let mut list = server.list();
    list.call.page_token(token);
    let mut items = list.items();
    assert_eq!(items.next().await.unwrap().unwrap(), 2);
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_list_that_names_a_next_page_for_ever_ends() {
    let empty = Server::new([("", (200, "[]", "a"))]);
    assert!(empty.list().items().next().await.is_none());
    assert_eq!(empty.asked().len(), 1);

    let same = Server::new([("", (200, "[1]", "a")), ("page_token=a", (200, "[2]", "a"))]);
    let mut items = same.list().items();
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(item.unwrap());
    }
    assert_eq!((seen, same.asked().len()), (vec![1, 2], 2));
}

#[tokio::test]
async fn counted_pages_go_on_from_the_page_that_was_asked_for() {
    let server = Server::new([
        ("", (200, "[1,2]", "wrong")),
        ("page=2", (200, "[3,4]", "")),
        ("page=3", (200, "[5]", "1")),
        ("page=4", (200, "null", "1")),
    ]);
    let mut items = Count {
        call: Call::new(&server.client(), &COUNTED, &[]),
    }
    .items();
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(item.unwrap());
    }
    assert_eq!(seen, [1, 2, 3, 4, 5]);
    assert_eq!(server.asked(), ["", "page=2", "page=3", "page=4"]);

    let mut call = Call::new(&server.client(), &COUNTED, &[]);
    call.page_token("3");
    let page = Count { call }.await.unwrap();
    assert_eq!(page.next, Some(PageToken::from("4")));
}

#[tokio::test]
async fn the_response_keeps_what_stood_beside_the_page() {
    let server = Server::new([("", (203, "[1]", "b"))]);
    let response = server.list().response().await.unwrap();
    assert_eq!(response.status(), 203);
    assert!(response.headers().contains_key("link"));
    assert_eq!(response.value.next, Some(PageToken::from("b")));
}

#[tokio::test]
async fn a_dropped_future_of_the_next_item_loses_nothing() {
    let server = Server::new([("", (200, "[1,2]", ""))]);
    let mut items = server.list().items();
    {
        let mut next = Box::pin(items.next());
        let mut cx = Context::from_waker(Waker::noop());
        assert!(next.as_mut().poll(&mut cx).is_pending());
    }
    let mut rest = Vec::new();
    while let Some(item) = items.next().await {
        rest.push(item.unwrap());
    }
    assert_eq!(rest, [1, 2]);
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_pager_is_a_stream() {
    let server = Server::new([("", (200, "[1,2]", ""))]);
    let mut stream = server.list().items();
    let mut seen = Vec::new();
    while let Some(item) = std::future::poll_fn(|cx| Pin::new(&mut stream).poll_next(cx)).await {
        seen.push(item.unwrap());
    }
    assert_eq!(seen, [1, 2]);
}
