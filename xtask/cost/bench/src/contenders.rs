//! Who does the work: our crates and hyper as in `ratchet`, and the official crates. Each contender builds its clients
//! once and keeps its connections.

use std::net::SocketAddr;

pub use cost::calls::{Bare, Ours};
use cost::calls::{CLIENT, Done, SECRET, TOKEN, is, relationships, text, traits};

/// The official crates, with the settings that they have by default.
pub struct Official {
    kratos: ory_kratos_client::apis::configuration::Configuration,
    hydra: ory_hydra_client::apis::configuration::Configuration,
    keto: ory_keto_client::apis::configuration::Configuration,
}

impl Official {
    #[must_use]
    pub fn new(server: SocketAddr) -> Self {
        let url = format!("http://{server}");
        Official {
            kratos: ory_kratos_client::apis::configuration::Configuration {
                base_path: url.clone(),
                ..Default::default()
            },
            hydra: ory_hydra_client::apis::configuration::Configuration {
                base_path: url.clone(),
                basic_auth: Some((CLIENT.to_owned(), Some(SECRET.to_owned()))),
                ..Default::default()
            },
            keto: ory_keto_client::apis::configuration::Configuration {
                base_path: url,
                ..Default::default()
            },
        }
    }

    pub async fn whoami(&self) -> Done {
        use ory_kratos_client::apis::frontend_api::to_session;
        let session = to_session(&self.kratos, Some(TOKEN), None, None).await;
        is(session.map_err(text)?.active == Some(true))
    }

    pub async fn list(&self) -> Done {
        use ory_kratos_client::apis::identity_api::list_identities;
        let page = list_identities(
            &self.kratos,
            None,
            None,
            Some(1000),
            None,
            None,
            None,
            None,
            None,
            None,
            None,
        );
        is(page.await.map_err(text)?.len() == 1000)
    }

    pub async fn create(&self) -> Done {
        use ory_kratos_client::apis::identity_api::create_identity;
        let body =
            ory_kratos_client::models::CreateIdentityBody::new("default".to_owned(), traits());
        let made = create_identity(&self.kratos, Some(body)).await;
        is(made.map_err(text)?.schema_id == "default")
    }

    pub async fn checks(&self) -> Done {
        use ory_keto_client::models::{BatchCheckPermissionBody, Relationship};
        let tuple = |(object, subject): (String, &str)| {
            let mut tuple = Relationship::new("File".to_owned(), object, "view".to_owned());
            tuple.subject_id = Some(subject.to_owned());
            tuple
        };
        let body = BatchCheckPermissionBody {
            tuples: Some(relationships().map(tuple).collect()),
        };
        let answers = ory_keto_client::apis::permission_api::batch_check_permission(
            &self.keto,
            None,
            Some(body),
        );
        is(answers.await.map_err(text)?.results.len() == 10)
    }

    pub async fn token(&self) -> Done {
        use ory_hydra_client::apis::o_auth2_api::oauth2_token_exchange;
        let token =
            oauth2_token_exchange(&self.hydra, "client_credentials", None, None, None, None).await;
        is(token.map_err(text)?.expires_in == Some(3599))
    }

    pub async fn login_flow(&self) -> Done {
        use ory_kratos_client::apis::frontend_api::get_login_flow;
        let flow = get_login_flow(&self.kratos, "99", Some("csrf=1")).await;
        is(flow.map_err(text)?.ui.action.starts_with("http"))
    }

    pub async fn wait(&self) {
        let _ = ory_kratos_client::apis::metadata_api::is_ready(&self.kratos).await;
    }
}
