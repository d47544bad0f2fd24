//! TLS in front of what the functions ask: a certificate authority that lives as long as a benchmark, and
//! fronts that pass requests on and note them.
//!
//! Nothing in a function knows of it: rustls's native roots take `SSL_CERT_FILE`, Node takes
//! `NODE_EXTRA_CA_CERTS` beside the roots that it has compiled in, and boto3 takes `AWS_CA_BUNDLE`.

mod front;

pub use front::{Front, Notes, Upstream};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// Where systems keep their root certificates in one file.
const BUNDLES: [&str; 3] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
];

/// A throw-away certificate authority, and a server's certificate of it for this machine's own address.
pub struct Authority {
    acceptor: TlsAcceptor,
    folder: TempDir,
}

impl Authority {
    /// A new one, with new keys.
    ///
    /// # Panics
    /// The temporary folder cannot be written.
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        // Not the server's name: OpenSSL takes a certificate with its issuer's name for a self-signed one.
        let name = "A throw-away authority of a benchmark";
        params.distinguished_name.push(DnType::CommonName, name);
        let key = || KeyPair::generate().expect("the system has random numbers");
        let authority = CertifiedIssuer::self_signed(params, key()).expect("a certificate");
        let server_key = key();
        let server = CertificateParams::new(["127.0.0.1".to_owned(), "localhost".to_owned()])
            .and_then(|params| params.signed_by(&server_key, &authority))
            .expect("a certificate");

        let folder = TempDir::new().expect("a temporary folder");
        let own = authority.pem();
        // As many roots as a deployed function reads, and ours.
        let system = BUNDLES
            .iter()
            .find_map(|file| std::fs::read_to_string(file).ok());
        let all = format!("{}{own}", system.unwrap_or_default());
        let write = |name, text: &str| std::fs::write(folder.path().join(name), text);
        write("authority.pem", &own)
            .and_then(|()| write("roots.pem", &all))
            .expect("the folder can be written");

        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(server_key.serialize_der()));
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![server.der().clone()], key)
            .expect("the key is the certificate's");
        Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            folder,
        }
    }

    /// The environment in which ours, Node and boto3 trust it: beside the machine's own roots, so that a start
    /// reads as many of them as in AWS.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let path = |name: &str| self.path().join(name).display().to_string();
        vec![
            ("SSL_CERT_FILE", path("roots.pem")),
            ("AWS_CA_BUNDLE", path("roots.pem")),
            ("NODE_EXTRA_CA_CERTS", path("authority.pem")),
        ]
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}
