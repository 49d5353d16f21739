//! The syntax of `ovs-ofctl`, both ways.
//!
//! Parsing takes what `ovs-ofctl add-flow` takes and gives the bytes that it would send; printing gives the text
//! that `ovs-ofctl dump-flows` and `ofp-print` give. See ovs-ofctl(8), ovs-fields(7) and ovs-actions(7).

mod action_format;
mod action_parse;
mod ct_parse;
mod error;
mod field_format;
mod field_parse;
mod flow_format;
mod flow_parse;
mod learn_parse;
mod match_format;
mod names;
mod output_parse;
mod oxm_text;
mod print;
mod scan;

pub use action_parse::{parse_actions, parse_instructions};
pub use error::ParseError;
pub use flow_parse::{parse_flow, parse_flow_mod};
pub use names::Names;
pub use oxm_text::OxmList;
pub use print::print_message;

pub(crate) use flow_parse::{PROTOCOLS, split_actions};
pub(crate) use scan::KeyValues;

use crate::wire::{Action, FlowMod, FlowStats, Match};

/// A list of actions as `ovs-ofctl` prints it, without `actions=`; `drop` for none.
#[must_use]
pub fn format_actions(actions: &[Action], names: &Names) -> String {
    let mut out = String::new();
    action_format::put_actions(&mut out, actions, names);
    out
}

/// A match as `ovs-ofctl` prints it, with the priority in front if it is not the default one.
#[must_use]
pub fn format_match(matches: &Match, priority: u16, names: &Names) -> String {
    let mut out = String::new();
    match_format::put_match(&mut out, matches, priority, names);
    out
}

/// A flow in one line that [`parse_flow`] reads again: `table=1,cookie=0x2,priority=3,ip actions=drop`.
#[must_use]
pub fn format_flow(flow: &FlowMod, names: &Names) -> String {
    let mut out = String::new();
    if flow.table != 255 {
        out.push_str("table=");
        field_format::put_table(&mut out, flow.table, names);
        out.push(',');
    }
    let mut setting = |name: &str, value: u64, default: u64| {
        if value != default {
            field_format::put(&mut out, format_args!("{name}={value},"));
        }
    };
    setting("idle_timeout", u64::from(flow.idle_timeout), 0);
    setting("hard_timeout", u64::from(flow.hard_timeout), 0);
    setting("importance", u64::from(flow.importance), 0);
    if flow.new_cookie != 0 && flow.new_cookie != u64::MAX {
        field_format::put(&mut out, format_args!("cookie={:#x},", flow.new_cookie));
    }
    for name in flow.flags.names() {
        out.push_str(name);
        out.push(',');
    }
    match_format::put_match(&mut out, &flow.matches, flow.priority, names);
    if out.ends_with(',') {
        out.pop();
    }
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str("actions=");
    action_format::put_actions(&mut out, &flow.actions, names);
    out
}

/// A flow as `ovs-ofctl dump-flows` prints it, without the end of the line.
#[must_use]
pub fn format_flow_stats(flow: &FlowStats, names: &Names) -> String {
    let mut out = String::from(" ");
    flow_format::put_flow_stats(&mut out, flow, names);
    out
}
