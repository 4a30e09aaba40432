//! Many identities at once.

use std::collections::VecDeque;
use std::fmt;
use std::future::{IntoFuture, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use ory_core::Error;

use crate::IdentityApi;
use crate::models::{CreateIdentityBody, GenericError, IdentityPatch, PatchIdentitiesBody};

/// What Kratos takes in one call, by its documentation.
const MOST: usize = 1_000;

/// The same where passwords have to be hashed.
const MOST_PLAIN: usize = 200;

impl IdentityApi {
    /// Creates any number of identities, in calls of the size that the server takes.
    ///
    /// Each identity gets a result of its own, in the order given. A call holds up to 1000 identities, 200 if there
    /// are passwords in plain text among them, and fewer after the server refused a call as a whole.
    ///
    /// Where some conflict with identities that exist, Kratos 1.3 creates none of the same call, although it says so.
    /// After such an answer one of the new identities is read; if it is not there, the others are sent again.
    ///
    /// `PATCH /admin/identities`.
    ///
    /// ```no_run
    /// # async fn example(
    /// #     kratos: ory_kratos::Client, users: Vec<ory_kratos::models::CreateIdentityBody>,
    /// # ) -> Result<(), ory_kratos::Error> {
    /// let mut import = kratos.identity().import_identities(users);
    /// while let Some(imported) = import.next().await {
    ///     let imported = imported?;
    ///     match imported.result {
    ///         Ok(id) => println!("{} is {id}", imported.index),
    ///         Err(refused) => println!("{} was refused: {:?}", imported.index, refused.code),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Without interest in the progress, await the whole: `import_identities(users).await?` gives all
    /// results.
    pub fn import_identities(
        &self,
        identities: impl IntoIterator<Item = CreateIdentityBody>,
    ) -> ImportIdentities {
        let waiting: VecDeque<Waiting> = identities
            .into_iter()
            .enumerate()
            .map(|(index, identity)| Waiting {
                index,
                identity: IdentityPatch::new(identity),
                refused: None,
            })
            .collect();
        ImportIdentities {
            remaining: waiting.len(),
            step: Step::Resting(Some(Box::new(Import {
                api: self.clone(),
                waiting,
                done: VecDeque::new(),
                limit: MOST,
            }))),
        }
    }
}

/// An import in progress, returned by [`IdentityApi::import_identities`]: a [`Stream`] of results,
/// [`ImportIdentities::next`] without one, and all results when it is awaited.
#[must_use = "nothing is sent until it is awaited"]
pub struct ImportIdentities {
    remaining: usize,
    step: Step,
}

/// A call of the import, with the import that it gives back.
type Call =
    Pin<Box<dyn Future<Output = (Box<Import>, Option<Result<ImportedIdentity, Error>>)> + Send>>;

enum Step {
    /// Between two calls; `None` only while the next one is made.
    Resting(Option<Box<Import>>),
    /// A call is in flight. It goes on when a future of `next` is dropped and another one made.
    Calling(Call),
}

/// The identities of an import, and how many go into a call.
struct Import {
    api: IdentityApi,
    waiting: VecDeque<Waiting>,
    done: VecDeque<ImportedIdentity>,
    limit: usize,
}

/// An identity without a result yet.
struct Waiting {
    index: usize,
    identity: IdentityPatch,
    /// Known already where the others of the same call have to be sent again.
    refused: Option<GenericError>,
}

/// The result of one identity of an import.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ImportedIdentity {
    /// Its position in what was given, from 0.
    pub index: usize,
    /// Its id, or why the server refused it: 409 if there is one with the same identifier, 400 if it does not fit
    /// its schema.
    pub result: Result<String, GenericError>,
}

