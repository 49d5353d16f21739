//! The API as the schema has it: what the bindings of other languages stand on.
//!
//! The traits, arguments and outputs are generated from `schema/nnc.graphql`; [`root`] gives what implements them, on top
//! of the handles of this crate. A Rust program has no need of it: [`Nnc`](crate::Nnc) and its handles say the same in
//! Rust's own way.
//!
//! ```
//! use nnc::api::{self, arguments_of};
//! use nnc_core::decode::Raw;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), nnc::Error> {
//! // What a host hands over is judged by the schema, whatever language it comes from.
//! let unjudged = Raw::Map(vec![("path".to_owned(), Raw::Null)]);
//! let refused = arguments_of::<api::OpenArguments>(&unjudged).unwrap_err();
//! assert_eq!(refused.code, "invalid-argument");
//! assert_eq!(refused.context["finding.0"], "null-not-allowed /path");
//! # Ok(())
//! # }
//! ```

#[rustfmt::skip] // generated
mod generated;

mod host_router;
mod list;
mod operation;
mod outputs;
mod resources;
mod root;
mod router;
mod steering_rules;
mod test_bed;
mod virtual_interfaces;
mod vlan_pool;

use std::sync::Arc;

use async_trait::async_trait;
use nnc_core::decode::{Decode, Findings, Raw};

pub use generated::*;
pub(crate) use list::Handed;
pub use list::List;

use crate::error::{Error, ErrorKind};

/// Items as they come. Dropping it ends it.
#[async_trait]
pub trait Feed<T>: Send {
    /// Waits for the next item; `None` when there will be none any more.
    async fn next(&mut self) -> Option<T>;

    /// The next item if it is there already.
    fn try_next(&mut self) -> Option<T>;
}

/// Where everything starts.
pub fn root() -> Arc<dyn RootApi> {
    Arc::new(root::Root)
}

/// Judges what a host hands over for the arguments of a method.
///
/// # Errors
/// `invalid-argument`; the context has the code and the JSON pointer of each finding.
pub fn arguments_of<T: Decode>(raw: &Raw) -> Result<T, Error> {
    let mut at = Findings::default();
    let value = T::decode(raw, &mut at);
    let refused = at.finish();
    if let (Some(value), None) = (value, &refused) {
        return Ok(value);
    }
    let findings = refused
        .as_ref()
        .map(|refused| refused.findings())
        .unwrap_or_default();
    let message: Vec<String> = findings.iter().map(ToString::to_string).collect();
    let mut error = Error::new(ErrorKind::Invalid, "invalid-argument", message.join("; "));
    for (index, finding) in findings.iter().enumerate() {
        let place = format!("{} {}", finding.code, finding.pointer);
        error.context.insert(format!("finding.{index}"), place);
    }
    Err(error)
}
