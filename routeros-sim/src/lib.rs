//! A simulated RouterOS for tests: binary API, TLS, REST, safe mode, faults.

mod engine;
mod error;
mod menus;
mod packet_lab;
mod packet_path;
pub mod provenance;
mod schema;
mod script;
mod server;
pub mod value;

pub use error::SimError;
pub use packet_lab::PacketLab;
pub use server::{SimConfig, SimHandle};
