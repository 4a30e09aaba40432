//! Builders as a product crate declares them: what the macros give, seen from outside.

use std::error::Error as _;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use ory_core::__private::{Answer, Call, decode};
use ory_core::operation::{Endpoint, OperationSpec, Paging};
use ory_core::{Client, Error, Page, PageToken, RetryPolicy};

pub mod models {
    //! What is sent and received.

    use serde::{Deserialize, Serialize};

    /// A thing.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Thing {
        /// Its name.
        pub name: String,
    }

    /// A list of things.
    #[derive(Debug, Serialize, Deserialize)]
    pub struct Things {
        /// The things.
        pub things: Vec<Thing>,
        /// The token of the next page.
        pub next_page_token: Option<String>,
    }

    impl ory_core::__private::decode::PagedBody for Things {
        type Item = Thing;

        fn into_page(self) -> (Vec<Thing>, Option<String>) {
            (self.things, self.next_page_token)
        }
    }
}

const ADMIN: Endpoint = Endpoint::new(1, "admin", "admin_url");

const fn spec(
    id: &'static str,
    method: http::Method,
    path: &'static str,
    paging: Option<Paging>,
) -> OperationSpec {
    let spec = OperationSpec::new(id, "test", method, path, ADMIN);
    match paging {
        Some(paging) => spec.paging(paging),
        None => spec,
    }
}

/// Makes a thing.
#[must_use = "builders do nothing unless awaited"]
pub struct CreateThing {
    call: Call,
}

ory_core::operation! { CreateThing => models::Thing, ory_core::__private::decode::json }

/// Deletes a thing.
#[must_use = "builders do nothing unless awaited"]
pub struct DeleteThing {
    call: Call,
}

ory_core::operation! { DeleteThing => (), ory_core::__private::decode::empty }

/// Lists things by `Link`.
#[must_use = "builders do nothing unless awaited"]
#[derive(Clone)]
pub struct ListThings {
    call: Call,
}

ory_core::paged_operation! { ListThings => models::Thing, ory_core::__private::decode::link_page }

impl ListThings {
    /// Limits the page.
    #[inline]
    pub fn page_size(mut self, items: u32) -> Self {
        self.call.page_size(items);
        self
    }

    /// Selects the page.
    #[inline]
    pub fn page_token(mut self, token: impl Into<PageToken>) -> Self {
        self.call.page_token(token);
        self
    }
}

/// Lists things by the body.
#[must_use = "builders do nothing unless awaited"]
pub struct ListMore {
    call: Call,
}

ory_core::paged_operation! { ListMore => models::Thing, ory_core::__private::decode::body_page::<models::Things> }

/// Sends a browser to the authorization endpoint.
#[must_use = "builders do nothing unless awaited"]
pub struct Authorize {
    call: Call,
}

ory_core::redirect_operation! { Authorize }

static CREATE: OperationSpec = spec("createThing", http::Method::POST, "/things", None);
static DELETE: OperationSpec = spec("deleteThing", http::Method::DELETE, "/things/{id}", None);
static LIST: OperationSpec = spec(
    "listThings",
    http::Method::GET,
    "/things",
    Some(Paging::Link),
);
static MORE: OperationSpec = spec("listMore", http::Method::GET, "/more", Some(Paging::Body));
static AUTHORIZE: OperationSpec = spec("authorize", http::Method::GET, "/oauth2/auth", None);

fn client() -> Client {
    Client::builder()
        .endpoint(ADMIN, "http://127.0.0.1:1/prefix/")
        .build()
        .unwrap()
}

fn create(thing: &models::Thing) -> CreateThing {
    let mut call = Call::new(&client(), &CREATE, &[]);
    call.json(thing);
    CreateThing { call }
}

fn delete(id: &str) -> DeleteThing {
    DeleteThing {
        call: Call::new(&client(), &DELETE, &[id]),
    }
}

