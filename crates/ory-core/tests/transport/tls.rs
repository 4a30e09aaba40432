//! Which servers are believed to be who they are.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ory_core::__private::{Call, decode};
use ory_core::{ErrorKind, TlsRoots};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::server::{Act, Options, Server, reply};
use crate::{KEYED, MAKE, READ, call, chain, client_of, config};

/// An authority of our own.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        // Another name for each, by which it is told from the others.
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("authority {}", NUMBER.fetch_add(1, Ordering::Relaxed));
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Authority(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub fn roots(&self) -> TlsRoots {
        TlsRoots::none().with_pem(self.pem())
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    /// A server's configuration with a certificate for `name`.
    pub fn server(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Options {
        Options {
            tls: Some(Arc::new(self.config(name, change))),
            ..Options::default()
        }
    }

    /// The TLS configuration of a server with a certificate for `name`.
    pub fn config(
        &self,
        name: &str,
        change: impl FnOnce(&mut CertificateParams),
    ) -> rustls::ServerConfig {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap()
    }

    /// A server with a certificate for 127.0.0.1 that answers everything with `body`.
    pub fn always(&self, body: &'static str) -> Server {
        Server::start_with(self.server("127.0.0.1", |_| ()), move |_, _| {
            vec![Act::Send(reply(200, &[], body))]
        })
    }
}

/// Roots for tests in which no certificate is ever looked at.
pub fn trust_nobody_in_particular() -> TlsRoots {
    Authority::new().roots()
}

fn https(server: &Server) -> String {
    format!("https://{}", server.address)
}

#[tokio::test]
async fn a_server_of_a_named_authority_is_trusted() {
    let authority = Authority::new();
    let server = authority.always("ok");
    let client = client_of(https(&server))
        .config(&config().tls_roots(authority.roots()))
        .build()
        .unwrap();
    for _ in 0..5 {
        assert_eq!(call(&client, &READ).await.unwrap(), "ok");
    }
    assert_eq!((server.count(), server.connections()), (5, 1));

    // Beside the platform's own.
    #[cfg(all(feature = "platform-verifier", target_os = "linux"))]
    {
        let roots = TlsRoots::platform().with_pem(authority.pem());
        let client = client_of(https(&server))
            .config(&config().tls_roots(roots))
            .build()
            .unwrap();
        assert_eq!(call(&client, &READ).await.unwrap(), "ok");
    }
}

/// A certificate that is refused is refused every time: one handshake, and nothing is sent.
#[tokio::test]
async fn certificates_that_are_refused_are_explained_and_not_tried_again() {
    let (authority, other) = (Authority::new(), Authority::new());
    let past = |params: &mut CertificateParams| {
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2020, 2, 1);
    };
    let future = |params: &mut CertificateParams| {
        params.not_before = rcgen::date_time_ymd(3020, 1, 1);
        params.not_after = rcgen::date_time_ymd(3020, 2, 1);
    };
    let cases = [
        (authority.server("127.0.0.1", past), "has expired"),
        (authority.server("127.0.0.1", future), "not valid yet"),
        (authority.server("ory.example", |_| ()), "for another name"),
        (other.server("127.0.0.1", |_| ()), "`tls_roots`"),
    ];
    for (options, expected) in cases {
        let server = Server::start_with(options, |_, _| vec![Act::Send(reply(200, &[], "ok"))]);
        let client = client_of(https(&server))
            .config(&config().tls_roots(authority.roots()))
            .build()
            .unwrap();
        let error = call(&client, &READ).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert!(!error.is_retryable());
        let text = chain(&error);
        assert!(
            text.starts_with("readThing (test): ") && text.contains(expected),
            "{text}"
        );
        assert!(text.contains("127.0.0.1"), "{text}");
        assert_eq!((server.count(), server.connections()), (0, 1), "{text}");
    }
}

/// The server of an authority that nobody knows is refused: by one handshake, and nothing is sent.
#[cfg(any(feature = "platform-verifier", feature = "webpki-roots"))]
async fn assert_refuses_strangers(roots: TlsRoots) {
    let server = Authority::new().always("ok");
    let client = client_of(https(&server))
        .config(&config().tls_roots(roots))
        .build()
        .unwrap();
    for spec in [&READ, &MAKE] {
        let before = server.connections();
        let error = call(&client, spec).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert!(!error.is_retryable() && !error.may_have_been_sent());
        let text = error.to_string();
        assert!(
            text.contains("not trusted") && text.contains("`tls_roots`"),
            "{text}"
        );
        assert_eq!((server.count(), server.connections()), (0, before + 1));
    }
}

#[cfg(feature = "webpki-roots")]
#[tokio::test]
async fn bundled_roots_refuse_strangers_and_take_further_authorities() {
    assert_refuses_strangers(TlsRoots::bundled()).await;
    let authority = Authority::new();
    let server = authority.always("ok");
    let client = client_of(https(&server))
        .config(&config().tls_roots(TlsRoots::bundled().with_pem(authority.pem())))
        .build()
        .unwrap();
    assert_eq!(call(&client, &READ).await.unwrap(), "ok");
}

#[cfg(all(feature = "platform-verifier", not(target_os = "linux")))]
#[tokio::test]
async fn the_platform_refuses_strangers() {
    assert_refuses_strangers(TlsRoots::platform()).await;
}

/// On Linux the platform's store is what `SSL_CERT_FILE` names; the environment belongs to the process, so each
/// store has a process of its own: this test binary, asked to run the one test that makes the call.
#[cfg(all(feature = "platform-verifier", target_os = "linux"))]
#[test]
fn the_platform_decides_whom_to_trust() {
    let with_store = |store: &std::path::Path, test: &str, url: &str| {
        let output = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--ignored", "--nocapture"])
            .env("SSL_CERT_FILE", store)
            .env_remove("SSL_CERT_DIR")
            .env("CHILD_URL", url)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{text}");
        let (_, rest) = text.split_once("RESULT[").unwrap();
        rest.split_once(']').unwrap().0.to_owned()
    };
    let authority = Authority::new();
    let server = authority.always("ok");
    let store = std::env::temp_dir().join(format!("ory-core-store-{}.pem", std::process::id()));
    std::fs::write(&store, authority.pem()).unwrap();
    let trusted = with_store(&store, "tls::child_of_a_store", &https(&server));
    let strange = with_store(&store, "tls::child_among_strangers", "");
    std::fs::remove_file(&store).unwrap();
    let nothing = with_store(&store, "tls::child_of_a_store", &https(&server));
    assert_eq!((trusted.as_str(), strange.as_str()), ("ok", "refused"));
    // A container without a store: the client says so when it is built, and what helps.
    for part in [
        "configuration: ",
        "certificate store",
        "ca-certificates",
        "webpki-roots",
    ] {
        assert!(nothing.contains(part), "{nothing}");
    }
    assert_eq!(server.count(), 1);
}

#[cfg(all(feature = "platform-verifier", target_os = "linux"))]
#[tokio::test]
#[ignore = "run by the test of the platform's store, in a process of its own"]
async fn child_of_a_store() {
    let url = std::env::var("CHILD_URL").unwrap();
    let result = match client_of(url)
        .config(&config().tls_roots(TlsRoots::platform()))
        .build()
    {
        Ok(client) => call(&client, &READ)
            .await
            .unwrap_or_else(|error| chain(&error)),
        Err(error) => {
            assert!(error.is_configuration());
            format!("configuration: {error}")
        }
    };
    println!("RESULT[{result}]");
}

#[cfg(all(feature = "platform-verifier", target_os = "linux"))]
#[tokio::test]
#[ignore = "run by the test of the platform's store, in a process of its own"]
async fn child_among_strangers() {
    assert_refuses_strangers(TlsRoots::platform()).await;
    println!("RESULT[refused]");
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_told_apart() {
    let options = Options {
        blurts: Some(reply(400, &[], "what?")),
        ..Options::default()
    };
    let server = Server::start_with(options, |_, _| Vec::new());
    let client = client_of(https(&server))
        .config(&config().tls_roots(trust_nobody_in_particular()))
        .build()
        .unwrap();
    let error = call(&client, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "nothing was sent");
    assert!(error.to_string().contains("meant to be http"), "{error}");
}

#[tokio::test]
async fn a_server_that_hangs_up_in_the_handshake_got_nothing() {
    let options = Options {
        reset_on_accept: vec![0, 1, 2],
        ..Options::default()
    };
    let server = Server::start_with(options, |_, _| Vec::new());
    let client = client_of(https(&server))
        .config(&config().tls_roots(trust_nobody_in_particular()))
        .build()
        .unwrap();
    let error = call(&client, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    // Nothing was sent, so even a one-shot request is tried again.
    assert_eq!(server.connections(), 3);
}

/// A server without a protocol in common refuses by an alert.
#[tokio::test]
async fn a_server_that_refuses_tls_is_named() {
    let authority = Authority::new();
    let mut options = authority.server("127.0.0.1", |_| ());
    let mut config = rustls::ServerConfig::clone(options.tls.as_ref().unwrap());
    config.alpn_protocols = vec![b"gopher".to_vec()];
    options.tls = Some(Arc::new(config));
    let server = Server::start_with(options, |_, _| vec![Act::Send(reply(200, &[], "ok"))]);
    let client = client_of(https(&server))
        .config(&crate::config().tls_roots(authority.roots()))
        .build()
        .unwrap();
    let error = call(&client, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(
        error.to_string().contains("refused the TLS handshake"),
        "{}",
        chain(&error)
    );
    assert!(!error.is_retryable());
    assert_eq!((server.count(), server.connections()), (0, 1));
}

#[tokio::test]
async fn keys_travel_by_tls() {
    let authority = Authority::new();
    let server = authority.always("ok");
    let client = client_of(https(&server))
        .config(&config().tls_roots(authority.roots()))
        .api_key("ory_pat_key")
        .build()
        .unwrap();
    Call::new(&client, &KEYED, &[])
        .send(decode::text)
        .await
        .unwrap();
    assert_eq!(
        server.requests()[0].one("authorization"),
        Some("Bearer ory_pat_key")
    );
}

#[test]
fn the_process_keeps_its_own_provider() {
    let authority = Authority::new();
    let _ = client_of("https://ory.example")
        .config(&config().tls_roots(authority.roots()))
        .build()
        .unwrap();
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}
