//! Native apps in one call: sign in, sign up, a code, a second factor, log out.
//!
//! Each makes the flow, submits it, and once more if the flow expired in between. A web service must not use
//! them for its users: they send no anti-CSRF token, and the session is a token instead of a cookie.

use std::fmt;

use ory_core::serde_json::Value;
use ory_core::{Error, Secret};

use crate::FrontendApi;
use crate::models::{
    LoginFlow, PerformNativeLogoutBody, RegistrationFlow, UpdateLoginFlowBody,
    UpdateLoginFlowWithCodeMethod, UpdateLoginFlowWithPasswordMethod,
    UpdateLoginFlowWithTotpMethod, UpdateRegistrationFlowBody,
    UpdateRegistrationFlowWithPasswordMethod,
};
use crate::outcome::{
    ExpiredFlow, FlowOutcome, LoginOutcome, LogoutOutcome, RegistrationOutcome, SubmitOutcome,
};

/// What came of a native sign-in or sign-up.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Native<O> {
    /// What came of it.
    pub outcome: O,
    /// The token to keep and to send as `session_token` from now on, if the user is signed in.
    pub session_token: Option<Secret>,
}

impl<O> Native<O> {
    fn new(outcome: O, token: fn(&O) -> Option<&Secret>) -> Self {
        let session_token = token(&outcome).cloned();
        Native {
            outcome,
            session_token,
        }
    }

    fn login(outcome: LoginOutcome) -> Native<LoginOutcome> {
        Native::new(outcome, |outcome| match outcome {
            SubmitOutcome::Success(login) => login.token(),
            _ => None,
        })
    }
}

/// A sign-in by code, waiting for the code: made by [`FrontendApi::native_code_login`].
#[derive(Clone)]
pub struct CodeLogin {
    api: FrontendApi,
    identifier: String,
    flow_id: String,
}

impl CodeLogin {
    /// The flow, which can be kept while the app is closed.
    #[must_use]
    pub fn flow_id(&self) -> &str {
        &self.flow_id
    }

    /// Gives the code that the user received. After a wrong one, ask for it again and call this again.
    ///
    /// # Errors
    ///
    /// A failure that is no state of a flow: see [`outcome`](crate::outcome).
    pub async fn code(&self, code: impl Into<Secret>) -> Result<Native<LoginOutcome>, Error> {
        let body = UpdateLoginFlowWithCodeMethod::new()
            .identifier(self.identifier.as_str())
            .code(code);
        let outcome = self
            .api
            .update_login_flow(&self.flow_id, body)
            .outcome()
            .await?;
        Ok(Native::<LoginOutcome>::login(outcome.into_value()))
    }

    /// Sends another code.
    ///
    /// # Errors
    ///
    /// As for [`CodeLogin::code`].
    pub async fn resend(&self) -> Result<LoginOutcome, Error> {
        let body = UpdateLoginFlowWithCodeMethod::new()
            .identifier(self.identifier.as_str())
            .resend("code");
        let outcome = self
            .api
            .update_login_flow(&self.flow_id, body)
            .outcome()
            .await?;
        Ok(outcome.into_value())
    }
}

impl fmt::Debug for CodeLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeLogin")
            .field("flow_id", &self.flow_id)
            .finish_non_exhaustive()
    }
}

/// What came of asking for a code.
#[derive(Debug, Clone)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // one of them per sign-in
pub enum CodeLoginOutcome {
    /// A code was sent; ask the user for it.
    Sent(CodeLogin),
    /// Anything else, such as an unknown identifier.
    Other(LoginOutcome),
}

