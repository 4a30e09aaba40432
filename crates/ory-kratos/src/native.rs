//! Native apps in one call: log in, register, a code, a second factor, log out.
//!
//! Each makes the flow and submits it, once more if the flow expired in between. A web service must
//! not use them for its users: they send no anti-CSRF token, and the session is a token instead of a
//! cookie.

use std::fmt;
use std::ops::ControlFlow;

use ory_core::serde_json::Value;
use ory_core::{Error, Secret};

use crate::FrontendApi;
use crate::models::{
    LoginFlow, PerformNativeLogoutBody, RegistrationFlow, UpdateLoginFlowBody,
    UpdateLoginFlowWithCodeMethod, UpdateLoginFlowWithPasswordMethod,
    UpdateLoginFlowWithTotpMethod, UpdateRegistrationFlowBody,
    UpdateRegistrationFlowWithPasswordMethod,
};
use crate::outcome::{FlowOutcome, LoginOutcome, LogoutOutcome, RegistrationOutcome};

/// The result of a native login.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct NativeLogin {
    /// The outcome.
    pub outcome: LoginOutcome,
    /// The token to keep and to send as `session_token` from now on, if the user is logged in.
    pub session_token: Option<Secret>,
}

impl NativeLogin {
    fn new(outcome: LoginOutcome) -> Self {
        let session_token = match &outcome {
            FlowOutcome::Success(login) => login.token().cloned(),
            _ => None,
        };
        NativeLogin {
            outcome,
            session_token,
        }
    }
}

/// The result of a native registration.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct NativeRegistration {
    /// The outcome.
    pub outcome: RegistrationOutcome,
    /// The token to keep and to send as `session_token` from now on, if the server is set up to log
    /// new users in.
    pub session_token: Option<Secret>,
}

impl NativeRegistration {
    fn new(outcome: RegistrationOutcome) -> Self {
        let session_token = match &outcome {
            FlowOutcome::Success(registration) => registration.token().cloned(),
            _ => None,
        };
        NativeRegistration {
            outcome,
            session_token,
        }
    }
}

/// A login by code, waiting for the code; returned by [`FrontendApi::native_code_login`].
#[derive(Clone)]
pub struct CodeLogin {
    api: FrontendApi,
    identifier: String,
    flow_id: String,
}

impl CodeLogin {
    /// The flow, which can be kept while the app is closed: see [`FrontendApi::resume_code_login`].
    #[must_use]
    pub fn flow_id(&self) -> &str {
        &self.flow_id
    }

    /// Submits the code that the user received. After a wrong one, ask for it again and call this
    /// again.
    ///
    /// # Errors
    ///
    /// A failure that is not a state of a flow: see [`outcome`](crate::outcome).
    pub async fn code(&self, code: impl Into<Secret>) -> Result<NativeLogin, Error> {
        let body = UpdateLoginFlowWithCodeMethod::new()
            .identifier(self.identifier.as_str())
            .code(code);
        let call = self.api.update_login_flow(&self.flow_id, body);
        Ok(NativeLogin::new(call.outcome().await?.into_value()))
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
        let call = self.api.update_login_flow(&self.flow_id, body);
        Ok(call.outcome().await?.into_value())
    }
}

impl fmt::Debug for CodeLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeLogin")
            .field("flow_id", &self.flow_id)
            .finish_non_exhaustive()
    }
}

/// The result of asking for a code.
#[derive(Debug, Clone)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // one of them per login
pub enum CodeLoginOutcome {
    /// A code was sent; ask the user for it.
    Sent(CodeLogin),
    /// Anything else, such as an unknown identifier.
    Other(LoginOutcome),
}

