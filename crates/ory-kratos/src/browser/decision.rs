//! What a page does with an outcome.

use ory_core::http::StatusCode;

use super::pages::{BECAUSE, Pages, kept_of, with};
use super::{BrowserFlow, BrowserRequest};
use crate::flow::{id_in_url, next_step};
use crate::models::Session;
use crate::models::{
    ContinueWith, LoginFlow, RecoveryFlow, RegistrationFlow, SettingsFlow, SuccessfulNativeLogin,
    SuccessfulNativeRegistration, VerificationFlow,
};
use crate::outcome::{
    AnyFlow, ExpiredFlow, FlowErrorId, FlowOutcome, Refusal, SessionOutcome, is_absolute,
};

/// What a page does with an outcome: four things instead of seven words and fifteen reasons.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant)] // one of them per request
pub enum Decision<F> {
    /// Show the flow's form.
    Show(F),
    /// Show the form of a flow of another kind, which is submitted to the page of that kind.
    ShowOther(AnyFlow),
    /// Redirect the browser, with 303, to a page of the app or a URL that Kratos gave. The parameter
    /// `because` of a page says why, where the visitor would wonder.
    Go(String),
    /// Tell the visitor why it does not go on, with the [status](Refusal::status) of the refusal.
    Explain(Refusal),
}

/// What a flow gives when it is completed, as far as a page is concerned.
pub trait Completed<F> {
    /// What to do next, in the order given.
    fn next_steps(&self) -> &[ContinueWith];

    /// The flow, to be shown where there is no next step.
    fn into_flow(self) -> Option<F>;
}

macro_rules! completed {
    ($($model:ident: $steps:expr;)*) => {$(
        impl Completed<$model> for $model {
            fn next_steps(&self) -> &[ContinueWith] {
                let steps: fn(&Self) -> &[ContinueWith] = $steps;
                steps(self)
            }

            fn into_flow(self) -> Option<Self> {
                Some(self)
            }
        }
    )*};
}

completed! {
    LoginFlow: |_| &[];
    RegistrationFlow: |_| &[];
    SettingsFlow: |flow| flow.steps();
    RecoveryFlow: |flow| flow.steps();
    VerificationFlow: |flow| flow.steps();
}

impl Completed<LoginFlow> for SuccessfulNativeLogin {
    fn next_steps(&self) -> &[ContinueWith] {
        self.steps()
    }

    fn into_flow(self) -> Option<LoginFlow> {
        None
    }
}

impl Completed<RegistrationFlow> for SuccessfulNativeRegistration {
    fn next_steps(&self) -> &[ContinueWith] {
        self.steps()
    }

    fn into_flow(self) -> Option<RegistrationFlow> {
        None
    }
}

impl<S: Completed<F>, F: BrowserFlow> FlowOutcome<S, F> {
    /// What the page of this kind of flow does, after opening a flow and after submitting one.
    ///
    /// `return_to`, `login_challenge`, `organization` and the other parameters of the page's URL are
    /// kept: through a login, a second factor, a fresh login, an expired flow and a verification.
    /// The browser is redirected to the app's own pages and to URLs that Kratos gave, never to a
    /// `return_to` that Kratos has not checked, and never in a circle, whatever the outcomes.
    ///
    /// See the [module](crate::browser) for a page.
    pub fn decide(self, pages: &Pages, request: &BrowserRequest) -> Decision<F> {
        let context = Context {
            kind: F::NAME,
            pages,
            request,
        };
        match self {
            FlowOutcome::Success(success) => {
                let next = context.next_page(success.next_steps());
                match (next, success.into_flow()) {
                    // Not to the flow itself, and not back to an earlier kind.
                    (Some(next), Some(flow)) if context.leads_on(&next, flow.flow_id()) => {
                        Decision::Go(next)
                    }
                    (_, Some(flow)) => Decision::Show(flow),
                    (Some(next), None) => Decision::Go(next),
                    (None, None) => Decision::Go(pages.home.clone()),
                }
            }
            // Settings that wait for a new address to be verified name the verification.
            FlowOutcome::NextStep(flow) => match context.next_page(flow.next_steps()) {
                Some(next) if context.leads_on(&next, flow.flow_id()) => Decision::Go(next),
                _ => Decision::Show(flow),
            },
            FlowOutcome::Invalid(flow) => Decision::Show(flow),
            FlowOutcome::OtherFlow(flow) => Decision::ShowOther(flow),
            FlowOutcome::Redirect(redirect) => Decision::Go(redirect.url),
            FlowOutcome::Expired(flow) => context.expired(flow).into_decision(),
            FlowOutcome::Refused(refusal) => context.refused(refusal).into_decision(),
        }
    }
}

