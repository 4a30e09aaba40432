//! The layer that lets requests through whose caller has a permission.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ory_core::checks::{
    CheckKey, Facts, Guard, GuardService, Instant, KeyParts, Layer, Nobody, Step, Watch,
    trace_denial,
};
use ory_core::http::header::HeaderMap;
use ory_core::http::request::Parts;
use ory_core::{Caller, CheckSource, Denial, DenialReason, RetryPolicy};

use crate::models::PostCheckPermissionBody;
use crate::{Client, RelationTuple};

/// What a request needs.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Question {
    /// This permission.
    Check(RelationTuple),
    /// All of these, which are asked together. None at all is refused: a list that came out empty
    /// is a mistake more often than a request that needs nothing.
    All(Vec<RelationTuple>),
    /// Nothing: whoever is authenticated may.
    Open,
    /// Something that nobody has.
    Refuse,
}

/// Asks Keto before a request goes on.
///
/// The [`Caller`] comes from a session or token layer outside of this one: `SessionLayer` of
/// ory-kratos, `TokenLayer` of ory-hydra. In axum the layer that is added last is the outermost.
///
/// ```
/// # fn example(keto: ory_keto::Client) {
/// use ory_keto::ory_core::{Caller, http};
/// use ory_keto::{PermissionLayer, Question, RelationTuple, Subject};
///
/// let may_view = PermissionLayer::new(&keto, |request: &http::request::Parts, caller: &Caller| {
///     match request.uri.path().strip_prefix("/files/") {
///         Some(file) => {
///             let subject = Subject::set("User", caller.id(), "");
///             Question::Check(RelationTuple::new("File", file, "view", subject))
///         }
///         None => Question::Refuse,
///     }
/// });
/// // let app = Router::new().route("/files/{file}", get(read)).route_layer(may_view).route_layer(session);
/// # let _ = may_view;
/// # }
/// ```
///
/// Name subjects as objects of a namespace (`User:alice`): new projects of Ory Network refuse bare
/// subject ids.
///
/// | what happens | response |
/// |---|---|
/// | Keto allows it | the service's |
/// | it does not | 403, or 404 with [`hide`](Self::hide) |
/// | nobody is authenticated | 401 |
/// | no session or token layer outside of this one | 500 |
/// | Keto is down, slow or limits the rate; a question of several has no answer | 503 with `Retry-After` |
/// | the question is wrong: an unknown relation, more than the limits allow | 500 |
///
/// Nothing is kept unless [`cache_for`](Self::cache_for) says so, and equal questions are asked
/// each: to share one that began before a relationship was deleted would answer as if it still was
/// there.
#[derive(Clone)]
pub struct PermissionLayer<F> {
    keto: Client,
    question: F,
    permits: Facts<()>,
    cache_for: Duration,
    timeout: Duration,
    hide: bool,
}

/// A service behind a [`PermissionLayer`].
pub type PermissionService<S, F> = GuardService<S, PermissionLayer<F>>;

/// How many permits are kept, unless set otherwise.
const CAPACITY: usize = 10_000;

