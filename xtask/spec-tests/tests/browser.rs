//! Every parameter by which a flow is made in a browser is forwarded from the URL of the app's page.

use http::HeaderMap;
use ory_kratos::Client;
use ory_kratos::browser::BrowserRequest;
use spec_tests::document::Document;

#[test]
fn every_parameter_of_the_contract_is_forwarded() {
    let kratos = Client::builder()
        .url("http://kratos.example")
        .build()
        .unwrap();
    let document = Document::load("kratos");
    let query = "return_to=1&login_challenge=2&aal=3&refresh=true&organization=4&via=5&identity_schema=6\
        &after_verification_return_to=7&skip_settings=8";
    let request = BrowserRequest::new(&HeaderMap::new(), query);
    let made = [
        (
            "createBrowserLoginFlow",
            request.create_login(&kratos).into_request(),
        ),
        (
            "createBrowserRegistrationFlow",
            request.create_registration(&kratos).into_request(),
        ),
        (
            "createBrowserSettingsFlow",
            request.create_settings(&kratos).into_request(),
        ),
        (
            "createBrowserRecoveryFlow",
            request.create_recovery(&kratos).into_request(),
        ),
        (
            "createBrowserVerificationFlow",
            request.create_verification(&kratos).into_request(),
        ),
        (
            "createBrowserLogoutFlow",
            request.create_logout(&kratos).into_request(),
        ),
    ];
    for (id, made) in made {
        let uri = made.unwrap().uri().to_string();
        let parameters = parameters(&document, id);
        assert!(
            parameters.iter().any(|name| name == "return_to"),
            "{id}: {parameters:?}"
        );
        for name in parameters {
            assert!(
                uri.contains(&format!("{name}=")),
                "{id} does not forward {name}: {uri}"
            );
        }
    }
}

/// The names of an operation's query parameters.
fn parameters(document: &Document, id: &str) -> Vec<String> {
    let operations = document.operations();
    let operation = operations
        .iter()
        .find(|operation| operation.id == id)
        .unwrap();
    let parameters = operation.json["parameters"].as_array().unwrap();
    let in_query = parameters
        .iter()
        .filter(|parameter| parameter["in"] == "query");
    in_query
        .filter_map(|parameter| parameter["name"].as_str().map(str::to_owned))
        .collect()
}