impl SessionOutcome {
    /// What a page does that needs a session: it is shown, or the browser is redirected to log in,
    /// give a second factor or verify an address, and back to `here`, the URL of the page.
    ///
    /// ```no_run
    /// use ory_kratos::browser::{BrowserRequest, Decision, Pages};
    ///
    /// # async fn page(kratos: ory_kratos::Client, pages: Pages, request: BrowserRequest) -> Result<(), ory_kratos::Error> {
    /// let whoami = request.whoami(&kratos).outcome().await?;
    /// match whoami.value.decide(&pages, "https://app.example.org/orders") {
    ///     Decision::Show(session) => println!("hello {}", session.id),
    ///     Decision::Go(url) => println!("303 {url}"),
    ///     other => println!("{other:?}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn decide(self, pages: &Pages, here: &str) -> Decision<Session> {
        let login = |because: FlowErrorId, more: Option<(&'static str, &'static str)>| {
            let why = [("return_to", here), (BECAUSE, because.as_str())];
            Decision::Go(with(&pages.login, more.into_iter().chain(why)))
        };
        match self {
            SessionOutcome::Active(session) => Decision::Show(session),
            SessionOutcome::Inactive(_) | SessionOutcome::SignedOut(_) => {
                login(FlowErrorId::SessionInactive, None)
            }
            SessionOutcome::Refused(refusal) => match refusal.id {
                Some(FlowErrorId::Aal2Required) => {
                    login(FlowErrorId::Aal2Required, Some(("aal", "aal2")))
                }
                Some(FlowErrorId::VerifiedAddressRequired) => {
                    let why = FlowErrorId::VerifiedAddressRequired;
                    let parameters = [("return_to", here), (BECAUSE, why.as_str())];
                    Decision::Go(with(&pages.verification, parameters))
                }
                _ => Decision::Explain(refusal),
            },
        }
    }
}

/// Where to go, or why not.
enum Way {
    Go(String),
    Explain(Box<Refusal>),
}

impl Way {
    fn into_decision<F>(self) -> Decision<F> {
        match self {
            Way::Go(url) => Decision::Go(url),
            Way::Explain(refusal) => Decision::Explain(*refusal),
        }
    }
}

/// The page that decides. Nothing here depends on the kind's type, so that it is compiled once.
struct Context<'c> {
    kind: &'static str,
    pages: &'c Pages,
    request: &'c BrowserRequest,
}