impl<F> PermissionLayer<F>
where
    F: Fn(&Parts, &Caller) -> Question + Clone + Send + Sync + 'static,
{
    /// Asks `keto` what `question` makes of a request and its caller. Needs the read URL.
    ///
    /// The question is made before the service sees the request: what it takes from the path has to
    /// be what the service takes from it.
    #[must_use]
    pub fn new(keto: &Client, question: F) -> Self {
        PermissionLayer {
            keto: keto.clone(),
            question,
            permits: Facts::new(CAPACITY),
            cache_for: Duration::ZERO,
            timeout: Duration::from_secs(5),
            hide: false,
        }
    }

    /// Sets how long a permit is believed. Default: not at all. Its being taken back goes unnoticed
    /// for so long. What is denied is asked every time.
    #[must_use]
    pub fn cache_for(mut self, time: Duration) -> Self {
        self.cache_for = time;
        self
    }

    /// Answers 404 instead of 403: who may not see something is not to know that it is there.
    #[must_use]
    pub fn hide(mut self) -> Self {
        self.hide = true;
        self
    }

    /// Sets the deadline of one question, for its two attempts together. Default: 5 seconds.
    #[must_use]
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// What the request needs; `None` if it needs nothing that would have to be asked.
    fn questions(&self, request: &Parts) -> Result<Option<Vec<RelationTuple>>, Denial> {
        let Some(caller) = request.extensions.get::<Caller>() else {
            return Err(if request.extensions.get::<Nobody>().is_some() {
                Denial::new(DenialReason::NoCredentials)
            } else {
                Denial::misconfigured(
                    "the route has a `PermissionLayer`, but no `SessionLayer` or `TokenLayer` outside of it says who calls",
                )
            });
        };
        let tuples = match (self.question)(request, caller) {
            Question::Open => return Ok(None),
            Question::Refuse => Vec::new(),
            Question::Check(tuple) => vec![tuple],
            Question::All(tuples) => tuples,
        };
        if tuples.is_empty() {
            return Err(self.denied());
        }
        let now = Instant::now();
        let open: Vec<RelationTuple> = tuples
            .into_iter()
            .filter(|tuple| !self.is_kept(tuple, now))
            .collect();
        Ok((!open.is_empty()).then_some(open))
    }

    fn is_kept(&self, tuple: &RelationTuple, now: Instant) -> bool {
        self.cache_for > Duration::ZERO
            && self
                .permits
                .get(&key(tuple))
                .is_some_and(|kept| kept.expired_for(now).is_none())
    }

    async fn ask(&self, tuples: &[RelationTuple]) -> Result<(), Denial> {
        let begun = Instant::now();
        let retry = RetryPolicy::new().attempts(2);
        let timeout = self.timeout;
        let api = self.keto.permission();
        let allowed = match tuples {
            [tuple] => api
                .check(tuple.clone())
                .with_timeout(timeout)
                .with_retry(retry)
                .await
                .map_err(Denial::failed)?,
            tuples => {
                let each = move |request: crate::operations::BatchCheckPermission| {
                    request.with_timeout(timeout).with_retry(retry)
                };
                let results = api.check_all(tuples.to_vec()).each(each).await;
                let mut allowed = true;
                for result in results {
                    allowed &= result.map_err(|error| match error.into_request() {
                        Some(error) => Denial::failed(error),
                        // The server has no verdict on this one.
                        None => Denial::new(DenialReason::Unavailable),
                    })?;
                }
                allowed
            }
        };
        if !allowed {
            return Err(self.denied());
        }
        for tuple in tuples {
            self.permits.keep(key(tuple), (), begun, self.cache_for);
        }
        Ok(())
    }

    fn denied(&self) -> Denial {
        Denial::new(if self.hide {
            DenialReason::Hidden
        } else {
            DenialReason::Forbidden
        })
    }
}

/// What a permit is kept by.
fn key(tuple: &RelationTuple) -> CheckKey {
    let question = serde_json::to_vec(&PostCheckPermissionBody::from(tuple));
    KeyParts::new("permit")
        .part(&question.unwrap_or_default())
        .finish()
}

