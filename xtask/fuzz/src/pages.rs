//! Lists whose server names any successor in any form: they end, without asking for a page twice.

use http::HeaderValue;
use http::header::LINK;
use serde_json::json;

use crate::scripted::{Answer, Products, Scripted, run as run_future};

/// The first byte chooses the list; each line is a page: its first byte says how many items, the rest what follows.
pub fn run(input: &[u8]) {
    let Some((list, lines)) = input.split_first() else {
        return;
    };
    let list = list % 4;
    let pages = lines.split(|byte| *byte == b'\n').take(20);
    let answers: Vec<Answer> = pages.map(|line| page(list, line)).collect();
    let pages = answers.len();
    let server = Scripted::new(answers);
    let products = Products::of(&server);
    run_future(async {
        macro_rules! all {
            ($items:expr) => {{
                let mut items = $items;
                while let Some(item) = items.next().await {
                    if item.is_err() {
                        assert!(items.next().await.is_none(), "goes on after an error");
                        break;
                    }
                }
                assert!(items.next().await.is_none(), "begins again");
            }};
        }
        match list {
            0 => all!(products.kratos.identity().list_identities().items()),
            1 => all!(products.hydra.oauth2().list_oauth2_clients().items()),
            2 => all!(
                products
                    .keto
                    .relationship()
                    .list(ory_keto::RelationQuery::new())
                    .items()
            ),
            _ => all!(products.cloud.workspace().list_workspaces().items()),
        }
    });
    // Each page names one successor, and none is fetched twice; the first page has no name.
    assert!(server.count() <= pages + 1, "{} requests", server.count());
}

fn page(list: u8, line: &[u8]) -> Answer {
    let (items, next) = line.split_first().unwrap_or((&0, &[]));
    let items = usize::from(items % 3);
    let next_text = String::from_utf8_lossy(next);
    let mut answer = Answer {
        status: 200,
        ..Answer::default()
    };
    let body = match list {
        0 => json!(vec![
            json!({"id": "i", "schema_id": "s", "schema_url": "u"});
            items
        ]),
        1 => json!(vec![json!({"client_id": "c"}); items]),
        2 => {
            let tuple =
                json!({"namespace": "n", "object": "o", "relation": "r", "subject_id": "s"});
            json!({"relation_tuples": vec![tuple; items], "next_page_token": next_text})
        }
        _ => {
            let time = "2026-01-01T00:00:00Z";
            let workspace = json!({"id": "w", "name": "n", "created_at": time, "updated_at": time});
            json!({"workspaces": vec![workspace; items], "has_next_page": items != 2,
                "next_page_token": next_text})
        }
    };
    if let Ok(link) = HeaderValue::from_bytes(next) {
        answer.headers.insert(LINK, link);
    }
    answer.body = body.to_string().into();
    answer
}

/// Lists that end, that go round, and whose links are odd.
pub fn seeds() -> Vec<Vec<u8>> {
    let links = [
        "</x?page_token=a>; rel=\"next\"",
        "</x?page_token=b&page_size=1>;rel=next,</x?page_token=c>; rel=\"last\"",
        "</y?page_size=1&page_token=%41%2f>; rel=\"first next\"; title=\"a\\\"b\"",
        "",
    ];
    let tokens = ["a", "b", "a%2Fb+c", ""];
    let pages = |first: u8, pages: [&str; 4]| {
        let mut input = vec![first];
        input.extend_from_slice(
            pages
                .map(|page| format!("\u{1}{page}"))
                .join("\n")
                .as_bytes(),
        );
        input
    };
    vec![
        pages(0, links),
        pages(1, links),
        pages(2, tokens),
        pages(3, tokens),
    ]
}