impl FrontendApi {
    /// Signs a user of a native app in by identifier and password.
    ///
    /// # Errors
    ///
    /// A failure that is no state of a flow: see [`outcome`](crate::outcome). A wrong password is none.
    pub async fn native_login(
        &self,
        identifier: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Result<Native<LoginOutcome>, Error> {
        let body = UpdateLoginFlowWithPasswordMethod::new(identifier, password).into();
        let (outcome, _) = self.submit_login(None, body).await?;
        Ok(Native::<LoginOutcome>::login(outcome))
    }

    /// Begins to sign a user of a native app in by a code that is sent to the identifier.
    ///
    /// # Errors
    ///
    /// As for [`FrontendApi::native_login`].
    pub async fn native_code_login(
        &self,
        identifier: impl Into<String>,
    ) -> Result<CodeLoginOutcome, Error> {
        let identifier = identifier.into();
        let body = UpdateLoginFlowWithCodeMethod::new().identifier(identifier.as_str());
        let (outcome, flow_id) = self.submit_login(None, body.into()).await?;
        Ok(match outcome {
            SubmitOutcome::NextStep(_) => CodeLoginOutcome::Sent(CodeLogin {
                api: self.clone(),
                identifier,
                flow_id,
            }),
            other => CodeLoginOutcome::Other(other),
        })
    }

    /// Goes on with a sign-in by code whose [`CodeLogin::flow_id`] was kept.
    #[must_use]
    pub fn native_code_login_resumed(
        &self,
        identifier: impl Into<String>,
        flow_id: impl Into<String>,
    ) -> CodeLogin {
        CodeLogin {
            api: self.clone(),
            identifier: identifier.into(),
            flow_id: flow_id.into(),
        }
    }

    /// Raises the session of a native app to `aal2` by a code of the user's authenticator app.
    ///
    /// # Errors
    ///
    /// As for [`FrontendApi::native_login`].
    pub async fn native_totp(
        &self,
        session_token: impl Into<Secret>,
        code: impl Into<Secret>,
    ) -> Result<Native<LoginOutcome>, Error> {
        let token = session_token.into();
        let body = UpdateLoginFlowWithTotpMethod::new(code).into();
        let (outcome, _) = self.submit_login(Some(&token), body).await?;
        let mut native = Native::<LoginOutcome>::login(outcome);
        if native.session_token.is_none() && matches!(native.outcome, SubmitOutcome::Success(_)) {
            // The session is the same, and so is its token.
            native.session_token = Some(token);
        }
        Ok(native)
    }

    /// Registers a user of a native app with a password. There is a session token only if the server is set
    /// up to sign new users in.
    ///
    /// # Errors
    ///
    /// As for [`FrontendApi::native_login`].
    pub async fn native_registration(
        &self,
        traits: impl Into<Value>,
        password: impl Into<Secret>,
    ) -> Result<Native<RegistrationOutcome>, Error> {
        let body: UpdateRegistrationFlowBody =
            UpdateRegistrationFlowWithPasswordMethod::new(password, traits).into();
        let mut flow_id = match self.new_registration().await? {
            FlowOutcome::Flow(flow) => flow.id,
            other => {
                return Ok(Native {
                    outcome: refused(other),
                    session_token: None,
                });
            }
        };
        let mut again = true;
        loop {
            let submit = self.update_registration_flow(&flow_id, body.clone());
            let outcome = submit.outcome().await?.into_value();
            match successor(&outcome).filter(|_| again) {
                None => {
                    return Ok(Native::new(outcome, |outcome| match outcome {
                        SubmitOutcome::Success(success) => success.token(),
                        _ => None,
                    }));
                }
                Some(Some(id)) => flow_id = id.to_owned(),
                Some(None) => match self.new_registration().await? {
                    FlowOutcome::Flow(flow) => flow_id = flow.id,
                    other => {
                        return Ok(Native {
                            outcome: refused(other),
                            session_token: None,
                        });
                    }
                },
            }
            again = false;
        }
    }

    /// Ends the session of a native app.
    ///
    /// # Errors
    ///
    /// A failure that says nothing about the session. A token that is not known any more is
    /// [`LogoutOutcome::NoSession`].
    pub async fn native_logout(
        &self,
        session_token: impl Into<Secret>,
    ) -> Result<LogoutOutcome, Error> {
        let body = PerformNativeLogoutBody::new(session_token);
        let outcome = self.perform_native_logout(body).outcome().await?;
        Ok(outcome.into_value())
    }

    async fn new_registration(&self) -> Result<FlowOutcome<RegistrationFlow>, Error> {
        let flow = self.create_native_registration_flow().outcome().await?;
        Ok(flow.into_value())
    }

    /// A new login, for the second factor if there is a session.
    async fn new_login(&self, session: Option<&Secret>) -> Result<FlowOutcome<LoginFlow>, Error> {
        let mut create = self.create_native_login_flow();
        if let Some(token) = session {
            create = create.aal("aal2").session_token(token);
        }
        Ok(create.outcome().await?.into_value())
    }

    /// Makes a login and submits it, once more if it expired in between. Gives the id of the flow too.
    async fn submit_login(
        &self,
        session: Option<&Secret>,
        body: UpdateLoginFlowBody,
    ) -> Result<(LoginOutcome, String), Error> {
        let mut flow_id = match self.new_login(session).await? {
            FlowOutcome::Flow(flow) => flow.id,
            other => return Ok((refused(other), String::new())),
        };
        let mut again = true;
        loop {
            let mut submit = self.update_login_flow(&flow_id, body.clone());
            if let Some(token) = session {
                submit = submit.session_token(token);
            }
            let outcome = submit.outcome().await?.into_value();
            match successor(&outcome).filter(|_| again) {
                None => return Ok((outcome, flow_id)),
                Some(Some(id)) => flow_id = id.to_owned(),
                Some(None) => match self.new_login(session).await? {
                    FlowOutcome::Flow(flow) => flow_id = flow.id,
                    other => return Ok((refused(other), flow_id)),
                },
            }
            again = false;
        }
    }
}

/// The flow to go on with, if this one is over: the server's, or `None` to make one.
fn successor<S, F>(outcome: &SubmitOutcome<S, F>) -> Option<Option<&str>> {
    match outcome {
        SubmitOutcome::Expired(ExpiredFlow { use_flow_id, .. })
        | SubmitOutcome::Replaced(ExpiredFlow { use_flow_id, .. }) => Some(use_flow_id.as_deref()),
        _ => None,
    }
}

/// Why there is no flow, as what came of submitting it.
fn refused<S, F>(outcome: FlowOutcome<F>) -> SubmitOutcome<S, F> {
    match outcome {
        FlowOutcome::Flow(flow) => SubmitOutcome::NextStep(flow),
        FlowOutcome::Redirect(to) => SubmitOutcome::Redirect(to),
        FlowOutcome::Expired(flow) => SubmitOutcome::Expired(flow),
        FlowOutcome::Replaced(flow) => SubmitOutcome::Replaced(flow),
        FlowOutcome::AlreadySignedIn(refusal) => SubmitOutcome::AlreadySignedIn(refusal),
        FlowOutcome::AalAlreadyFulfilled(refusal) => SubmitOutcome::AalAlreadyFulfilled(refusal),
        FlowOutcome::NotSignedIn(refusal) => SubmitOutcome::NotSignedIn(refusal),
        FlowOutcome::Aal1Required(refusal) => SubmitOutcome::Aal1Required(refusal),
        FlowOutcome::Aal2Required(refusal) => SubmitOutcome::Aal2Required(refusal),
        FlowOutcome::RefreshRequired(refusal) => SubmitOutcome::RefreshRequired(refusal),
        FlowOutcome::VerifiedAddressRequired(r) => SubmitOutcome::VerifiedAddressRequired(r),
        FlowOutcome::Disabled(refusal) => SubmitOutcome::Disabled(refusal),
        FlowOutcome::ReturnToForbidden(refusal) => SubmitOutcome::ReturnToForbidden(refusal),
        FlowOutcome::CsrfViolation(refusal) => SubmitOutcome::CsrfViolation(refusal),
        FlowOutcome::IdentityMismatch(refusal) => SubmitOutcome::IdentityMismatch(refusal),
        FlowOutcome::Refused(refusal) => SubmitOutcome::Refused(refusal),
    }
}

#[cfg(test)]
mod tests {
    use ory_core::serde_json::json;

