//! TLS with a certificate of the simulator's own.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};
use tokio_rustls::TlsAcceptor;

use crate::error::SimError;

/// A fresh self-signed certificate, and its fingerprint `sha256:HEX`.
pub(super) fn acceptor() -> Result<(TlsAcceptor, String), SimError> {
    let failed = |error: String| SimError::Tls(error);
    let names = vec![
        "localhost".to_owned(),
        "127.0.0.1".to_owned(),
        "::1".to_owned(),
        "router.lan".to_owned(),
    ];
    let made = rcgen::generate_simple_self_signed(names).map_err(|error| failed(error.to_string()))?;
    let certificate = made.cert.der().clone();
    let fingerprint: String = Sha256::digest(&certificate)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            builder
                .with_no_client_auth()
                .with_single_cert(vec![certificate], key)
        })
        .map_err(|error| failed(error.to_string()))?;
    Ok((
        TlsAcceptor::from(Arc::new(config)),
        format!("sha256:{fingerprint}"),
    ))
}
