//! The certificates of the failing service: one that its clients trust, and one that nobody does.

use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A certificate with its key, for `127.0.0.1`.
#[derive(Clone)]
pub struct Certificate {
    acceptor: TlsAcceptor,
    pem: String,
}

impl Certificate {
    /// A new certificate, signed by itself, for a server that speaks this protocol (`http/1.1` or
    /// `h2`).
    ///
    /// # Panics
    ///
    /// If the cryptography of this machine fails.
    #[must_use]
    pub fn new(protocol: &str) -> Self {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a plain certificate");
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key of rcgen");
        let mut config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .expect("a certificate of rcgen");
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        Certificate { acceptor: TlsAcceptor::from(Arc::new(config)), pem: cert.pem() }
    }

    /// The certificate, as those who trust it want it.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    pub(super) fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }
}
