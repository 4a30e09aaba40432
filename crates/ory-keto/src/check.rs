//! Permission checks: one, and as many as there are.

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;

use ory_core::Error;

use crate::in_flight::in_flight;
use crate::models::{
    BatchCheckPermissionBody, CheckPermissionResultWithError, PostCheckPermissionBody, Relationship,
};
use crate::{PermissionApi, RelationTuple, operations};

impl PermissionApi {
    /// Checks whether the subject of `tuple` has its relation, or permit, to its object.
    ///
    /// The question is in the body, so that nothing of it shows up in access logs. `false` means
    /// that Keto found no way from the object to the subject within the depth. An unknown namespace
    /// is `false` too, which a mistyped one is therefore; [`check_all`](Self::check_all) reports it.
    ///
    /// `POST /relation-tuples/check/openapi`, Ory Keto read API.
    ///
    /// # Errors
    ///
    /// 400 when the namespace has no such relation. A 403 of a gateway is an error, not a `false`.
    ///
    /// ```no_run
    /// # async fn example(keto: ory_keto::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// if keto.permission().check("File:report#view@(User:alice#)".parse()?).await? {
    ///     println!("alice may view the report");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn check(&self, tuple: RelationTuple) -> operations::PostCheckPermission {
        self.post_check_permission(PostCheckPermissionBody::from(&tuple))
    }

    /// Checks any number of permissions, with a result for each, in the order of the questions.
    ///
    /// The questions are cut into requests of as many as a server takes by default, 10, of which a
    /// few are under way at a time. Without questions nothing is sent.
    ///
    /// After a request has failed (the key was refused, the server is down) no further one begins.
    /// What has been answered by then is kept, and every other question has the failure as its
    /// result: there are always as many results as questions.
    ///
    /// `POST /relation-tuples/batch/check`, Ory Keto read API.
    ///
    /// ```no_run
    /// # async fn example(keto: ory_keto::Client, files: Vec<String>) -> Result<(), ory_keto::CheckError> {
    /// use ory_keto::{RelationTuple, Subject};
    ///
    /// let may_view = |file| RelationTuple::new("File", file, "view", Subject::set("User", "alice", ""));
    /// let results = keto.permission().check_all(files.iter().map(may_view)).await;
    /// for (file, allowed) in files.iter().zip(&results) {
    ///     match allowed {
    ///         Ok(true) => println!("{file}"),
    ///         Ok(false) => {}
    ///         Err(error) => println!("{file}: {error}"),
    ///     }
    /// }
    /// // Or all of them, or none:
    /// let verdicts: Vec<bool> = results.into_iter().collect::<Result<_, _>>()?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "batch")]
    pub fn check_all(&self, tuples: impl IntoIterator<Item = RelationTuple>) -> CheckAll {
        let questions = tuples.into_iter().map(|tuple| Relationship::from(&tuple));
        CheckAll {
            api: self.clone(),
            questions: questions.collect(),
            batch_size: CheckAll::BATCH_SIZE,
            concurrency: CheckAll::CONCURRENCY,
            each: None,
        }
    }
}

type Each = Box<
    dyn FnMut(operations::BatchCheckPermission) -> operations::BatchCheckPermission + Send + Sync,
>;

/// Any number of permission checks; [`PermissionApi::check_all`] makes it.
#[must_use = "nothing is sent until it is awaited"]
pub struct CheckAll {
    api: PermissionApi,
    questions: Vec<Relationship>,
    batch_size: usize,
    concurrency: usize,
    each: Option<Each>,
}

impl CheckAll {
    /// Keto's `limit.max_batch_check_size`, unless configured.
    const BATCH_SIZE: usize = 10;
    const CONCURRENCY: usize = 4;

    /// How many questions a request carries; 10 unless set, and at least 1. A server whose
    /// `limit.max_batch_check_size` is lower refuses the request with 400.
    pub fn batch_size(mut self, questions: usize) -> Self {
        self.batch_size = questions.max(1);
        self
    }