fn list() -> ListThings {
    ListThings {
        call: Call::new(&client(), &LIST, &[]),
    }
}

/// Polls a future that has nothing to wait for.
fn now<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits for something"),
    }
}

#[test]
fn a_request_can_be_had_without_sending_it() {
    let thing = models::Thing {
        name: "a".to_owned(),
    };
    let request = create(&thing)
        .with_timeout(Duration::from_secs(1))
        .with_retry(RetryPolicy::never())
        .with_header("x-trace", "t")
        .into_request()
        .unwrap();
    assert_eq!(request.method(), http::Method::POST);
    assert_eq!(request.uri(), "http://127.0.0.1:1/prefix/things");
    assert_eq!(request.headers()["x-trace"], "t");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.body().as_ref(), br#"{"name":"a"}"#);
}

#[test]
fn builders_print_their_operation_and_nothing_else() {
    let thing = models::Thing {
        name: "CANARY".to_owned(),
    };
    let create = create(&thing).with_header("x-trace", "CANARY");
    assert_eq!(
        format!("{create:?}"),
        r#"Call { operation: "createThing", .. }"#
    );
    let futures = format!(
        "{:?} {:?}",
        create.send(),
        list().page_token("CANARY").response()
    );
    let pagers = format!(
        "{:?} {:?}",
        list().page_token("CANARY").items(),
        list().pages()
    );
    assert!(
        !futures.contains("CANARY") && futures.contains("createThing"),
        "{futures}"
    );
    assert!(
        !pagers.contains("CANARY") && pagers.contains("listThings"),
        "{pagers}"
    );
}

#[test]
fn every_way_to_send_reports_a_mistake_in_the_call() {
    for id in ["", ".", ".."] {
        let errors: [Error; 3] = [
            now(delete(id).send()).unwrap_err(),
            now(delete(id).response()).unwrap_err(),
            now(delete(id).into_future()).unwrap_err(),
        ];
        for error in errors {
            assert!(error.is_configuration());
            assert_eq!(error.operation(), Some("deleteThing"));
            assert!(!error.may_have_been_sent() && error.source().is_none());
        }
    }
    let error = delete("1")
        .with_header("x", "a\r\nb: c")
        .into_request()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("deleteThing (test): the value of the header `x`")
    );
}

#[test]
fn futures_and_pagers_are_send_and_can_be_named() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let future: ory_core::operation::ResponseFuture<()> = is_send(delete("1").send());
    drop(future);
    let _: ory_core::Items<models::Thing> = is_send(list().page_size(2).items());
    let mut pages: ory_core::Pages<models::Thing> = is_send(list().pages());
    drop(is_send(pages.next()));
    let stream: Pin<Box<dyn futures_core::Stream<Item = Result<models::Thing, Error>> + Send>> =
        Box::pin(list().items());
    drop(stream);
    let more = ListMore {
        call: Call::new(&client(), &MORE, &[]),
    };
    let _: ory_core::Pages<models::Thing> = more.pages();
}

#[test]
fn a_redirect_is_a_url_without_being_sent() {
    let mut call = Call::new(&client(), &AUTHORIZE, &[]);
    call.query("redirect_uri", "https://app.example/cb?a=b");
    let url = Authorize { call }.into_url().unwrap();
    assert_eq!(
        url,
        "http://127.0.0.1:1/prefix/oauth2/auth?redirect_uri=https%3A%2F%2Fapp.example%2Fcb%3Fa%3Db"
    );
}

#[test]
fn pages_are_decoded_by_the_operations_own_decoder() {
    let response = http::Response::new(ory_core::Bytes::from_static(
        br#"{"things":[{"name":"a"}],"next_page_token":"b"}"#,
    ));
    let page: Page<models::Thing> =
        decode::body_page::<models::Things>(&Answer::new(&MORE, response)).unwrap();
    assert_eq!(page.items[0].name, "a");
    assert_eq!(page.next, Some(PageToken::from("b")));
}
