//! The root certificates that are trusted: the machine's.
//!
//! Every cold start reads them, about 140. `rustls-native-certs` takes nine in ten of the instructions before
//! the first request for it, as callgrind counts them: it decodes base64 in constant time, as for a private
//! key, and where there is a bundle it reads the folder too. So it reads only what is no plain bundle.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use std::sync::LazyLock;

/// The machine's root certificates, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name. What is there but
/// no certificate is passed over.
pub(super) static ROOTS: LazyLock<RootCertStore> = LazyLock::new(|| {
    let certificates = bundled().unwrap_or_else(|| rustls_native_certs::load_native_certs().certs);
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates);
    roots
});

/// Those of the bundle, where this machine has one.
fn bundled() -> Option<Vec<CertificateDer<'static>>> {
    let folder_asked_for = std::env::var_os("SSL_CERT_DIR").is_some();
    if !cfg!(target_os = "linux") || folder_asked_for {
        return None;
    }
    let bundle = std::fs::read_to_string(openssl_probe::probe().cert_file?).ok()?;
    certificates(&bundle).filter(|found| !found.is_empty())
}

/// The certificates in PEM (RFC 7468); none if one of them is written otherwise.
fn certificates(bundle: &str) -> Option<Vec<CertificateDer<'static>>> {
    let mut found = Vec::new();
    let (mut inside, mut base64) = (false, String::with_capacity(4 * 1024));
    for line in bundle.lines().map(str::trim_end) {
        match line {
            "-----BEGIN CERTIFICATE-----" => {
                inside = true;
                base64.clear();
            }
            "-----END CERTIFICATE-----" => {
                inside = false;
                found.push(STANDARD.decode(&base64).ok()?.into());
            }
            _ if inside => base64.push_str(line),
            _ => {}
        }
    }
    (!inside).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str =
        "# a comment\n-----BEGIN CERTIFICATE-----\nAQID\nBAUG\n-----END CERTIFICATE-----\n";

    #[test]
    fn a_bundle_is_read_certificate_by_certificate() {
        let two = format!("{ONE}\n{}", ONE.replace('\n', "\r\n"));
        let found = certificates(&two).expect("a bundle");
        assert_eq!(
            found,
            [vec![1, 2, 3, 4, 5, 6].into(), vec![1, 2, 3, 4, 5, 6].into()]
        );
        assert_eq!(certificates("").expect("an empty one"), []);
    }

    #[test]
    fn what_is_written_otherwise_is_left_to_others() {
        for broken in [
            ONE.replace("AQID", "AQ-D"),
            ONE.replace("AQID", "Key: value"),
            ONE.replace("-----END CERTIFICATE-----\n", ""),
        ] {
            assert_eq!(certificates(&broken), None, "{broken}");
        }
    }

    /// The slow way finds the same ones.
    #[test]
    fn this_machines_bundle_is_read_as_rustls_reads_it() {
        let Some(file) = openssl_probe::probe().cert_file else {
            return;
        };
        let slowly = rustls_native_certs::load_certs_from_paths(Some(&file), None).certs;
        let bundle = std::fs::read_to_string(file).expect("it is text");
        let mut found = certificates(&bundle).expect("it is a plain one");
        found.sort_unstable_by(|a, b| a.as_ref().cmp(b.as_ref()));
        found.dedup();
        assert_eq!(found, slowly);
    }
}
