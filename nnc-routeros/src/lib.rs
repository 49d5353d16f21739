//! The RouterOS adapter of nnc: clients, observation, change sessions and guards.

pub mod adapter;
pub mod client;
pub mod error;
#[rustfmt::skip] // generated
pub mod generated;
mod facts;
pub mod hosted;
pub mod kinds;
pub mod lockout;
mod lower;
mod platform;
mod raise;
mod render;
pub mod rest;
mod semantics;
mod spelling;
pub mod transport;
pub mod walk;

/// The menu that holds the resources of a type of the schema; `None` where the schema gives it none.
///
/// ```
/// let menu = nnc_routeros::menu_of("WireGuardClient").unwrap();
/// assert_eq!(menu.as_str(), "/interface/wireguard");
/// ```
pub fn menu_of(kind: &str) -> Option<nnc_core::object::Kind> {
    let map = generated::map::ResourceMap::of_type(kind)?;
    Some(nnc_core::object::Kind::new(map.path))
}

pub use lower::SharedNames;
pub use platform::RouterOs;