    use super::*;
    use crate::testing::{flow, ok, scripted};

    fn new_login() -> (u16, &'static [(&'static str, &'static str)], String) {
        ok(200, flow("login", "choose_method", json!([]), json!([])))
    }

    fn expired(successor: Value) -> (u16, &'static [(&'static str, &'static str)], String) {
        let error = json!({ "id": "self_service_flow_expired", "code": 410, "message": "m" });
        ok(410, json!({ "error": error, "use_flow_id": successor }))
    }

    fn success() -> (u16, &'static [(&'static str, &'static str)], String) {
        ok(
            200,
            json!({ "session": { "id": "1" }, "session_token": "ory_st_1" }),
        )
    }

    #[tokio::test]
    async fn an_expired_flow_is_tried_once_more_with_its_successor_or_a_new_one() {
        let (client, seen) = scripted([new_login(), expired(json!("b09a")), success()]);
        let native = client
            .frontend()
            .native_login("ada", "secret")
            .await
            .unwrap();
        assert_eq!(native.session_token, Some(Secret::new("ory_st_1")));
        assert_eq!(
            seen.lines(),
            [
                "GET /self-service/login/api",
                "POST /self-service/login?flow=5f1c3c0e-0000-4000-8000-000000000001",
                "POST /self-service/login?flow=b09a",
            ]
        );

        let (client, seen) = scripted([
            new_login(),
            expired(json!(null)),
            new_login(),
            expired(json!("x")),
        ]);
        let native = client
            .frontend()
            .native_login("ada", "secret")
            .await
            .unwrap();
        assert!(native.outcome.is_over() && native.session_token.is_none());
        assert_eq!(seen.lines().len(), 4);
    }