impl ImportIdentities {
    /// The result of the next identity; `None` once all have one.
    ///
    /// Cancelling the returned future loses nothing.
    ///
    /// # Errors
    ///
    /// A call that failed for another reason than its identities: no connection, no permission, a server that is
    /// overloaded. The import stays where it is, and calling `next` again goes on with the same identities. After a
    /// failure that [may have reached the server](Error::may_have_been_sent), those that were created in spite of it
    /// are refused with 409 then.
    pub async fn next(&mut self) -> Option<Result<ImportedIdentity, Error>> {
        poll_fn(|cx| self.poll_result(cx)).await
    }

    /// How many identities have no result yet.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.remaining
    }

    fn poll_result(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<ImportedIdentity, Error>>> {
        let result = loop {
            match &mut self.step {
                Step::Calling(call) => {
                    let (import, result) = ready!(call.as_mut().poll(cx));
                    self.step = Step::Resting(Some(import));
                    break result;
                }
                Step::Resting(import) => {
                    let Some(mut import) = import.take() else {
                        break None;
                    };
                    if let Some(done) = import.done.pop_front() {
                        self.step = Step::Resting(Some(import));
                        break Some(Ok(done));
                    }
                    self.step = Step::Calling(Box::pin(async move {
                        let result = import.next().await;
                        (import, result)
                    }));
                }
            }
        };
        if let Some(Ok(_)) = &result {
            self.remaining = self.remaining.saturating_sub(1);
        }
        Poll::Ready(result)
    }
}

impl Stream for ImportIdentities {
    type Item = Result<ImportedIdentity, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_result(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.remaining, None)
    }
}

impl IntoFuture for ImportIdentities {
    type Output = Result<Vec<ImportedIdentity>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    /// All results in the order given. The first call that fails ends it; to go on after a failure,
    /// use [`next`](ImportIdentities::next).
    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut results = Vec::with_capacity(self.remaining);
            while let Some(imported) = self.next().await {
                results.push(imported?);
            }
            Ok(results)
        })
    }
}

impl Import {
    async fn next(&mut self) -> Option<Result<ImportedIdentity, Error>> {
        loop {
            if let Some(done) = self.done.pop_front() {
                return Some(Ok(done));
            }
            let size = self.size_of_next();
            if size == 0 {
                return None;
            }
            let sent: Vec<IdentityPatch> = self
                .unrefused(size)
                .map(|waiting| waiting.identity.clone())
                .collect();
            if sent.is_empty() {
                self.finish(size, std::iter::empty());
                continue;
            }
            let count = sent.len();
            match self
                .api
                .batch_patch_identities(PatchIdentitiesBody::new(sent))
                .await
            {
                Ok(answer) => {
                    let mut results = Vec::with_capacity(count);
                    for result in answer.identities.into_iter().take(count) {
                        results.push(match (result.identity, result.error) {
                            (_, Some(error)) => Err(error),
                            (Some(id), None) => Ok(id),
                            (None, None) => Err(missing()),
                        });
                    }
                    while results.len() < count {
                        results.push(Err(missing()));
                    }
                    match self.were_taken_back(&results).await {
                        Ok(true) => {
                            for (waiting, result) in self.unrefused(size).zip(results) {
                                waiting.refused = result.err();
                            }
                        }
                        Ok(false) => {
                            self.limit = MOST.min(self.limit.saturating_mul(2));
                            self.finish(size, results.into_iter());
                        }
                        Err(error) => return Some(Err(error)),
                    }
                }
                // Every identity of the call was refused, or it was too large: which of them and why is only known of
                // smaller calls.
                Err(error) if refuses_content(&error) => {
                    if count > 1 {
                        self.limit = size / 2;
                    } else {
                        self.finish(size, std::iter::once(Err(refusal(&error))));
                    }
                }
                Err(error) => {
                    self.limit = 1.max(size / 2);
                    return Some(Err(error));
                }
            }
        }
    }

    /// Those of the first `size` that the server has to be asked about.
    fn unrefused(&mut self, size: usize) -> impl Iterator<Item = &mut Waiting> {
        let first = self.waiting.iter_mut().take(size);
        first.filter(|waiting| waiting.refused.is_none())
    }

