//! Ways to reach a router.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::error::{Delivery, Error};

use super::tls::TlsPolicy;

/// A stream of bytes both ways.
pub trait ByteStream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> ByteStream for S {}

/// Makes connections to one router.
#[async_trait]
pub trait Connector: Send + Sync + fmt::Debug {
    /// Makes a new connection, TLS included.
    ///
    /// # Errors
    /// [`Error::Unreachable`], [`Error::Tls`] or [`Error::Deadline`].
    async fn connect(&self) -> Result<Box<dyn ByteStream>, Error>;
}

/// Connects over TCP, with or without TLS.
#[derive(Clone)]
pub struct TcpConnector {
    host: String,
    port: u16,
    tls: Option<TlsConnector>,
    deadline: Duration,
}

impl TcpConnector {
    /// Connects without encryption: whoever is on the way sees the password.
    pub fn plain(host: impl Into<String>, port: u16) -> Self {
        Self {
            host: host.into(),
            port,
            tls: None,
            deadline: Duration::from_secs(10),
        }
    }

    /// Connects with TLS.
    ///
    /// # Errors
    /// [`Error::Tls`] when the policy cannot be met on this system.
    pub fn tls(host: impl Into<String>, port: u16, policy: TlsPolicy) -> Result<Self, Error> {
        let tls = Some(TlsConnector::from(policy.client_config()?));
        Ok(Self {
            tls,
            ..Self::plain(host, port)
        })
    }

    /// Sets how long TCP and TLS together may take. Default 10 s.
    #[must_use]
    pub const fn within(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The host connected to.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port connected to.
    pub const fn port(&self) -> u16 {
        self.port
    }

    async fn open(&self) -> Result<Box<dyn ByteStream>, Error> {
        let unreachable = |error: std::io::Error| Error::Unreachable {
            address: format!("{}:{}", self.host, self.port),
            reason: error.to_string(),
        };
        let tcp = TcpStream::connect((self.host.as_str(), self.port))
            .await
            .map_err(unreachable)?;
        // Commands are small and answered one by one: waiting to fill packets only delays them.
        tcp.set_nodelay(true).map_err(unreachable)?;
        let Some(tls) = &self.tls else {
            return Ok(Box::new(tcp));
        };
        let refused = |reason: String| Error::Tls { reason };
        let name = ServerName::try_from(self.host.clone()).map_err(|error| refused(error.to_string()))?;
        let stream = tls
            .connect(name, tcp)
            .await
            .map_err(|error| refused(error.to_string()))?;
        Ok(Box::new(stream))
    }
}

#[async_trait]
impl Connector for TcpConnector {
    async fn connect(&self) -> Result<Box<dyn ByteStream>, Error> {
        let after = self.deadline;
        tokio::time::timeout(after, self.open())
            .await
            .unwrap_or(Err(Error::Deadline {
                delivery: Delivery::NotSent,
                after,
            }))
    }
}

impl fmt::Debug for TcpConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tls = if self.tls.is_some() { "tls" } else { "plain" };
        write!(f, "TcpConnector({}:{}, {tls})", self.host, self.port)
    }
}
