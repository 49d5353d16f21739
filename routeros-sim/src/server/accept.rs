//! Accepting connections, plain and TLS, of both protocols.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;

use super::shared::Shared;
use super::{api, rest};

/// How many connections of one listener are served at once; more are closed as they come.
const MAX_CONNECTIONS: usize = 4096;

/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// What is spoken on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Api,
    Rest,
}

/// Accepts connections until the task is aborted.
pub(super) async fn serve(
    shared: Arc<Shared>,
    listener: TcpListener,
    protocol: Protocol,
    tls: Option<TlsAcceptor>,
) {
    let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            // Out of descriptors: wait for some to be freed.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let Ok(permit) = permits.clone().try_acquire_owned() else {
            continue;
        };
        let _ = stream.set_nodelay(true);
        let (shared, tls) = (shared.clone(), tls.clone());
        tokio::spawn(async move {
            match tls {
                None => speak(shared, protocol, stream, peer.ip()).await,
                Some(tls) => {
                    if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await {
                        speak(shared, protocol, stream, peer.ip()).await;
                    }
                }
            }
            drop(permit);
        });
    }
}

async fn speak<S>(shared: Arc<Shared>, protocol: Protocol, stream: S, from: IpAddr)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    match protocol {
        Protocol::Api => api::connection(shared, stream, Some(from)).await,
        Protocol::Rest => rest::connection(shared, stream, Some(from)).await,
    }
}