    #[tokio::test]
    async fn a_code_is_asked_for_and_given_in_the_same_flow() {
        let wrong = json!([{ "id": 4_010_008, "text": "t", "type": "error" }]);
        let sent = json!([{ "id": 1_010_014, "text": "t", "type": "info" }]);
        let (client, seen) = scripted([
            new_login(),
            ok(400, flow("login", "sent_email", sent, json!([]))),
            ok(400, flow("login", "sent_email", wrong, json!([]))),
            success(),
        ]);
        let login = match client.frontend().native_code_login("ada").await.unwrap() {
            CodeLoginOutcome::Sent(login) => login,
            other => panic!("{other:?}"),
        };
        let first = login.code("000000").await.unwrap();
        assert!(matches!(first.outcome, LoginOutcome::Invalid(_)));
        assert!(login.code("123456").await.unwrap().session_token.is_some());
        assert_eq!(seen.lines()[1], seen.lines()[3]);
        assert_eq!(seen.json(3)["code"], "123456");
    }

    #[tokio::test]
    async fn a_second_factor_sends_the_token_and_keeps_it() {
        let (client, seen) = scripted([new_login(), ok(200, json!({ "session": { "id": "1" } }))]);
        let native = client
            .frontend()
            .native_totp("ory_st_9", "123456")
            .await
            .unwrap();
        assert_eq!(native.session_token, Some(Secret::new("ory_st_9")));
        assert!(seen.lines()[0].ends_with("?aal=aal2"));
        assert_eq!(
            seen.header(0, "x-session-token").as_deref(),
            Some("ory_st_9")
        );
        assert_eq!(
            seen.header(1, "x-session-token").as_deref(),
            Some("ory_st_9")
        );
    }

    #[tokio::test]
    async fn a_flow_that_cannot_be_made_is_an_outcome_too() {
        let error = json!({ "id": "self_service_flow_disabled", "code": 400, "message": "m" });
        let (client, _) = scripted([ok(400, json!({ "error": error }))]);
        let traits = json!({ "email": "a@b" });
        let native = client
            .frontend()
            .native_registration(traits, "secret")
            .await
            .unwrap();
        assert!(matches!(native.outcome, RegistrationOutcome::Disabled(_)));
    }
}
