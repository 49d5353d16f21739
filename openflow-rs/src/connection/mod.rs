//! Talking to a switch, without I/O: bytes and the time go in, bytes and events come out.
//!
//! [`Connection`] negotiates the version, answers and sends echoes, numbers what is sent, tells which answer belongs
//! to what, and carries out bundles, naming the message at fault. It knows no socket, clock or runtime: whoever
//! drives it brings those. With the feature `tokio`, `Client` is such a driver, for Unix sockets, TCP and TLS.
//!
//! ```
//! use openflow_rs::connection::{Connection, Event, Settings};
//! use openflow_rs::wire::{Hello, Version};
//! use std::time::Instant;
//!
//! let now = Instant::now();
//! let mut connection = Connection::new(Settings::default(), now);
//! assert!(!connection.output().is_empty(), "a hello is waiting to be sent");
//!
//! let mut hello = Vec::new();
//! Hello::put(&[Version::V1_4], 0, &mut hello)?;
//! connection.receive(&hello, now)?;
//! assert!(matches!(connection.poll_event(), Some(Event::Up(Version::V1_4))));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod backoff;
mod batch;
#[cfg(feature = "tokio")]
mod client;
mod error;
mod flight;
mod inbox;
mod messages;
mod protocol;
mod settings;

pub use backoff::Backoff;
pub use batch::Batch;
#[cfg(feature = "tokio")]
pub use client::{ByteStream, Client, Reconnect, Target, Tls, TlsPeer};
pub use error::{Error, Refusal};
pub use protocol::{Connection, Event, OperationId, Request};
pub use settings::Settings;