    /// How many requests are under way at a time; 4 unless set, and at least 1.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests.max(1);
        self
    }

    /// Changes each request before it is sent: its `max_depth`, its timeout, its credentials.
    ///
    /// ```no_run
    /// # async fn example(keto: ory_keto::Client, questions: Vec<ory_keto::RelationTuple>) {
    /// let shallow = keto.permission().check_all(questions).each(|request| request.max_depth(2));
    /// let results = shallow.await;
    /// # }
    /// ```
    pub fn each(
        mut self,
        change: impl FnMut(operations::BatchCheckPermission) -> operations::BatchCheckPermission
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.each = Some(Box::new(change));
        self
    }

    /// Sends the questions; `.await` on the builder does the same.
    ///
    /// # Errors
    ///
    /// Each result has its own: the server has no verdict on this question, or a request failed.
    pub async fn send(self) -> Vec<Result<bool, CheckError>> {
        let Self {
            api,
            questions,
            batch_size,
            concurrency,
            mut each,
        } = self;
        let count = questions.len();
        let mut questions = questions.into_iter();
        let mut spec = None;
        let batches = std::iter::from_fn(|| {
            let batch: Vec<Relationship> = questions.by_ref().take(batch_size).collect();
            if batch.is_empty() {
                return None;
            }
            let mut request = api.batch_check_permission(BatchCheckPermissionBody::new(batch));
            if let Some(each) = &mut each {
                request = each(request);
            }
            spec = Some(request.call.spec());
            Some(request.send())
        });
        let mut answers = in_flight(batches, concurrency).await.into_iter();

        let mut results = Vec::with_capacity(count);
        let mut failure: Option<Arc<Error>> = None;
        while results.len() < count {
            let asked = batch_size.min(count - results.len());
            let error = match (answers.next(), spec, &failure) {
                (Some(Ok(answer)), _, _) if answer.results.len() == asked => {
                    results.extend(answer.results.into_iter().map(verdict));
                    continue;
                }
                (Some(Ok(answer)), Some(spec), _) => {
                    let answered = answer.results.len();
                    let message = format!("the server gave {answered} answers to {asked} checks");
                    Arc::new(Error::undecodable(message).with_operation(spec))
                }
                (Some(Err(error)), _, _) => Arc::new(error),
                // It was never sent, because another one had failed.
                (None, _, Some(failure)) => Arc::clone(failure),
                (_, _, _) => break,
            };
            failure.get_or_insert_with(|| Arc::clone(&error));
            let unanswered = || Err(CheckError(Cause::Request(Arc::clone(&error))));
            results.extend(std::iter::repeat_with(unanswered).take(asked));
        }
        results
    }
}

fn verdict(result: CheckPermissionResultWithError) -> Result<bool, CheckError> {
    match result.error {
        Some(message) if !message.is_empty() => Err(CheckError(Cause::Item(message))),
        _ => Ok(result.allowed),
    }
}

impl IntoFuture for CheckAll {
    type Output = Vec<Result<bool, CheckError>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for CheckAll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckAll")
            .field("questions", &self.questions.len())
            .field("batch_size", &self.batch_size)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}

/// Why one of several permission checks has no verdict. It is not a denial.
#[derive(Clone)]
pub struct CheckError(Cause);

#[derive(Clone)]
enum Cause {
    Item(String),
    Request(Arc<Error>),
}

impl CheckError {
    /// What the server said about this question: its namespace or relation is unknown. `None` if it
    /// was never asked or did not answer.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match &self.0 {
            Cause::Item(message) => Some(message),
            Cause::Request(_) => None,
        }
    }

    /// Why the request failed that carried this question, or that kept it from being sent.
    #[must_use]
    pub fn request(&self) -> Option<&Error> {
        match &self.0 {
            Cause::Item(_) => None,
            Cause::Request(error) => Some(error),
        }
    }

    #[cfg(feature = "middleware")]
    pub(crate) fn into_request(self) -> Option<Arc<Error>> {
        match self.0 {
            Cause::Item(_) => None,
            Cause::Request(error) => Some(error),
        }
    }
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Cause::Item(_) => "the server has no verdict on this permission check",
            Cause::Request(_) => "this permission check was not answered, as a request failed",
        })
    }
}

impl fmt::Debug for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::Item(_) => f.write_str("CheckError(..)"),
            Cause::Request(error) => f.debug_tuple("CheckError").field(error).finish(),
        }
    }
}