    /// Takes the first `size` as done; `results` are those of the ones that were not refused before.
    fn finish(
        &mut self,
        size: usize,
        mut results: impl Iterator<Item = Result<String, GenericError>>,
    ) {
        for waiting in self.waiting.drain(..size) {
            let result = match waiting.refused {
                Some(refused) => Err(refused),
                None => match results.next() {
                    Some(result) => result,
                    None => Err(missing()),
                },
            };
            let index = waiting.index;
            self.done.push_back(ImportedIdentity { index, result });
        }
    }

    /// Whether those that are said to be created do not exist: Kratos 1.3 rolls its transaction back on a conflict,
    /// and answers as if it had not.
    async fn were_taken_back(
        &self,
        results: &[Result<String, GenericError>],
    ) -> Result<bool, Error> {
        let conflict = |result: &Result<String, GenericError>| matches!(result, Err(error) if error.code == Some(409));
        let mut created = results.iter().filter_map(|result| result.as_ref().ok());
        let Some(id) = created.next().filter(|_| results.iter().any(conflict)) else {
            return Ok(false);
        };
        match self.api.get_identity(id).await {
            Ok(_) => Ok(false),
            Err(error) if error.is_not_found() => Ok(true),
            Err(error) => Err(error),
        }
    }

    fn size_of_next(&self) -> usize {
        let mut plain = false;
        let mut size = 0;
        for waiting in self.waiting.iter().take(self.limit) {
            plain |= has_plain_password(&waiting.identity.create);
            if plain && size >= MOST_PLAIN {
                break;
            }
            size += 1;
        }
        size
    }
}

impl fmt::Debug for ImportIdentities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImportIdentities")
            .field("remaining", &self.remaining())
            .finish_non_exhaustive()
    }
}

fn has_plain_password(identity: &CreateIdentityBody) -> bool {
    let credentials = identity.credentials.as_ref();
    let password = credentials.and_then(|credentials| credentials.password.as_ref());
    password.is_some_and(|password| password.config.password.is_some())
}

fn refuses_content(error: &Error) -> bool {
    error.is_bad_request()
        || error.is_conflict()
        || error.status().is_some_and(|status| status == 413)
}

/// The reason in the body of a call that held one identity.
fn refusal(error: &Error) -> GenericError {
    struct Envelope {
        error: GenericError,
    }
    ory_core::object! {
        Envelope {
            "error" => error: required,
        }
    }
    let mut reason = match error.decode::<Envelope>() {
        Some(envelope) => envelope.error,
        None => GenericError::new("the server refused the identity and gave no reason"),
    };
    // The body of a 400 may state the code 500.
    let status = error.status().map(|status| i64::from(status.as_u16()));
    reason.code = status.or(reason.code);
    reason
}

