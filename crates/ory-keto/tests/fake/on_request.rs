//! What a fake does because a test wants it to.

use std::time::Duration;

use ory_core::{Config, ErrorKind, RetryPolicy};
use ory_keto::testing::{Clock, FakeKeto, Fault, allow};
use ory_keto::{Client, RelationTuple, opl, ory_core};

const MODEL: &str = r#"
class User implements Namespace {}
class Group implements Namespace {
  related: { members: (User | SubjectSet<Group, "members">)[] }
}
class File implements Namespace {
  related: { owners: (User | SubjectSet<Group, "members">)[] }
  permits = { view: (ctx) => this.related.owners.includes(ctx.subject) }
}"#;

fn keto() -> FakeKeto {
    let keto = FakeKeto::new(opl::parse(MODEL).unwrap());
    keto.insert(tuple("File:report#owners@ada"));
    keto
}

/// A client that does not retry.
fn once(keto: &FakeKeto) -> Client {
    Client::builder()
        .url("http://keto.test")
        .config(
            &Config::new()
                .transport(keto.clone())
                .retry(RetryPolicy::never()),
        )
        .build()
        .unwrap()
}

fn tuple(text: &str) -> RelationTuple {
    text.parse().unwrap()
}

async fn may_view(client: &Client) -> Result<bool, ory_keto::Error> {
    client
        .permission()
        .check(tuple("File:report#view@ada"))
        .await
}

#[tokio::test(start_paused = true)]
async fn a_fault_happens_as_often_as_it_was_asked_for() {
    let keto = keto();
    for fault in [
        Fault::RateLimited(1),
        Fault::Status(503, 1),
        Fault::Reset(1),
        Fault::LostResponse(1),
    ] {
        keto.forget_calls();
        keto.fail(fault.clone());
        assert!(may_view(&keto.client()).await.unwrap(), "{fault:?}");
        assert_eq!(keto.calls("postCheckPermission"), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn each_fault_is_the_error_that_it_would_be() {
    let keto = keto();
    let client = once(&keto);
    keto.fail(Fault::RateLimited(1));
    let error = may_view(&client).await.unwrap_err();
    assert!(error.is_rate_limited());
    keto.fail(Fault::Status(500, 1));
    let error = may_view(&client).await.unwrap_err();
    assert!(error.is_server_error() && error.api().unwrap().message().is_some());
    keto.fail(Fault::Garbage(1));
    assert_eq!(
        may_view(&client).await.unwrap_err().kind(),
        ErrorKind::Decode
    );
    for fault in [Fault::Reset(1), Fault::LostResponse(1)] {
        keto.fail(fault);
        assert_eq!(
            may_view(&client).await.unwrap_err().kind(),
            ErrorKind::Transport
        );
    }
    assert!(may_view(&client).await.unwrap());
}

#[tokio::test]
async fn a_lost_response_is_one_whose_request_was_processed() {
    let keto = keto();
    let client = once(&keto);
    for (fault, stored) in [(Fault::Reset(1), 1), (Fault::LostResponse(1), 2)] {
        keto.fail(fault);
        let insert = client
            .relationship()
            .transaction()
            .insert(tuple("File:plan#owners@bob"));
        insert.await.unwrap_err();
        assert_eq!(keto.relationships().len(), stored);
    }
}

#[tokio::test(start_paused = true)]
async fn a_delay_is_waited_for() {
    let keto = keto();
    keto.fail_operation(
        "postCheckPermission",
        Fault::Delay(Duration::from_secs(10), 1),
    );
    let start = tokio::time::Instant::now();
    assert!(may_view(&once(&keto)).await.unwrap());
    assert_eq!(start.elapsed(), Duration::from_secs(10));
}

#[tokio::test]
async fn a_fault_of_one_operation_is_not_another_ones() {
    let keto = keto();
    keto.fail_operation("patchRelationships", Fault::Status(500, 1));
    let client = once(&keto);
    assert!(may_view(&client).await.unwrap());
    let insert = client
        .relationship()
        .transaction()
        .insert(tuple("File:a#owners@b"));
    assert!(insert.await.unwrap_err().is_server_error());
}

#[tokio::test]
async fn calls_are_logged_with_what_was_asked_and_answered() {
    let clock = Clock::default();
    let keto = FakeKeto::with_clock(opl::parse(MODEL).unwrap(), clock.clone());
    let client = once(&keto);
    clock.advance(Duration::from_secs(60));
    assert!(!may_view(&client).await.unwrap());
    client
        .relationship()
        .get_relationships()
        .namespace("Nope")
        .await
        .unwrap_err();
    keto.fail(Fault::Reset(1));
    client.metadata().get_version().await.unwrap_err();
    let log = keto.log();
    let told: Vec<_> = log
        .iter()
        .map(|call| {
            (
                call.operation.unwrap(),
                call.status.map(|status| status.as_u16()),
                call.at.to_string(),
            )
        })
        .collect();
    let at = "2026-01-01T00:01:00Z".to_owned();
    let expected = [
        ("postCheckPermission", Some(200), at.clone()),
        ("getRelationships", Some(404), at.clone()),
        ("getVersion", None, at),
    ];
    assert_eq!(told, expected);
    assert_eq!(log[1].query, "namespace=Nope");
    assert!(
        std::str::from_utf8(&log[0].body)
            .unwrap()
            .contains("report")
    );
    assert!(!format!("{log:?} {keto:?}").contains("report"));
}

#[test]
#[should_panic(
    expected = "FakeKeto has no operation \"checkpermission\": did you mean \"checkPermission\"?"
)]
fn counting_calls_of_a_mistyped_operation_panics() {
    let _ = keto().calls("checkpermission");
}

#[test]
fn a_socket_serves_the_same_relationships_until_it_is_dropped() {
    let keto = keto();
    let served = keto.serve("127.0.0.1:0").unwrap();
    let address = served.address();
    let client = Client::builder()
        .url(served.url())
        .config(&Config::new().retry(RetryPolicy::never()))
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    assert!(runtime.block_on(may_view(&client)).unwrap());
    keto.fail(Fault::Reset(1));
    assert_eq!(
        runtime.block_on(may_view(&client)).unwrap_err().kind(),
        ErrorKind::Transport
    );
    drop(served);
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[tokio::test]
async fn allow_answers_checks_and_nothing_else() {
    let keto = allow(|tuple| tuple.object == "report");
    assert!(may_view(&keto).await.unwrap());
    let questions = ["File:report#view@ada", "File:plan#view@ada"].map(tuple);
    let results = keto.permission().check_all(questions.clone()).await;
    let results: Vec<bool> = results.into_iter().map(Result::unwrap).collect();
    assert_eq!(results, [true, false]);
    let or_error = keto
        .permission()
        .check_permission_or_error("File", "plan", "view");
    assert!(!or_error.subject_id("ada").await.unwrap());
    let error = keto.relationship().get_relationships().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 501);
    let message = error.api().unwrap().message().unwrap();
    assert_eq!(
        message,
        "ory_keto::testing::allow does not serve getRelationships"
    );
}

#[tokio::test]
async fn limits_are_those_that_were_set() {
    let chain = (1..40).map(|number| {
        tuple(&format!(
            "Group:{number}#members@(Group:{}#members)",
            number + 1
        ))
    });
    let chain: Vec<_> = chain.chain([tuple("Group:40#members@ada")]).collect();
    // The last step looks one group ahead.
    for (depth, allowed) in [(5, false), (38, false), (39, true)] {
        let keto = keto().max_read_depth(depth);
        keto.insert_all(chain.clone());
        let check = keto
            .client()
            .permission()
            .check(tuple("Group:1#members@ada"));
        assert_eq!(check.await.unwrap(), allowed, "{depth}");
    }
    let many = (0..20).map(|number| tuple(&format!("File:wide#owners@(Group:g{number}#members)")));
    let many: Vec<_> = many
        .chain([
            tuple("Group:g19#members@(Group:last#members)"),
            tuple("Group:last#members@ada"),
        ])
        .collect();
    for (width, strict, allowed) in [
        (20, false, Some(true)),
        (19, false, Some(false)),
        (19, true, None),
    ] {
        let mut keto = keto().max_read_width(width);
        if strict {
            keto = keto.strict_mode();
        }
        keto.insert_all(many.clone());
        let check = keto
            .client()
            .permission()
            .check(tuple("File:wide#owners@ada"))
            .await;
        match allowed {
            Some(allowed) => assert_eq!(check.unwrap(), allowed, "{width}"),
            None => {
                let error = check.unwrap_err();
                assert_eq!(error.status().unwrap().as_u16(), 422);
                assert_eq!(error.api().unwrap().reason(), Some("max_width_exceeded"));
            }
        }
    }
    let keto = keto().max_batch_check_size(2);
    let results = keto
        .client()
        .permission()
        .check_all(vec![tuple("File:report#view@ada"); 3])
        .await;
    assert!(results.iter().all(Result::is_err));
}

#[tokio::test]
async fn rules_that_permit_each_other_in_a_circle_end_with_422() {
    let model = r#"class A implements Namespace {
        related: { r: A[] }
        permits = {
            p: (ctx) => this.permits.q(ctx) && this.permits.q(ctx),
            q: (ctx) => this.permits.p(ctx) && this.permits.p(ctx),
        } }"#;
    let keto = FakeKeto::new(opl::parse(model).unwrap());
    let error = keto
        .client()
        .permission()
        .check(tuple("A:a#p@x"))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 422);
}

