//! Mistakes in a client's setup: found when it is built, named by their setter.

use ory_core::__private::Call;
use ory_core::operation::{Endpoint, Idempotency, OperationSpec};
use ory_core::{Client, ErrorKind, TlsRoots, Transport};

use crate::server::Server;
use crate::{ADMIN, ON_ADMIN, PUBLIC, READ, call, client_of, config};

#[test]
fn base_urls_that_cannot_be_are_refused_by_name() {
    for (url, expected) in [
        ("", "is empty"),
        ("localhost:4433", "has no scheme"),
        ("127.0.0.1", "has no scheme"),
        ("//host/path", "has no scheme"),
        ("/path", "has no scheme"),
        ("http://", "has no host"),
        ("http:///path", "has no host"),
        ("http://host:99999", "has a port"),
        ("http://host:", "has a port"),
        (" http://host", "has a blank, a line break"),
        ("http://ho st", "has a blank, a line break"),
        ("http://host\n", "has a blank, a line break"),
        ("https://b\u{fc}cher.example", "its ASCII form"),
        ("ftp://host", "neither http nor https"),
        ("http://host/?tenant=1", "has a query"),
        ("http://host?", "has a query"),
        ("http://host/#part", "has a fragment"),
        ("http://user:hunter2@host", "give them to `credentials`"),
    ] {
        let error = client_of(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let text = error.to_string();
        assert!(
            text.contains("`public_url`") && text.contains(expected),
            "{url:?}: {text}"
        );
        assert!(!format!("{error:?}").contains("hunter2"));
    }
}

#[tokio::test]
async fn path_prefixes_are_kept_and_slashes_at_the_end_do_not_matter() {
    let server = Server::always("ok");
    for (suffix, target) in [
        ("", "/things"),
        ("/", "/things"),
        ("/kratos", "/kratos/things"),
        ("/kratos/", "/kratos/things"),
        ("/a%20b/c//", "/a%20b/c/things"),
    ] {
        let client = client_of(server.url() + suffix).build().unwrap();
        call(&client, &READ).await.unwrap();
        assert_eq!(server.requests().last().unwrap().target, target);
    }
}

#[tokio::test]
async fn an_endpoint_that_is_not_set_is_named_with_its_setter() {
    let client = client_of("http://127.0.0.1:1").build().unwrap();
    let error = call(&client, &ON_ADMIN).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let text = error.to_string();
    assert!(
        text.contains("readAdmin") && text.contains("`admin_url`"),
        "{text}"
    );
    // A request for other means of sending is refused as well.
    assert!(Call::new(&client, &ON_ADMIN, &[]).into_request().is_err());
}

#[tokio::test]
async fn operations_of_any_endpoint_take_the_first_that_is_set() {
    static ANYWHERE: OperationSpec = OperationSpec::new(
        "anywhere",
        "test",
        http::Method::GET,
        "/health/alive",
        Endpoint::any(),
    )
    .idempotency(Idempotency::Safe);
    let (public, admin) = (Server::always("public"), Server::always("admin"));
    let both = Client::builder()
        .endpoint(ADMIN, admin.url())
        .endpoint(PUBLIC, public.url());
    assert_eq!(
        call(&both.build().unwrap(), &ANYWHERE).await.unwrap(),
        "public"
    );
    let one = Client::builder()
        .endpoint(ADMIN, admin.url())
        .build()
        .unwrap();
    assert_eq!(call(&one, &ANYWHERE).await.unwrap(), "admin");
    let none = Client::builder().build().unwrap();
    assert!(
        call(&none, &ANYWHERE)
            .await
            .unwrap_err()
            .to_string()
            .contains("`url`")
    );
}

#[test]
fn a_url_that_is_set_again_replaces_the_first() {
    let client = client_of("nonsense")
        .config(&config().tls_roots(crate::tls::trust_nobody_in_particular()))
        .endpoint(PUBLIC, "https://ory.example")
        .build()
        .unwrap();
    assert!(format!("{client:?}").contains("https://ory.example"));
}

#[test]
fn what_has_no_effect_or_cannot_work_is_refused() {
    let transport = config().to_transport().unwrap();
    let builder = || client_of("http://127.0.0.1:1");
    let second = std::time::Duration::from_secs(1);
    for (builder, expected) in [
        (
            builder().config(&config().transport(transport).connect_timeout(second)),
            "`connect_timeout` has no effect",
        ),
        (
            builder().timeout(std::time::Duration::ZERO),
            "`timeout` is zero",
        ),
        (
            builder().config(&config().attempt_timeout(std::time::Duration::ZERO)),
            "`attempt_timeout` is zero",
        ),
        (
            builder().config(&config().user_agent("line\nbreak")),
            "`user_agent`",
        ),
        (builder().config(&config().proxy("proxy:3128")), "`proxy`"),
        (
            builder().config(&config().tls_roots(TlsRoots::none().with_pem("-"))),
            "`tls_roots`",
        ),
        (builder().api_key("key with a blank"), "API key"),
        (
            client_of("https://ory.example").config(&config().tls_roots(TlsRoots::none())),
            "no certificate authority",
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(expected), "{error}");
    }
    let error = config().proxy("ftp://proxy").to_transport().unwrap_err();
    assert!(error.to_string().contains("`proxy`"), "{error}");
}

#[test]
fn clients_are_one_pointer_and_cross_threads() {
    fn crosses_threads<T: Send + Sync + Clone + 'static>() {}
    crosses_threads::<Client>();
    crosses_threads::<Transport>();
    assert_eq!(size_of::<Client>(), size_of::<usize>());
}

#[tokio::test]
async fn requests_for_other_means_carry_no_credentials() {
    let client = client_of("https://ory.example")
        .config(&config().tls_roots(crate::tls::trust_nobody_in_particular()))
        .api_key("ory_pat_key")
        .build()
        .unwrap();
    let request = Call::new(&client, &crate::KEYED, &[])
        .into_request()
        .unwrap();
    assert_eq!(request.uri(), "https://ory.example/things");
    assert!(!request.headers().contains_key("authorization"));
}
