//! Which servers are trusted, and the TLS configuration made of it.
//!
//! The cryptography is ring's, handed to rustls by name: the process-wide default provider is
//! neither read nor set, so that an application with another provider of its own is not disturbed.

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// Which certificate authorities a client trusts.
///
/// The default is [`TlsRoots::platform`] where the feature `platform-verifier` is on (it is by
/// default), else the bundled roots of the feature `webpki-roots`, else none.
///
/// ```
/// use ory_core::TlsRoots;
///
/// # fn read_the_file() -> Vec<u8> { Vec::new() }
/// let internal = TlsRoots::none().with_pem(read_the_file());
/// # let _ = internal;
/// ```
#[derive(Clone)]
pub struct TlsRoots {
    base: Base,
    /// PEM files as they were given; read when the client is built, so that mistakes are reported
    /// there.
    pem: Vec<Arc<[u8]>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    None,
    #[cfg(feature = "platform-verifier")]
    Platform,
    #[cfg(feature = "webpki-roots")]
    Bundled,
}

impl TlsRoots {
    /// Trusts what the operating system trusts, by its own rules.
    #[cfg(feature = "platform-verifier")]
    #[must_use]
    pub fn platform() -> Self {
        TlsRoots {
            base: Base::Platform,
            pem: Vec::new(),
        }
    }

    /// Trusts Mozilla's list of authorities as it was when this crate's dependency was published.
    ///
    /// For containers without a certificate store.
    #[cfg(feature = "webpki-roots")]
    #[must_use]
    pub fn bundled() -> Self {
        TlsRoots {
            base: Base::Bundled,
            pem: Vec::new(),
        }
    }

    /// Trusts nobody: a start for [`TlsRoots::with_pem`].
    #[must_use]
    pub fn none() -> Self {
        TlsRoots {
            base: Base::None,
            pem: Vec::new(),
        }
    }

    /// Trusts the certificates of a PEM file too.
    ///
    /// What is not PEM is reported by the builder's `build()`.
    #[must_use]
    pub fn with_pem(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.pem.push(pem.as_ref().into());
        self
    }

    /// The certificates of the PEM files.
    fn certificates(&self) -> Result<Vec<CertificateDer<'static>>, String> {
        let mut found = Vec::new();
        for pem in &self.pem {
            let before = found.len();
            for certificate in CertificateDer::pem_slice_iter(pem) {
                found.push(certificate.map_err(|error| {
                    format!("the PEM given to `tls_roots` cannot be read: {error}")
                })?);
            }
            if found.len() == before {
                return Err("the PEM given to `tls_roots` holds no certificate".to_owned());
            }
        }
        Ok(found)
    }

    /// Builds the configuration; `http2` offers HTTP/2 to the server.
    fn config(&self, http2: bool) -> Result<ClientConfig, String> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| format!("TLS cannot be set up: {error}"))?;
        let extra = self.certificates()?;
        let mut config = match self.base {
            #[cfg(feature = "platform-verifier")]
            Base::Platform => {
                let verifier = platform_verifier(extra, provider)?;
                builder
                    .dangerous()
                    .with_custom_certificate_verifier(Arc::new(verifier))
                    .with_no_client_auth()
            }
            base => {
                let mut store = root_store(base);
                for certificate in extra {
                    store.add(certificate).map_err(|error| {
                        format!("a certificate given to `tls_roots` cannot be used: {error}")
                    })?;
                }
                if store.is_empty() {
                    return Err(NO_ROOTS.to_owned());
                }
                let _: Arc<CryptoProvider> = provider;
                builder.with_root_certificates(store).with_no_client_auth()
            }
        };
        if http2 {
            config.alpn_protocols.push(b"h2".to_vec());
        }
        config.alpn_protocols.push(b"http/1.1".to_vec());
        Ok(config)
    }
}

const NO_ROOTS: &str = "no certificate authority is trusted, so no https URL can be reached; switch on the feature \
     `platform-verifier` or `webpki-roots`, or name authorities with `tls_roots(TlsRoots::none().with_pem(..))`";