impl Context<'_> {
    /// The page of the first step that is one.
    fn next_page(&self, steps: &[ContinueWith]) -> Option<String> {
        let show = |page: &str, id: &str| Some(with(page, [("flow", id)]));
        match next_step(steps)? {
            ContinueWith::ShowSettingsUi(step) => show(&self.pages.settings, &step.flow.id),
            ContinueWith::ShowRecoveryUi(step) => show(&self.pages.recovery, &step.flow.id),
            ContinueWith::ShowVerificationUi(step) => show(&self.pages.verification, &step.flow.id),
            ContinueWith::RedirectBrowserTo(step) => {
                let url = &step.redirect_browser_to;
                is_absolute(url).then(|| url.clone())
            }
            _ => None,
        }
    }

    /// Whether a step of a flow leads away from it: neither to itself nor back to the page of a kind
    /// that leads here. A recovery leads to the settings, those to a verification.
    fn leads_on(&self, url: &str, flow_id: &str) -> bool {
        let back: &[&str] = match self.kind {
            "recovery" => &["recovery"],
            "settings" => &["settings", "recovery"],
            _ => &["verification", "settings", "recovery"],
        };
        let is_back = back.iter().any(|kind| {
            let page = self.pages.of(kind);
            url.strip_prefix(page)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('?'))
        });
        !is_back && id_in_url(url, "flow") != Some(flow_id)
    }

    /// Whether the browser was redirected here because of its session. The page then explains what
    /// it would otherwise redirect for.
    fn sent_for_session(&self) -> bool {
        let because = self.request.parameter(BECAUSE);
        because.is_some_and(|because| because.starts_with("session_"))
    }

    /// Whether the browser was redirected here because a flow had expired.
    fn sent_for_expired(&self) -> bool {
        self.request.parameter(BECAUSE) == Some(FlowErrorId::FlowExpired.as_str())
    }

    /// This page without its flow, which makes a new one.
    fn anew(&self) -> String {
        let because = self
            .request
            .parameter(BECAUSE)
            .map(|because| (BECAUSE, because));
        with(self.pages.of(self.kind), self.request.kept().chain(because))
    }

    /// This page as a place to return to.
    fn here(&self) -> String {
        with(self.pages.of(self.kind), self.request.kept())
    }

    /// The login page, and back here.
    fn log_in(&self, why: &FlowErrorId, more: Option<(&str, &str)>) -> String {
        let here = self.here();
        let why = [("return_to", here.as_str()), (BECAUSE, why.as_str())];
        with(&self.pages.login, more.into_iter().chain(why))
    }

    fn expired(&self, over: ExpiredFlow) -> Way {
        let because = (BECAUSE, FlowErrorId::FlowExpired.as_str());
        let page = self.pages.of(self.kind);
        if let Some(next) = over.use_flow_id.as_deref()
            && self.request.flow_id() != Some(next)
            && !self.sent_for_expired()
        {
            return Way::Go(with(page, [("flow", next), because]));
        }
        if self.request.flow_id().is_some() {
            // Kratos's URL has the parameters of the old flow; the page's own may have none.
            let url = over.redirect_browser_to.as_deref().unwrap_or_default();
            let kept = kept_of(url);
            return Way::Go(if kept.is_empty() {
                with(page, self.request.kept().chain([because]))
            } else {
                let kept = kept
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str()));
                with(page, kept.chain([because]))
            });
        }
        Way::Explain(Box::new(Refusal {
            id: Some(FlowErrorId::FlowExpired),
            status: StatusCode::GONE,
            redirect_browser_to: over.redirect_browser_to,
            continue_with: over.continue_with,
            error: over.error,
            other_members: over.other_members,
        }))
    }

    fn refused(&self, refusal: Refusal) -> Way {
        match self.way_on(&refusal) {
            Some(url) => Way::Go(url),
            None => Way::Explain(Box::new(refusal)),
        }
    }

    fn way_on(&self, refusal: &Refusal) -> Option<String> {
        let request = self.request;
        let is_login = self.kind == "login";
        let needs_session = self.kind == "settings";
        let id = refusal.id.as_ref()?;
        match id {
            FlowErrorId::AlreadyAvailable | FlowErrorId::AalAlreadyFulfilled => {
                // A session that is missing and there is for a person to look at.
                if self.sent_for_session() {
                    return None;
                }
                let mut known = request.kept();
                let has_goal =
                    known.any(|(name, _)| matches!(name, "return_to" | "login_challenge"));
                if has_goal && request.flow_id().is_none() {
                    // Kratos checks the goal and redirects to it.
                    let goal = request.kept();
                    let goal =
                        goal.filter(|(name, _)| matches!(*name, "return_to" | "login_challenge"));
                    return Some(self.pages.kratos_login(goal));
                }
                Some(self.pages.home.clone())
            }
            FlowErrorId::SessionInactive if needs_session && !self.sent_for_session() => {
                Some(self.log_in(id, None))
            }
            FlowErrorId::Aal1Required if is_login && !self.sent_for_session() => {
                let kept = request.kept().filter(|(name, _)| *name != "aal");
                Some(with(
                    &self.pages.login,
                    kept.chain([(BECAUSE, id.as_str())]),
                ))
            }
            FlowErrorId::Aal1Required if needs_session && !self.sent_for_session() => {
                Some(self.log_in(id, None))
            }
            FlowErrorId::Aal2Required if is_login && !self.sent_for_session() => {
                let kept = request.kept().filter(|(name, _)| *name != "aal");
                let second = [("aal", "aal2"), (BECAUSE, id.as_str())];
                Some(with(&self.pages.login, kept.chain(second)))
            }
            FlowErrorId::Aal2Required if needs_session && !self.sent_for_session() => {
                Some(self.log_in(id, Some(("aal", "aal2"))))
            }
            // Kratos's own URL: it finishes the change after the login.
            FlowErrorId::RefreshRequired if needs_session && !self.sent_for_session() => {
                let kratos = refusal.redirect_browser_to.clone();
                Some(kratos.unwrap_or_else(|| self.log_in(id, Some(("refresh", "true")))))
            }
            FlowErrorId::VerifiedAddressRequired if self.kind != "verification" => {
                let here = self.here();
                Some(match refusal.next_step() {
                    Some(ContinueWith::ShowVerificationUi(step)) => {
                        with(&self.pages.verification, [("flow", step.flow.id.as_str())])
                    }
                    _ => with(
                        &self.pages.verification,
                        [("return_to", here.as_str()), (BECAUSE, id.as_str())],
                    ),
                })
            }
            FlowErrorId::CsrfViolation | FlowErrorId::IdentityMismatch => {
                request.flow_id().is_some().then(|| self.anew())
            }
            _ => None,
        }
    }
}
