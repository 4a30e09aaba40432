//! Which servers are believed to be who they are.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ory_core::operation::Call;
use ory_core::{ErrorKind, TlsRoots, decode};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::server::{Act, Options, Server, reply};
use crate::{KEYED, MAKE, READ, call, chain, client_of};

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
        TlsRoots::none().with_pem(self.0.pem())
    }

    /// A server's configuration with a certificate for `name`.
    fn server(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Options {
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
        .tls_roots(authority.roots())
        .build()
        .unwrap();
    for _ in 0..5 {
        assert_eq!(call(&client, &READ).await.unwrap(), "ok");
    }
    assert_eq!((server.count(), server.connections()), (5, 1));

    // Beside the platform's own.
    #[cfg(all(feature = "platform-verifier", target_os = "linux"))]
    {
        let roots = TlsRoots::platform().with_pem(authority.0.pem());
        let client = client_of(https(&server)).tls_roots(roots).build().unwrap();
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
            .tls_roots(authority.roots())
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

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_told_apart() {
    // The greeting of a TLS client is no request that the scripted server could read.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                use tokio::io::{AsyncReadExt, AsyncWriteExt};
                let mut hello = [0; 1024];
                let _ = stream.read(&mut hello).await;
                let _ = stream.write_all(&reply(400, &[], "what?")).await;
            });
        }
    });
    let client = client_of(format!("https://{address}"))
        .tls_roots(trust_nobody_in_particular())
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
        .tls_roots(trust_nobody_in_particular())
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
        .tls_roots(authority.roots())
        .build()
        .unwrap();
    let error = call(&client, &MAKE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(
        error.to_string().contains("refused the TLS handshake"),
        "{}",
        chain(&error)
    );
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn keys_travel_by_tls() {
    let authority = Authority::new();
    let server = authority.always("ok");
    let client = client_of(https(&server))
        .tls_roots(authority.roots())
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
        .tls_roots(authority.roots())
        .build()
        .unwrap();
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}