impl<F> Guard for PermissionLayer<F>
where
    F: Fn(&Parts, &Caller) -> Question + Clone + Send + Sync + 'static,
{
    type After = ();

    fn check(self: &Arc<Self>, request: Parts) -> Step<()> {
        let watch = Watch::begin(self.keto.core());
        match self.questions(&request) {
            Ok(None) => {
                watch.end("permission", None, CheckSource::Local);
                Step::Pass(request, ())
            }
            Ok(Some(tuples)) => {
                let layer = Arc::clone(self);
                Step::Ask(Box::pin(async move {
                    let verdict = layer.ask(&tuples).await;
                    watch.end("permission", verdict.as_ref().err(), CheckSource::Server);
                    match verdict {
                        Ok(()) => Ok((request, ())),
                        Err(denial) => {
                            trace_denial("permission", &denial);
                            Err(denial)
                        }
                    }
                }))
            }
            Err(denial) => {
                trace_denial("permission", &denial);
                watch.end("permission", Some(&denial), CheckSource::Local);
                Step::Deny(denial)
            }
        }
    }

    fn finish(&self, (): (), _: &mut HeaderMap) {}
}

impl<S, F: Clone> Layer<S> for PermissionLayer<F> {
    type Service = PermissionService<S, F>;

    fn layer(&self, inner: S) -> Self::Service {
        GuardService::new(inner, Arc::new(self.clone()))
    }
}

