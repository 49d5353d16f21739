#![doc = include_str!("../README.md")]

mod engine;
mod error;
#[doc(hidden)]
pub mod fuzzing;
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
