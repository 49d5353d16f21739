//! Drift: what is intended, what the router confirmed last, and what it shows now, row by row and field by field.
//!
//! [`find()`] compares the three and gives [`Finding`]s, each with a [`Class`] that says who changed what. It is pure:
//! counters, dynamic rows, handles and states of the router do not count, and two spellings of one meaning are equal
//! by the platform's [`Semantics`](nnc_core::change::Semantics). What to do about a finding is the user's choice:
//!
//! * *repair*: the intent is applied again, as any change is,
//! * *adopt*: what the router shows becomes the intent; [`adopt()`] says of which resources,
//! * *accept*: the difference is remembered as [`Accepted`] and is no drift until it, or what is intended, changes
//!   again; [`overlay`] makes every later change leave it alone until then.

mod accept;
mod adopt;
mod class;
mod deployed;
mod find;
#[cfg(test)]
mod tests;

pub use accept::{AcceptError, Sorted, accept, outdated, overlay, restore, sort, unhindered};
pub use adopt::{AdoptError, adopt, changed_resources};
pub use class::Class;
pub use deployed::{Deployed, DeployedRow, DeployedRows};
pub use find::{Drift, Finding, find};
pub use nnc_store::Accepted;
