//! Taking back what a user has granted.

use crate::{OAuth2Api, operations};

/// Which consents to take back: the three combinations of parameters that Hydra allows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConsentRevocation {
    /// What the user has granted to one client.
    Client {
        /// The user.
        subject: String,
        /// The client's id.
        client_id: String,
    },
    /// What the user has granted to any client.
    EveryClient {
        /// The user.
        subject: String,
    },
    /// What one consent request led to. Hydra 2.3 refuses it with 400.
    Request {
        /// Its id, from the consent request.
        consent_request_id: String,
    },
}

impl OAuth2Api {
    /// Takes back consents and the tokens that came of them.
    ///
    /// ```no_run
    /// # async fn forget(hydra: ory_hydra::Client) -> Result<(), ory_hydra::Error> {
    /// use ory_hydra::ConsentRevocation;
    ///
    /// let shop = ConsentRevocation::Client { subject: "alice".into(), client_id: "shop".into() };
    /// hydra.oauth2().revoke_consent(&shop).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// An empty text fails the call before anything is sent.
    pub fn revoke_consent(
        &self,
        which: &ConsentRevocation,
    ) -> operations::RevokeOAuth2ConsentSessions {
        let operation = self.revoke_oauth2_consent_sessions();
        let (mut operation, texts) = match which {
            ConsentRevocation::Client { subject, client_id } => (
                operation.subject(subject).client(client_id),
                [subject, client_id],
            ),
            ConsentRevocation::EveryClient { subject } => {
                (operation.subject(subject).all(true), [subject, subject])
            }
            ConsentRevocation::Request { consent_request_id } => (
                operation.consent_request_id(consent_request_id),
                [consent_request_id, consent_request_id],
            ),
        };
        if texts.iter().any(|text| text.is_empty()) {
            let message = "the subject, client or consent request to revoke is empty";
            operation.call.fail(message.to_owned());
        }
        operation
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Client;

    fn query(which: ConsentRevocation) -> Result<String, crate::Error> {
        let hydra = Client::builder().admin_url("http://127.0.0.1:1").build()?;
        let request = hydra.oauth2().revoke_consent(&which).into_request()?;
        Ok(request.uri().query().unwrap_or_default().to_owned())
    }

    #[test]
    fn each_kind_has_its_parameters_and_no_others() {
        let client = ConsentRevocation::Client {
            subject: "a&b".to_owned(),
            client_id: "shop".to_owned(),
        };
        assert_eq!(query(client).unwrap(), "subject=a%26b&client=shop");
        let every = ConsentRevocation::EveryClient {
            subject: "alice".to_owned(),
        };
        assert_eq!(query(every).unwrap(), "subject=alice&all=true");
        let request = ConsentRevocation::Request {
            consent_request_id: "r".to_owned(),
        };
        assert_eq!(query(request).unwrap(), "consent_request_id=r");
    }

    #[test]
    fn an_empty_client_does_not_widen_what_is_revoked() {
        let client = ConsentRevocation::Client {
            subject: "alice".to_owned(),
            client_id: String::new(),
        };
        assert!(query(client).unwrap_err().is_configuration());
    }
}
