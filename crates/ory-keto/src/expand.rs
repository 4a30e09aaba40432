//! What an expansion answers: a tree, or a 404 inside a 200.

use ory_core::__private::{Answer, decode};
use ory_core::Error;
use ory_core::http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The tree, or `None` where nothing is stored.
///
/// Keto up to v26.2.0 writes "nothing found" as a bare error, `{"code":404,...}`, and sends it with the status 200; later
/// servers do so in strict mode for a relation that is not declared. The same body under 404 means the same. Any other
/// 404 (an unknown namespace, a wrong URL) is an error.
///
/// Otherwise servers of July 2026 send a leaf that holds the set asked for. It is a tree: with a depth of 1 it says that
/// nothing was looked for, not that there is nothing.
pub(crate) fn decode<T: DeserializeOwned>(answer: &Answer) -> Result<Option<T>, Error> {
    let status = answer.status();
    if (status.is_success() || status == StatusCode::NOT_FOUND) && holds_not_found(answer.body()) {
        return Ok(None);
    }
    if status == StatusCode::NOT_FOUND {
        return Err(answer.error());
    }
    decode::json(answer).map(Some)
}

/// Whether `body` is a bare error of the code 404. A tree has a `type` and no `code`.
fn holds_not_found(body: &[u8]) -> bool {
    struct BareError {
        code: u16,
        kind: Option<Value>,
    }
    ory_core::object! {
        BareError {
            "code" => code: required,
            "type" => kind: optional,
        }
    }
    serde_json::from_slice::<BareError>(body)
        .is_ok_and(|error| error.code == 404 && error.kind.is_none())
}

#[cfg(test)]
mod tests {
    use ory_core::http::{Method, Response};
    use ory_core::operation::{Auth, Endpoint, Idempotency, OperationSpec};
    use ory_core::{Bytes, ErrorKind};
    use serde_json::json;

    use super::*;

    static SPEC: OperationSpec = OperationSpec::new(
        "expandPermissions",
        "keto",
        Method::GET,
        "/relation-tuples/expand",
        Endpoint::new(0, "read", "read_url"),
    )
    .auth(Auth::ApiKey)
    .idempotency(Idempotency::Safe)
    .success(&[200, 404]);

    const NOTHING: &str =
        r#"{"code":404,"status":"Not Found","message":"no relation tuple found"}"#;

    fn answer(status: u16, body: &'static str) -> Result<Option<Value>, Error> {
        let mut response = Response::new(Bytes::from_static(body.as_bytes()));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        decode(&Answer::new(&SPEC, response))
    }

    #[test]
    fn a_tree_is_a_tree() {
        let tree = r#"{"type":"leaf","tuple":{"namespace":"","object":"","relation":"","subject_id":"bob"}}"#;
        let expected: Value = serde_json::from_str(tree).unwrap();
        assert_eq!(answer(200, tree).unwrap(), Some(expected));
    }

    #[test]
    fn nothing_found_is_none_under_either_status() {
        assert_eq!(answer(200, NOTHING).unwrap(), None);
        assert_eq!(answer(404, NOTHING).unwrap(), None);
    }

    #[test]
    fn a_node_that_newer_servers_give_a_code_is_still_a_tree() {
        let tree = r#"{"type":"leaf","code":404}"#;
        assert_eq!(
            answer(200, tree).unwrap(),
            Some(json!({"type": "leaf", "code": 404}))
        );
    }

    #[test]
    fn any_other_404_is_an_error() {
        let unknown_namespace = r#"{"error":{"code":404,"status":"Not Found","reason":"Unknown namespace with name \"Nope\".","message":"The requested resource could not be found"}}"#;
        for (body, of_keto) in [
            (unknown_namespace, true),
            ("404 page not found\n", false),
            ("", false),
            ("{}", false),
        ] {
            let error = answer(404, body).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Api, "{body}");
            assert_eq!(error.is_not_found(), of_keto, "{body}");
            assert_eq!(error.is_wrong_endpoint(), !of_keto, "{body}");
        }
    }

    /// 404 is documented as an answer here; what is none of its forms is told with the request as any other error.
    #[tokio::test]
    async fn a_404_that_is_an_error_names_the_request_that_was_sent() {
        let body = r#"{"error":{"code":404,"request":"said by the body","message":"m"}}"#;
        let (client, _) = crate::scripted::client(move |_| (404, body.to_owned()));
        let expand = client.permission().expand_permissions("Nope", "x", "y");
        let error = expand
            .with_header("x-request-id", "sent")
            .await
            .unwrap_err();
        assert_eq!(error.request_id(), Some("sent"));
    }

    #[test]
    fn nothing_found_under_another_status_is_an_error() {
        let error = answer(500, NOTHING).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api);
        assert!(error.is_server_error());
    }

    #[test]
    fn a_200_that_is_not_json_cannot_be_read() {
        for body in ["<html>", "", r#"{"type":"#] {
            assert_eq!(
                answer(200, body).unwrap_err().kind(),
                ErrorKind::Decode,
                "{body}"
            );
        }
    }
}
