//! The syntax of `ovs-ofctl`, both ways.
//!
//! Parsing takes what `ovs-ofctl add-flow` takes and gives the bytes that it would send; printing gives the text
//! that `ovs-ofctl dump-flows` and `ofp-print` give. See ovs-ofctl(8), ovs-fields(7) and ovs-actions(7).

mod action_parse;
mod error;
mod field_parse;
mod flow_parse;
mod learn_parse;
mod names;
mod scan;

pub use action_parse::{parse_actions, parse_instructions};
pub use error::ParseError;
pub use flow_parse::{parse_flow, parse_flow_mod};
pub use names::Names;
