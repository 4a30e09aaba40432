//! What real servers answered.

use ory_core::http::{Method, Request};
use ory_keto::testing::{FakeKeto, Release};
use ory_keto::{RelationTuple, opl, ory_core};
use serde_json::Value;
use tower::ServiceExt;

const ANSWERS: &str = include_str!("answers.json");
const MODEL: &str = include_str!("model.ts");
const TUPLES: &str = include_str!("tuples.txt");
const VERDICTS: &str = include_str!("verdicts.txt");
const TREES: &str = include_str!("trees.txt");

/// The model of the servers that gave `ANSWERS`.
const FILES: &str = r#"
class User implements Namespace {}
class Group implements Namespace {
  related: { members: (User | SubjectSet<Group, "members">)[] }
}
class File implements Namespace {
  related: {
    owners: (User | SubjectSet<Group, "members">)[]
    viewers: User[]
  }
  permits = {
    view: (ctx: Context): boolean =>
      this.related.viewers.includes(ctx.subject) || this.related.owners.includes(ctx.subject),
  }
}"#;

fn keto(model: &str, release: Release) -> FakeKeto {
    FakeKeto::new(opl::parse(model).unwrap()).release(release)
}

/// The kinds of servers that were asked, in the order of a verdict's letters.
fn four() -> [(&'static str, FakeKeto); 4] {
    let strict = |release| keto(MODEL, release).strict_mode();
    let all = [
        ("0.14", keto(MODEL, Release::V0_14)),
        ("0.14 strict", strict(Release::V0_14)),
        ("current", keto(MODEL, Release::Current)),
        ("current strict", strict(Release::Current).expand_rewrites()),
    ];
    for (_, keto) in &all {
        keto.insert_all(TUPLES.lines().map(|line| line.parse().unwrap()));
    }
    all
}

#[tokio::test]
async fn every_request_is_answered_as_the_servers_answered_it() {
    let answers: Vec<Value> = serde_json::from_str(ANSWERS).unwrap();
    assert!(answers.len() > 180);
    for release in [Release::V0_14, Release::Current] {
        let name = match release {
            Release::V0_14 => "0.14",
            _ => "current",
        };
        let keto = keto(FILES, release);
        for expected in answers.iter().filter(|answer| answer["release"] == name) {
            let text = |name: &str| expected[name].as_str().unwrap_or_default().to_owned();
            let request = Request::builder()
                .method(text("method").parse::<Method>().unwrap())
                .uri(format!("http://keto.test{}", text("path")))
                .body(ory_core::Body::from(text("body")))
                .unwrap();
            let response = keto.clone().oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let headers = response.headers().clone();
            let body = response.into_body();
            let body = String::from_utf8(body.as_bytes().unwrap().to_vec()).unwrap();
            let body = serde_json::from_str(&body).unwrap_or(Value::String(body));
            let what = format!(
                "{name} {} {} {}",
                text("method"),
                text("path"),
                text("body")
            );
            assert_eq!(
                (status, &body),
                (
                    expected["status"].as_u64().unwrap() as u16,
                    &expected["answer"]
                ),
                "{what}"
            );
            for header in ["content-type", "location", "allow", "ory-error-id"] {
                let found = headers.get(header).map(|value| value.to_str().unwrap());
                assert_eq!(
                    found,
                    expected["headers"][header].as_str(),
                    "{what}: {header}"
                );
            }
        }
    }
}

/// `y` is yes, `n` is no, `e` is 400, `l` is 422.
#[tokio::test]
async fn checks_have_the_servers_verdicts() {
    let ketos = four().map(|(_, keto)| keto.client());
    let mut asked = 0;
    for line in VERDICTS.lines() {
        let (depth, rest) = line.split_once(' ').unwrap();
        let (tuple, verdicts) = rest.rsplit_once(' ').unwrap();
        let tuple: RelationTuple = tuple.parse().unwrap();
        let mut found = String::new();
        for keto in &ketos {
            let check = keto.permission().check(tuple.clone());
            found.push(match check.max_depth(depth.parse::<i64>().unwrap()).await {
                Ok(true) => 'y',
                Ok(false) => 'n',
                Err(error) => match error.status().unwrap().as_u16() {
                    400 => 'e',
                    422 => 'l',
                    other => panic!("{other}"),
                },
            });
        }
        assert_eq!(found, verdicts, "{tuple} to the depth {depth}");
        asked += 1;
    }
    assert_eq!(asked, 400);
}

/// A tree in one line, children in alphabetical order: the servers list them in none.
fn line(tree: &Value) -> String {
    let tuple = &tree["tuple"];
    let subject = match (&tuple["subject_id"], &tuple["subject_set"]) {
        (Value::String(id), _) => id.clone(),
        (_, Value::Object(set)) => {
            let part = |name: &str| set[name].as_str().unwrap().to_owned();
            format!(
                "{}:{}#{}",
                part("namespace"),
                part("object"),
                part("relation")
            )
        }
        _ => "-".to_owned(),
    };
    let children = tree["children"].as_array();
    let mut children: Vec<String> = children.into_iter().flatten().map(line).collect();
    children.sort();
    let kind = tree["type"].as_str().unwrap();
    match children.is_empty() {
        true => format!("{kind} {subject}"),
        false => format!("{kind} {subject}[{}]", children.join(", ")),
    }
}

#[tokio::test]
async fn expansions_are_the_servers_trees() {
    let ketos = four();
    let mut expanded = 0;
    for expected in TREES.lines() {
        let mut parts = expected.splitn(3, "; ");
        let mut part = || parts.next().unwrap();
        let (name, question, tree) = (part(), part(), part());
        let (depth, set) = question.split_once(' ').unwrap();
        let (namespace, rest) = set.split_once(':').unwrap();
        let (object, relation) = rest.split_once('#').unwrap();
        let keto = ketos
            .iter()
            .find(|(kind, _)| *kind == name)
            .unwrap()
            .1
            .client();
        let found = keto
            .permission()
            .expand_permissions(namespace, object, relation)
            .max_depth(depth.parse::<i64>().unwrap())
            .await
            .unwrap();
        let found = match found {
            Some(found) => line(&serde_json::to_value(&found).unwrap()),
            None => "nothing".to_owned(),
        };
        assert_eq!(found, tree, "{name} {question}");
        expanded += 1;
    }
    assert!(expanded > 180, "{expanded}");
}