impl StdError for CheckError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.request().map(|error| error as _)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};

    use super::*;
    use crate::Subject;
    use crate::scripted::client;

    fn view(person: usize) -> RelationTuple {
        RelationTuple::new("File", "report", "view", Subject::id(person.to_string()))
    }

    /// Answers a batch as a server: every third person may, every seventh is an error.
    fn answer(body: &Value) -> String {
        let tuples = body["tuples"].as_array().unwrap().iter();
        let results: Vec<Value> = tuples
            .map(|tuple| {
                let person: usize = tuple["subject_id"].as_str().unwrap().parse().unwrap();
                match person % 7 {
                    0 => json!({"allowed": false, "error": "CANARY"}),
                    _ => json!({"allowed": person.is_multiple_of(3)}),
                }
            })
            .collect();
        json!({ "results": results }).to_string()
    }

    #[tokio::test]
    async fn one_check_is_a_bool_and_a_gateways_403_is_not() {
        let verdict = |status, body: &'static str| async move {
            let (keto, log) = client(move |_| (status, body.to_owned()));
            let result = keto.permission().check(view(1)).await;
            let asked = log.lock().unwrap().pop().unwrap();
            assert_eq!(asked.line, "POST /relation-tuples/check/openapi");
            let question = json!({"namespace": "File", "object": "report", "relation": "view",
                "subject_id": "1"});
            assert_eq!(asked.body, question);
            result
        };
        assert!(verdict(200, r#"{"allowed":true}"#).await.unwrap());
        assert!(!verdict(200, r#"{"allowed":false}"#).await.unwrap());
        assert!(!verdict(403, r#"{"allowed":false}"#).await.unwrap());
        for body in [r#"{"error":{"code":403,"message":"no"}}"#, "<html>", ""] {
            assert!(verdict(403, body).await.unwrap_err().is_forbidden());
        }
        assert!(verdict(200, "{}").await.unwrap_err().is_decode());
    }

    #[tokio::test]
    async fn ten_thousand_checks_are_cut_and_keep_their_order() {
        let (keto, log) = client(|asked| (200, answer(&asked.body)));
        let results = keto.permission().check_all((0..10_003).map(view)).await;
        assert_eq!(results.len(), 10_003);
        for (person, result) in results.iter().enumerate() {
            match result {
                Ok(allowed) => assert_eq!(*allowed, person.is_multiple_of(3), "{person}"),
                Err(error) => assert_eq!((person % 7, error.message()), (0, Some("CANARY"))),
            }
        }
        let log = log.lock().unwrap();
        let sizes = log
            .iter()
            .map(|asked| asked.body["tuples"].as_array().unwrap().len());
        let sizes: Vec<usize> = sizes.collect();
        assert_eq!(sizes.len(), 1001);
        assert!(sizes[..1000].iter().all(|size| *size == 10) && sizes[1000] == 3);
    }

    #[tokio::test]
    async fn no_questions_ask_nobody() {
        let (keto, log) = client(|_| (500, String::new()));
        assert!(keto.permission().check_all(Vec::new()).await.is_empty());
        assert!(log.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn the_size_of_a_request_and_the_request_itself_can_be_set() {
        let (keto, log) = client(|asked| (200, answer(&asked.body)));
        let questions: Vec<RelationTuple> = (1..=3).map(view).collect();
        for size in [0, 1] {
            let checks = keto
                .permission()
                .check_all(questions.clone())
                .batch_size(size);
            let checks = checks
                .concurrency(0)
                .each(|request| request.max_depth(2).with_timeout(Duration::from_secs(9)));
            let verdicts: Result<Vec<bool>, CheckError> = checks.await.into_iter().collect();
            assert_eq!(verdicts.unwrap(), [false, false, true]);
        }
        let log = log.lock().unwrap();
        assert_eq!(log.len(), 6);
        assert!(
            log.iter()
                .all(|asked| asked.line.ends_with("/batch/check?max-depth=2"))
        );
    }

    #[tokio::test]
    async fn a_failed_request_ends_the_rest_and_loses_no_answer() {
        let (keto, log) = client(|asked| {
            if asked.body["tuples"][0]["subject_id"] == "31" {
                return (
                    403,
                    r#"{"error":{"code":403,"message":"CANARY"}}"#.to_owned(),
                );
            }
            (200, answer(&asked.body))
        });
        let checks = keto
            .permission()
            .check_all((1..=1000).map(view))
            .concurrency(1);
        let results = checks.await;
        assert_eq!(results.len(), 1000);
        assert_eq!(log.lock().unwrap().len(), 4);
        assert!(results[..30].iter().all(|result| match result {
            Ok(_) => true,
            Err(error) => error.message().is_some(),
        }));
        for result in &results[30..] {
            let error = result.as_ref().unwrap_err();
            assert!(error.request().unwrap().is_forbidden());
            assert!(error.source().is_some() && error.message().is_none());
        }
        let printed = format!("{results:?} {}", results[999].as_ref().unwrap_err());
        assert!(!printed.contains("CANARY"), "{printed}");
    }

    #[tokio::test]
    async fn an_answer_too_few_or_too_many_is_no_verdict_for_anybody() {
        for count in [0, 9, 11] {
            let (keto, _) = client(move |_| {
                let results = vec![json!({"allowed": true}); count];
                (200, json!({ "results": results }).to_string())
            });
            let results = keto.permission().check_all((0..10).map(view)).await;
            assert_eq!(results.len(), 10);
            for result in results {
                let error = result.unwrap_err();
                assert!(error.request().unwrap().is_decode());
            }
        }
    }
}