fn missing() -> GenericError {
    GenericError::new("the server's answer holds no result for the identity")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Client;
    use crate::models::IdentityWithCredentials;
    use ory_core::http::{Request, Response};
    use ory_core::{BoxError, serde_json};
    use serde_json::{Value, json};
    use std::sync::{Arc, Mutex};

    type Script = dyn Fn(usize, &[Value]) -> (u16, Value) + Send + Sync;

    /// A client whose server answers by `script`, given the call's number and its identities; and the sizes of calls.
    fn client(script: Box<Script>) -> (Client, Arc<Mutex<Vec<usize>>>) {
        client_where_reads_answer(200, script)
    }

    /// The same, whose server answers with `status` when it is asked for an identity.
    fn client_where_reads_answer(
        status: u16,
        script: Box<Script>,
    ) -> (Client, Arc<Mutex<Vec<usize>>>) {
        let sizes = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&sizes);
        let script: Arc<Script> = script.into();
        let service = tower::service_fn(move |request: Request<ory_core::Body>| {
            let (seen, script) = (Arc::clone(&seen), Arc::clone(&script));
            async move {
                use http_body_util::BodyExt as _;
                if request.method() == "GET" {
                    let identity = json!({
                        "id": "id", "schema_id": "default", "schema_url": "", "traits": {},
                    });
                    let not_found = json!({"error": {"code": 404, "message": "no such identity"}});
                    let body = if status == 404 { not_found } else { identity };
                    let mut response = Response::new(ory_core::Body::from(body.to_string()));
                    *response.status_mut() = status.try_into()?;
                    return Ok::<_, BoxError>(response);
                }
                let body = request.into_body().collect().await?.to_bytes();
                let body: Value = serde_json::from_slice(&body)?;
                let identities = body["identities"].as_array().cloned().unwrap_or_default();
                let number = {
                    let mut seen = seen.lock().unwrap();
                    seen.push(identities.len());
                    seen.len() - 1
                };
                let (status, answer) = script(number, &identities);
                let mut response = Response::new(ory_core::Body::from(answer.to_string()));
                *response.status_mut() = status.try_into()?;
                Ok::<_, BoxError>(response)
            }
        });
        let client = Client::builder()
            .url("http://127.0.0.1:1")
            .config(
                &ory_core::Config::new()
                    .transport(service)
                    .retry(ory_core::RetryPolicy::never()),
            )
            .build()
            .unwrap();
        (client, sizes)
    }

    fn people(count: usize) -> Vec<CreateIdentityBody> {
        (0..count)
            .map(|n| CreateIdentityBody::new("default", json!({ "n": n })))
            .collect()
    }

    fn created(identities: &[Value]) -> (u16, Value) {
        let results: Vec<Value> = identities
            .iter()
            .map(
                |identity| match identity["create"]["traits"]["n"].as_u64() {
                    Some(13) => {
                        json!({ "action": "error", "error": { "code": 409, "message": "exists" } })
                    }
                    n => json!({ "action": "create", "identity": format!("id-{}", n.unwrap()) }),
                },
            )
            .collect();
        (200, json!({ "identities": results }))
    }

    #[tokio::test]
    async fn results_come_one_by_one_in_order() {
        let (client, sizes) = client(Box::new(|_, identities| created(identities)));
        let mut import = client.identity().import_identities(people(2_500));
        assert_eq!(import.remaining(), 2_500);
        let mut index = 0;
        while let Some(imported) = import.next().await {
            let imported = imported.unwrap();
            assert_eq!(imported.index, index);
            match imported.result {
                Ok(id) => assert_eq!(id, format!("id-{index}")),
                Err(error) => assert_eq!((index, error.code), (13, Some(409))),
            }
            index += 1;
        }
        assert_eq!((index, import.remaining()), (2_500, 0));
        assert_eq!(*sizes.lock().unwrap(), [1_000, 1_000, 500]);
        assert!(
            client
                .identity()
                .import_identities(people(0))
                .next()
                .await
                .is_none()
        );
    }

    #[tokio::test]
    async fn an_import_is_awaited_whole_and_a_cancelled_step_loses_nothing() {
        let (client, sizes) = client(Box::new(|_, identities| created(identities)));
        let all = client
            .identity()
            .import_identities(people(1_500))
            .await
            .unwrap();
        assert_eq!(all.len(), 1_500);
        assert!(
            all.iter()
                .enumerate()
                .all(|(at, imported)| imported.index == at)
        );
        assert_eq!(*sizes.lock().unwrap(), [1_000, 500]);

        let mut import = client.identity().import_identities(people(3));
        for index in 0..3 {
            // Polled once and dropped.
            let mut step = Box::pin(import.next());
            let first = poll_fn(|cx| Poll::Ready(step.as_mut().poll(cx))).await;
            drop(step);
            let imported = match first {
                Poll::Ready(imported) => imported,
                Poll::Pending => import.next().await,
            };
            assert_eq!(imported.unwrap().unwrap().index, index);
        }
        assert!(import.next().await.is_none());
        assert_eq!(sizes.lock().unwrap()[2..], [3], "sent once");
    }

    #[tokio::test]
    async fn those_that_a_conflict_took_back_are_sent_again() {
        let (client, sizes) =
            client_where_reads_answer(404, Box::new(|_, identities| created(identities)));
        let mut import = client.identity().import_identities(people(20));
        for index in 0..20 {
            let imported = import.next().await.unwrap().unwrap();
            assert_eq!(imported.index, index);
            match imported.result {
                Ok(id) => assert_eq!(id, format!("id-{index}")),
                Err(error) => assert_eq!((index, error.code), (13, Some(409))),
            }
        }
        assert!(import.next().await.is_none());
        assert_eq!(*sizes.lock().unwrap(), [20, 19]);
    }

    #[tokio::test]
    async fn whether_a_conflict_took_others_back_is_not_guessed() {
        let (client, _) =
            client_where_reads_answer(500, Box::new(|_, identities| created(identities)));
        let mut import = client.identity().import_identities(people(20));
        let error = import.next().await.unwrap().unwrap_err();
        assert_eq!(error.status().unwrap(), 500);
        assert_eq!(import.remaining(), 20);
    }

    #[tokio::test]
    async fn plain_passwords_make_calls_smaller() {
        let (client, sizes) = client(Box::new(|_, identities| created(identities)));
        let plain = IdentityWithCredentials::new().plain_password("p");
        let with = |body: CreateIdentityBody| body.credentials(plain.clone());
        let mut import = client
            .identity()
            .import_identities(people(450).into_iter().map(with));
        while let Some(imported) = import.next().await {
            imported.unwrap();
        }
        assert_eq!(*sizes.lock().unwrap(), [200, 200, 50]);
    }

    #[tokio::test]
    async fn a_call_refused_as_a_whole_is_cut_until_each_has_its_reason() {
        let (client, _) = client(Box::new(|_, identities| match identities.len() {
            1 => (
                409,
                json!({ "error": { "code": 500, "message": "exists", "reason": "taken" } }),
            ),
            _ => (
                409,
                json!({ "error": { "code": 409, "message": "all exist" } }),
            ),
        }));
        let mut import = client.identity().import_identities(people(5));
        for index in 0..5 {
            let imported = import.next().await.unwrap().unwrap();
            assert_eq!(imported.index, index);
            let refused = imported.result.unwrap_err();
            assert_eq!(refused.reason.as_deref(), Some("taken"));
            assert_eq!(
                refused.code,
                Some(409),
                "the status, whatever the body states"
            );
        }
        assert!(import.next().await.is_none());
    }

    #[tokio::test]
    async fn after_a_failure_the_import_goes_on_where_it_was() {
        let (client, sizes) = client(Box::new(|number, identities| match number {
            0 => (
                504,
                json!({ "error": { "code": 504, "message": "too slow" } }),
            ),
            _ => created(identities),
        }));
        let mut import = client.identity().import_identities(people(10));
        let error = import.next().await.unwrap().unwrap_err();
        assert_eq!(error.status().unwrap(), 504);
        assert_eq!(import.remaining(), 10);
        for index in 0..10 {
            let imported = import.next().await.unwrap().unwrap();
            assert_eq!(
                (imported.index, imported.result),
                (index, Ok(format!("id-{index}")))
            );
        }
        assert!(import.next().await.is_none());
        assert_eq!(*sizes.lock().unwrap(), [10, 5, 5]);
    }

    #[tokio::test]
    async fn an_answer_without_results_loses_nobody() {
        let (client, _) = client(Box::new(|_, _| (200, json!({ "identities": null }))));
        let mut import = client.identity().import_identities(people(3));
        for _ in 0..3 {
            assert!(import.next().await.unwrap().unwrap().result.is_err());
        }
        assert!(import.next().await.is_none());
    }
}
