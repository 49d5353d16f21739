//! The client of the binary API (ports 8728 and, with TLS, 8729).
//!
//! - [`Connection`]: the protocol's state machine, without socket or clock.
//! - [`ApiSession`]: one logged-in connection, driven by a tokio task.
//! - [`ApiClient`]: connects again when the connection was lost.
//!
//! ```no_run
//! use nnc_routeros::client::{ApiClient, Credentials, Settings, TcpConnector, TlsPolicy};
//! use nnc_routeros::transport::{Command, Transport};
//!
//! # async fn example() -> Result<(), nnc_routeros::error::Error> {
//! let connector = TcpConnector::tls("router.example", 8729, TlsPolicy::SystemRoots)?;
//! let client = ApiClient::new(connector, Credentials::new("admin", "secret"), Settings::default());
//! let rows = client.read(vec![Command::print("/interface").proplist(["name", "type"])]).await?;
//! for row in rows.iter().flatten() {
//!     println!("{:?} {:?}", row.get_str("name"), row.get_str("type"));
//! }
//! # Ok(())
//! # }
//! ```

mod backoff;
mod buffer;
mod connect;
mod connection;
mod driver;
mod flight;
mod login;
mod reconnect;
mod session;
mod settings;
mod stream;
mod tls;

pub use backoff::{Backoff, JitterSource, system_jitter};
pub use connect::{ByteStream, Connector, TcpConnector};
pub use connection::{CallId, Connection, Event, Mode};
pub use reconnect::ApiClient;
pub use session::ApiSession;
pub use settings::{Credentials, LoginMethod, Settings};
pub use stream::{Listen, ListenEvent, RowStream};
pub use tls::{Fingerprint, TlsPolicy};
