//! From a remembered router to a connection: the one place that knows which adapters there are.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use nnc_core::identity::{ControllerId, ResourceId};
use nnc_core::ports::{Capabilities, RouterPort, SecretStore};
use nnc_core::secret::Secret;
use nnc_core::walk::Management;
use nnc_routeros::adapter::{Dial, RouterOsPort};
use nnc_routeros::client::{ApiClient, Credentials, Fingerprint, Settings, TcpConnector, TlsPolicy};
use nnc_routeros::hosted::HostedDial;
pub use nnc_routeros::hosted::{Description, HostedError, HostedRouter, HostedRow};
use nnc_routeros::rest::RestClient;
use nnc_routeros::transport::Transport;

use crate::error::{Error, ErrorKind};
use crate::url::{RouterUrl, Scheme};

/// Which certificate is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Trust {
    /// One that the system's roots vouch for.
    #[default]
    System,
    /// The one with this fingerprint, `sha256:` and 64 hexadecimal digits.
    Pin(String),
    /// Any.
    Insecure,
}

impl Trust {
    pub(crate) fn policy(&self) -> Result<TlsPolicy, Error> {
        match self {
            Self::System => Ok(TlsPolicy::SystemRoots),
            Self::Insecure => Ok(TlsPolicy::Insecure),
            Self::Pin(text) => {
                let fingerprint: Result<Fingerprint, _> = text.parse();
                fingerprint.map(TlsPolicy::Pinned).map_err(|_| {
                    let message = "the pin is not valid: write sha256: and the 64 hexadecimal digits of the certificate's fingerprint";
                    Error::new(ErrorKind::Invalid, "invalid-pin", message)
                })
            }
        }
    }
}

/// What an adapter is told of the resources of a router.
#[derive(Default)]
pub(crate) struct Keeping {
    /// The types of the schema whose rows are read too.
    pub(crate) types: BTreeSet<String>,
    /// The secrets of the resources.
    pub(crate) secrets: Option<Arc<dyn SecretStore>>,
    /// The resources of a controller whose secrets are kept when they are not known yet.
    pub(crate) learning: Option<(ControllerId, BTreeSet<ResourceId>)>,
}

/// A port to the router; it connects when it is first used. With `remembered`, what the router said of itself
/// earlier is believed until something is about to be written.
pub(crate) fn port(
    url: &RouterUrl,
    trust: &Trust,
    password: Secret,
    remembered: Option<Capabilities>,
    patience: Duration,
    keeping: Keeping,
    hosted: Option<Arc<dyn HostedRouter>>,
) -> Result<Arc<dyn RouterPort>, Error> {
    let policy = trust.policy()?;
    let connector = if url.scheme.is_tls() {
        TcpConnector::tls(&url.host, url.port, policy)
            .map_err(|error| Error::from(nnc_core::ports::RouterError::from(error)))?
    } else {
        TcpConnector::plain(&url.host, url.port)
    };
    let credentials = Credentials::new(url.user.clone(), password);
    let mut settings = Settings::default();
    settings.deadline = patience;
    settings.connect_deadline = patience;
    let dial: Arc<dyn Dial> = match url.scheme {
        Scheme::Api | Scheme::Apis => Arc::new(ApiClient::new(connector, credentials, settings)),
        Scheme::Http | Scheme::Https => Arc::new(RestDial {
            connector,
            authority: authority(url),
            credentials,
            settings,
        }),
        Scheme::Host => Arc::new(HostedDial::new(hosted.ok_or_else(|| detached(url))?, patience)),
    };
    let management = Management {
        service: url.scheme.service().to_owned(),
        port: url.port,
        router: url.host.parse().ok(),
        controller: None,
    };
    let menus = keeping
        .types
        .iter()
        .filter_map(|kind| nnc_routeros::menu_of(kind));
    let mut port = RouterOsPort::new(dial)
        .managed(management, url.user.clone())
        .observing(menus);
    if let Some(secrets) = keeping.secrets {
        port = port.with_secrets(secrets);
    }
    if let Some((controller, resources)) = keeping.learning {
        port = port.learning(controller, resources);
    }
    Ok(Arc::new(match remembered {
        Some(capabilities) => port.remembering(capabilities),
        None => port,
    }))
}

/// A router of the host program that it has not attached since it was started.
fn detached(url: &RouterUrl) -> Error {
    let message = format!(
        "the router {} is implemented by the program that uses nnc: attach it first (attach_router)",
        url.host
    );
    Error::new(ErrorKind::Unavailable, "router-detached", message)
}

fn authority(url: &RouterUrl) -> String {
    let host = if url.host.contains(':') {
        format!("[{}]", url.host)
    } else {
        url.host.clone()
    };
    format!("{host}:{}", url.port)
}

/// Makes REST clients.
#[derive(Debug)]
struct RestDial {
    connector: TcpConnector,
    authority: String,
    credentials: Credentials,
    settings: Settings,
}

#[async_trait]
impl Dial for RestDial {
    async fn dial(&self) -> Result<Arc<dyn Transport>, nnc_routeros::error::Error> {
        let client = RestClient::new(
            self.connector.clone(),
            &self.authority,
            &self.credentials,
            self.settings.clone(),
        )?;
        Ok(Arc::new(client))
    }
}