impl FrontendApi {
    /// Logs a user of a native app in by identifier and password.
    ///
    /// ```no_run
    /// # async fn example(kratos: ory_kratos::Client) -> Result<(), ory_kratos::Error> {
    /// let login = kratos.frontend().native_login("ada@example.org", "secret").await?;
    /// if let Some(token) = login.session_token {
    ///     let session = kratos.frontend().to_session().session_token(token).await?;
    ///     println!("session {}", session.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// A failure that is not a state of a flow: see [`outcome`](crate::outcome). A wrong password is
    /// a state: [`FlowOutcome::Invalid`].
    pub async fn native_login(
        &self,
        identifier: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Result<NativeLogin, Error> {
        let body = UpdateLoginFlowWithPasswordMethod::new(identifier, password).into();
        let (outcome, _) = self.submit_login(None, body).await?;
        Ok(NativeLogin::new(outcome))
    }

    /// Begins to log a user of a native app in by a code that is sent to the identifier.
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
            FlowOutcome::NextStep(_) => CodeLoginOutcome::Sent(CodeLogin {
                api: self.clone(),
                identifier,
                flow_id,
            }),
            other => CodeLoginOutcome::Other(other),
        })
    }

    /// Goes on with a login by code whose [`CodeLogin::flow_id`] was kept.
    #[must_use]
    pub fn resume_code_login(
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
    ) -> Result<NativeLogin, Error> {
        let token = session_token.into();
        let body = UpdateLoginFlowWithTotpMethod::new(code).into();
        let (outcome, _) = self.submit_login(Some(&token), body).await?;
        let mut login = NativeLogin::new(outcome);
        if login.session_token.is_none() && matches!(login.outcome, FlowOutcome::Success(_)) {
            // The session is the same, and so is its token.
            login.session_token = Some(token);
        }
        Ok(login)
    }

    /// Registers a user of a native app with a password. There is a session token only if the
    /// server is set up to log new users in.
    ///
    /// # Errors
    ///
    /// As for [`FrontendApi::native_login`].
    pub async fn native_registration(
        &self,
        traits: impl Into<Value>,
        password: impl Into<Secret>,
    ) -> Result<NativeRegistration, Error> {
        let body: UpdateRegistrationFlowBody =
            UpdateRegistrationFlowWithPasswordMethod::new(password, traits).into();
        let mut flow_id = match self.new_registration().await? {
            ControlFlow::Continue(id) => id,
            ControlFlow::Break(outcome) => return Ok(NativeRegistration::new(outcome)),
        };
        let mut retried = false;
        loop {
            let submit = self.update_registration_flow(&flow_id, body.clone());
            let outcome = submit.outcome().await?.into_value();
            let FlowOutcome::Expired(over) = &outcome else {
                return Ok(NativeRegistration::new(outcome));
            };
            if retried {
                return Ok(NativeRegistration::new(outcome));
            }
            flow_id = match &over.use_flow_id {
                Some(id) => id.clone(),
                None => match self.new_registration().await? {
                    ControlFlow::Continue(id) => id,
                    ControlFlow::Break(outcome) => return Ok(NativeRegistration::new(outcome)),
                },
            };
            retried = true;
        }
    }

    /// Ends the session of a native app.
    ///
    /// # Errors
    ///
    /// A failure that says nothing about the session. A token that is not known any longer is
    /// [`LogoutOutcome::NoSession`].
    pub async fn native_logout(
        &self,
        session_token: impl Into<Secret>,
    ) -> Result<LogoutOutcome, Error> {
        let body = PerformNativeLogoutBody::new(session_token);
        let outcome = self.perform_native_logout(body).outcome().await?;
        Ok(outcome.into_value())
    }

    /// The id of a new registration, or why there is none.
    async fn new_registration(&self) -> Result<ControlFlow<RegistrationOutcome, String>, Error> {
        let made = self.create_native_registration_flow().outcome().await?;
        Ok(id_of(made.into_value(), |flow: RegistrationFlow| flow.id))
    }

    /// The id of a new login, for the second factor if there is a session, or why there is none.
    async fn new_login(
        &self,
        session: Option<&Secret>,
    ) -> Result<ControlFlow<LoginOutcome, String>, Error> {
        let mut create = self.create_native_login_flow();
        if let Some(token) = session {
            create = create.aal("aal2").session_token(token);
        }
        let made = create.outcome().await?;
        Ok(id_of(made.into_value(), |flow: LoginFlow| flow.id))
    }

    /// Makes a login and submits it, once more if it expired in between. Returns the id of the flow
    /// too.
    async fn submit_login(
        &self,
        session: Option<&Secret>,
        body: UpdateLoginFlowBody,
    ) -> Result<(LoginOutcome, String), Error> {
        let mut flow_id = match self.new_login(session).await? {
            ControlFlow::Continue(id) => id,
            ControlFlow::Break(outcome) => return Ok((outcome, String::new())),
        };
        let mut retried = false;
        loop {
            let mut submit = self.update_login_flow(&flow_id, body.clone());
            if let Some(token) = session {
                submit = submit.session_token(token);
            }
            let outcome = submit.outcome().await?.into_value();
            let FlowOutcome::Expired(over) = &outcome else {
                return Ok((outcome, flow_id));
            };
            if retried {
                return Ok((outcome, flow_id));
            }
            flow_id = match &over.use_flow_id {
                Some(id) => id.clone(),
                None => match self.new_login(session).await? {
                    ControlFlow::Continue(id) => id,
                    ControlFlow::Break(outcome) => return Ok((outcome, flow_id)),
                },
            };
            retried = true;
        }
    }
}

/// The id of a flow that was made, or the outcome of what it was made for.
#[allow(clippy::result_large_err)] // the outcome is what the caller returns
fn id_of<S, F>(
    made: FlowOutcome<F, F>,
    id: impl FnOnce(F) -> String,
) -> ControlFlow<FlowOutcome<S, F>, String> {
    match made {
        FlowOutcome::Success(flow) => ControlFlow::Continue(id(flow)),
        other => ControlFlow::Break(other.and_then(FlowOutcome::NextStep)),
    }
}

#[cfg(test)]
mod tests {
    use ory_core::serde_json::json;

    use super::*;
    use crate::outcome::FlowErrorId;
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
        assert!(
            matches!(native.outcome, LoginOutcome::Expired(_)) && native.session_token.is_none()
        );
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
        assert!(native.outcome.is_refused(FlowErrorId::FlowDisabled));
    }
}