impl<F> fmt::Debug for PermissionLayer<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PermissionLayer")
            .field("keto", &self.keto)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use http_body_util::Full;
    use ory_core::http::{Request, Response};
    use ory_core::{Bytes, CallerKind};
    use serde_json::json;
    use tower::ServiceExt as _;

    use super::*;
    use crate::Subject;
    use crate::scripted::{Log, client};

    fn view(caller: &Caller, file: &str) -> RelationTuple {
        RelationTuple::new("File", file, "view", Subject::set("User", caller.id(), ""))
    }

    fn by_path(request: &Parts, caller: &Caller) -> Question {
        match request.uri.path() {
            "/open" => Question::Open,
            "/refuse" => Question::Refuse,
            "/none" => Question::All(Vec::new()),
            "/both" => Question::All(vec![view(caller, "/a"), view(caller, "/b")]),
            path => Question::Check(view(caller, path)),
        }
    }

    type ByPath = fn(&Parts, &Caller) -> Question;

    type Answer = Arc<Mutex<(u16, String)>>;

    fn request(path: &str) -> Request<()> {
        let mut request = Request::builder().uri(path).body(()).unwrap();
        let ada = Caller::new("ada", CallerKind::Session);
        request.extensions_mut().insert(ada);
        request
    }

    async fn status(layer: &PermissionLayer<ByPath>, request: Request<()>) -> u16 {
        let handler = tower::service_fn(|_: Request<()>| async {
            Ok::<_, std::convert::Infallible>(Response::new(Full::new(Bytes::new())))
        });
        let response = layer.layer(handler).oneshot(request).await.unwrap();
        response.status().as_u16()
    }

    /// A Keto that answers with what is set, and the layer that asks it.
    fn keto(status: u16, body: &str) -> (PermissionLayer<ByPath>, Answer, Log) {
        let answer = Arc::new(Mutex::new((status, body.to_owned())));
        let answers = Arc::clone(&answer);
        let (client, log) = client(move |_| answers.lock().unwrap().clone());
        (PermissionLayer::new(&client, by_path), answer, log)
    }

    const YES: &str = r#"{"allowed":true}"#;
    const NO: &str = r#"{"allowed":false}"#;

    #[tokio::test(start_paused = true)]
    async fn property_31_an_error_is_neither_a_denial_nor_a_permit() {
        for (code, body, expected) in [
            (200, YES, 200),
            (200, NO, 403),
            (403, NO, 403),
            // Not in Keto's words: a gateway's.
            (403, "", 500),
            (403, "<html>", 500),
            (403, r#"{"error":{"code":403}}"#, 500),
            (200, "", 503),
            (200, "{}", 503),
            (200, "<html>", 503),
            (200, r#"{"allowed":"true"}"#, 503),
            (400, r#"{"error":{"code":400}}"#, 500),
            (401, "", 500),
            (404, "", 500),
            (422, r#"{"error":{"code":422}}"#, 500),
            (429, "", 503),
            (500, "", 503),
            (502, YES, 503),
            (503, NO, 503),
            (504, "", 503),
        ] {
            let (layer, _, _) = keto(code, body);
            let name = format!("{code} {body}");
            assert_eq!(status(&layer, request("/a")).await, expected, "{name}");
            let hidden = if expected == 403 { 404 } else { expected };
            assert_eq!(
                status(&layer.clone().hide(), request("/a")).await,
                hidden,
                "{name}"
            );
            let api = layer.keto.permission();
            let required = api.require(view(&Caller::new("ada", CallerKind::Session), "/a"));
            let required = required
                .await
                .map_or_else(|denial| denial.status().as_u16(), |()| 200);
            assert_eq!(required, expected, "{name}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn several_permissions_are_asked_together_and_all_are_needed() {
        let item = |allowed: bool, error: &str| json!({"allowed": allowed, "error": error});
        for (results, expected) in [
            (vec![item(true, ""), item(true, "")], 200),
            (vec![item(true, ""), item(false, "")], 403),
            (vec![item(false, ""), item(true, "")], 403),
            (vec![item(true, ""), item(false, "no such namespace")], 503),
            (vec![item(true, ""), item(true, "odd")], 503),
            (vec![item(true, "")], 503),
            (vec![], 503),
        ] {
            let (layer, _, log) = keto(200, &json!({ "results": results }).to_string());
            assert_eq!(
                status(&layer, request("/both")).await,
                expected,
                "{results:?}"
            );
            assert_eq!(log.lock().unwrap().len(), 1);
        }
        let (layer, _, _) = keto(429, "");
        assert_eq!(status(&layer, request("/both")).await, 503);
        let (layer, _, _) = keto(400, "");
        assert_eq!(status(&layer, request("/both")).await, 500);
    }

    #[tokio::test]
    async fn who_calls_comes_from_another_layer() {
        let (layer, _, log) = keto(200, YES);
        let bare = || Request::builder().uri("/a").body(()).unwrap();
        assert_eq!(status(&layer, bare()).await, 500);
        let mut nobody = bare();
        nobody.extensions_mut().insert(Nobody);
        assert_eq!(status(&layer, nobody).await, 401);
        assert_eq!(status(&layer, request("/open")).await, 200);
        assert_eq!(status(&layer, request("/refuse")).await, 403);
        assert_eq!(status(&layer, request("/none")).await, 403);
        assert!(log.lock().unwrap().is_empty());
        assert_eq!(status(&layer, request("/a")).await, 200);
        let asked = log.lock().unwrap()[0].body.clone();
        assert_eq!(asked["subject_set"]["namespace"], "User");
        assert_eq!(asked["subject_set"]["object"], "ada");
    }

    #[tokio::test(start_paused = true)]
    async fn permits_are_kept_where_that_is_wanted_and_denials_never() {
        let (layer, answer, log) = keto(200, NO);
        let asked = || log.lock().unwrap().len();
        let kept = layer.clone().cache_for(Duration::from_secs(60));
        for _ in 0..2 {
            assert_eq!(status(&kept, request("/a")).await, 403);
        }
        assert_eq!(asked(), 2);
        *answer.lock().unwrap() = (200, YES.to_owned());
        for _ in 0..3 {
            assert_eq!(status(&kept, request("/a")).await, 200);
        }
        assert_eq!(asked(), 3);
        // Another file, another caller, another layer setting.
        assert_eq!(status(&kept, request("/b")).await, 200);
        let mut other = request("/a");
        other
            .extensions_mut()
            .insert(Caller::new("bob", CallerKind::Session));
        assert_eq!(status(&kept, other).await, 200);
        assert_eq!(status(&layer, request("/a")).await, 200);
        assert_eq!(asked(), 6);
        tokio::time::advance(Duration::from_secs(60)).await;
        *answer.lock().unwrap() = (200, NO.to_owned());
        assert_eq!(status(&kept, request("/a")).await, 403);
    }
}
