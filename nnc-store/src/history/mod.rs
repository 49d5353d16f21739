//! How resources change over time: layers, differences, folding and the chain of hashes. Pure: no database here.

mod chain;
mod fold;
mod layer;
mod patch;
mod uuid;

pub use chain::Head;
pub(crate) use chain::{Link, START, chained};
pub use fold::{DamagedEvent, LayerEvent};
pub(crate) use fold::{Form, Newest, Step, form_of};
pub use layer::{Chain, Source};
pub(crate) use layer::{layer_of, number_of};
pub use nnc_core::layer::{Layer, UnknownLayer};
pub use patch::{Difference, Edit, differences};
pub use uuid::{InvalidUuid, ResourceUuid};

#[cfg(test)]
mod tests;
