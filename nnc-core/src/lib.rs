//! The pure heart of nnc: what should be true of a router, said in the terms of networks.
//!
//! Nothing in this crate does I/O, reads a clock or draws a random number; those come through the
//! [`ports`]. Data flows one way:
//!
//! ```text
//! Intent -> Blueprint -> Objects -> diff(Observed) -> ChangeSet -> Receipt -> Observed again
//! ```
//!
//! * [`identity`] names things and marks what belongs to a controller,
//! * [`intent`] is what users want: virtual interfaces and steered devices, with the VLAN and subnet pool,
//! * [`blueprint`] says what must hold, without naming a vendor,
//! * [`object`] says what that means on one platform, as generic rows,
//! * [`change`] compares rows with what a router has and plans the way from one to the other,
//! * [`walk`] follows packets through a router's rules: can one leak, is the controller locked out,
//! * [`layer`] names the eight layers of a resource,
//! * [`mac`] is an Ethernet address,
//! * [`resource`] knows every type of the schema by its name,
//! * [`ports`] are the traits that adapters, stores and hosts implement.

pub mod blueprint;
pub mod change;
pub mod decode;
pub mod device;
pub mod facts;
pub mod identity;
pub mod intent;
pub mod layer;
pub mod mac;
#[rustfmt::skip] // generated
#[path = "generated/mod.rs"]
pub mod model;
pub mod object;
pub mod outcome;
pub mod ports;
pub mod resource;
pub mod secret;
pub mod walk;