fn root_store(base: Base) -> rustls::RootCertStore {
    match base {
        #[cfg(feature = "webpki-roots")]
        Base::Bundled => webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect(),
        _ => rustls::RootCertStore::empty(),
    }
}

#[cfg(feature = "platform-verifier")]
fn platform_verifier(
    extra: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<rustls_platform_verifier::Verifier, String> {
    // Not every platform's verifier takes further roots; ask for them only where there are some.
    #[cfg(not(target_os = "android"))]
    if !extra.is_empty() {
        return rustls_platform_verifier::Verifier::new_with_extra_roots(extra, provider)
            .map_err(|error| no_store(&error));
    }
    #[cfg(target_os = "android")]
    if !extra.is_empty() {
        return Err(
            "further certificates cannot be added to Android's; use TlsRoots::none()".to_owned(),
        );
    }
    rustls_platform_verifier::Verifier::new(provider).map_err(|error| no_store(&error))
}

#[cfg(feature = "platform-verifier")]
fn no_store(error: &rustls::Error) -> String {
    if let rustls::Error::InvalidCertificate(_) = error {
        return format!("a certificate given to `tls_roots` cannot be used: {error}");
    }
    // Small container images have none at all.
    format!(
        "the platform's certificate store cannot be used ({error}); install one (`ca-certificates`), or set \
         `tls_roots` to `TlsRoots::bundled()` of the feature `webpki-roots` or to authorities of your own"
    )
}

impl Default for TlsRoots {
    fn default() -> Self {
        #[cfg(feature = "platform-verifier")]
        let base = Base::Platform;
        #[cfg(all(not(feature = "platform-verifier"), feature = "webpki-roots"))]
        let base = Base::Bundled;
        #[cfg(not(any(feature = "platform-verifier", feature = "webpki-roots")))]
        let base = Base::None;
        TlsRoots {
            base,
            pem: Vec::new(),
        }
    }
}

impl fmt::Debug for TlsRoots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsRoots")
            .field("base", &self.base)
            .field("pem_files", &self.pem.len())
            .finish()
    }
}

/// The configurations of one transport.
///
/// Reading a platform's certificate store takes milliseconds, which a client that only knows `http`
/// URLs should not pay; they are made when the first `https` URL is seen, which for endpoints is in
/// `build()`.
pub(crate) struct Tls {
    roots: TlsRoots,
    http2: bool,
    server: OnceLock<Result<Arc<ClientConfig>, String>>,
}

impl Tls {
    pub(crate) fn new(roots: TlsRoots, http2: bool) -> Self {
        Tls {
            roots,
            http2,
            server: OnceLock::new(),
        }
    }

    /// The configuration for Ory's servers.
    pub(crate) fn server(&self) -> Result<Arc<ClientConfig>, String> {
        self.server
            .get_or_init(|| self.roots.config(self.http2).map(Arc::new))
            .clone()
    }

    /// The configuration for a proxy that is itself reached by TLS, which is only spoken to in
    /// HTTP/1.1.
    pub(crate) fn proxy(&self) -> Result<Arc<ClientConfig>, String> {
        let mut config = ClientConfig::clone(&*self.server()?);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    /// Reports mistakes in the PEM files without touching the platform's store.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.roots.certificates().map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_in_pem_are_named() {
        let text = TlsRoots::none()
            .with_pem("nothing here")
            .certificates()
            .unwrap_err();
        assert!(text.contains("no certificate"), "{text}");
        let broken = "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n";
        let text = TlsRoots::none()
            .with_pem(broken)
            .certificates()
            .unwrap_err();
        assert!(text.contains("tls_roots"), "{text}");
        let text = TlsRoots::none().config(false).unwrap_err();
        assert!(text.contains("platform-verifier"), "{text}");
        // PEM in form, but no certificate in it.
        let hollow = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for roots in [TlsRoots::none(), TlsRoots::default()] {
            let text = roots.with_pem(hollow).config(false).unwrap_err();
            assert!(
                text.contains("a certificate given to `tls_roots`"),
                "{text}"
            );
        }
    }

    #[test]
    fn the_process_wide_provider_is_left_alone() {
        let _ = Tls::new(TlsRoots::default(), true).server();
        assert!(CryptoProvider::get_default().is_none());
    }
}