#[tokio::test]
async fn what_is_alternated_without_end_is_neither_checked_nor_expanded_by_recursion() {
    let chain: String = (0..20_000)
        .map(|number| {
            format!(
                "this.related.r.includes(ctx.subject) {} ",
                ["&&", "||"][number % 2]
            )
        })
        .collect();
    let model = format!(
        "class A implements Namespace {{ related: {{ r: A[] }} permits = {{ p: (ctx) => {chain} }} }}"
    );
    let keto = FakeKeto::new(opl::parse(&model).unwrap()).expand_rewrites();
    let permission = keto.client().permission();
    assert!(!permission.check(tuple("A:a#p@x")).await.unwrap());
    let error = permission
        .expand_permissions("A", "a", "p")
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 501);
}

#[tokio::test]
async fn another_model_is_loaded_while_what_is_stored_stays() {
    let keto = keto();
    let client = keto.client();
    assert!(may_view(&client).await.unwrap());
    let model = MODEL.replace("=> this.related", "=> !this.related");
    keto.load(opl::parse(&model).unwrap());
    assert!(!may_view(&client).await.unwrap());
    keto.delete(&tuple("File:report#owners@ada"));
    assert!(may_view(&client).await.unwrap());
}

#[test]
fn a_thousand_fakes_are_made_and_asked() {
    let model = opl::parse(MODEL).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    for _ in 0..1_000 {
        let keto = FakeKeto::new(model.clone());
        keto.insert(tuple("File:report#owners@ada"));
        assert!(runtime.block_on(may_view(&once(&keto))).unwrap());
    }
}
