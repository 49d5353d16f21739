//! The REST client (services `www` and `www-ssl`, RouterOS 7.9 and newer).
//!
//! The same commands get the same results as over the binary API, with two differences that REST has by
//! nature: it cannot listen, and it knows no session, so there is no safe mode.
//!
//! ```no_run
//! use nnc_routeros::client::{Credentials, Settings, TcpConnector, TlsPolicy};
//! use nnc_routeros::rest::RestClient;
//! use nnc_routeros::transport::{Command, Transport};
//!
//! # async fn example() -> Result<(), nnc_routeros::error::Error> {
//! let connector = TcpConnector::tls("router.example", 443, TlsPolicy::SystemRoots)?;
//! let client = RestClient::new(connector, "router.example", &Credentials::new("admin", "secret"), Settings::default())?;
//! let added = client.execute_one(Command::new("/interface/vlan", "add").with("name", "iot")).await?;
//! assert!(added.ret_str().is_some());
//! # Ok(())
//! # }
//! ```

mod client;
mod pool;
mod request;
mod response;

pub use client::RestClient;
pub use request::RestRequest;
pub use response::read_response;
