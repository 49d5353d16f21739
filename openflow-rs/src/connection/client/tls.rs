use super::super::Error;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::fmt;
use std::sync::Arc;

/// Which certificates of a switch are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TlsPeer {
    /// Those that the authority issued for the name or address that is connected to.
    #[default]
    Named,
    /// Any that the authority issued, as `ovs-ofctl` does: the certificates of Open vSwitch's own authority name no
    /// host. Whoever holds one of them can then pass for every switch.
    AnyOfTheAuthority,
}

/// Who we are for a switch, and whom we trust. Open vSwitch asks for both.
#[derive(Clone)]
pub struct Tls(pub(super) Arc<ClientConfig>);

impl Tls {
    /// From PEM: the private key, its certificate (with what leads to the authority, if anything), and the
    /// certificate of the authority that issues those of the switches.
    ///
    /// # Errors
    /// [`Error::Tls`] if one of them cannot be read or they do not belong together.
    pub fn from_pem(
        private_key: &[u8],
        certificate: &[u8],
        authority: &[u8],
        peer: TlsPeer,
    ) -> Result<Self, Error> {
        let read =
            |what: &str, error: &dyn fmt::Display| Error::Tls(format!("{what} cannot be read: {error}"));
        let key =
            PrivateKeyDer::from_pem_slice(private_key).map_err(|error| read("the private key", &error))?;
        let chain = CertificateDer::pem_slice_iter(certificate)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| read("the certificate", &error))?;
        let mut roots = RootCertStore::empty();
        for root in CertificateDer::pem_slice_iter(authority) {
            let root = root.map_err(|error| read("the authority", &error))?;
            roots.add(root).map_err(|error| read("the authority", &error))?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = |error: &dyn fmt::Display| Error::Tls(error.to_string());
        let inner = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()
            .map_err(|error| tls(&error))?;
        let judge = Judge { inner, peer };
        let config = ClientConfig::builder_with_provider(provider as Arc<CryptoProvider>)
            .with_safe_default_protocol_versions()
            .map_err(|error| tls(&error))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(judge))
            .with_client_auth_cert(chain, key)
            .map_err(|error| tls(&error))?;
        Ok(Self(Arc::new(config)))
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

/// Judges as the usual verifier does, except for the name where that is not asked for.
#[derive(Debug)]
struct Judge {
    inner: Arc<WebPkiServerVerifier>,
    peer: TlsPeer,
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let judged =
            self.inner
                .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match judged {
            // The name is looked at last: everything else was found right.
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if self.peer == TlsPeer::AnyOfTheAuthority => Ok(ServerCertVerified::assertion()),
            judged => judged,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}
