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
mod group_parse;
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
pub use group_parse::parse_group;
pub use names::Names;
pub use oxm_text::OxmList;
pub use print::print_message;

pub(crate) use flow_parse::{PROTOCOLS, split_actions};
pub(crate) use scan::KeyValues;

use crate::wire::{Action, Field, FlowMod, FlowStats, Match, Subfield, Value};

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

/// Bits of a field as actions name them: `NXM_NX_REG0[0..15]`.
#[must_use]
pub fn format_subfield(subfield: &Subfield) -> String {
    let mut out = String::new();
    field_format::put_subfield(&mut out, subfield);
    out
}

/// The value of a field as matches write it: `02:00:00:00:00:01`, `10.0.0.1`, `0x5`.
pub(crate) fn format_value(field: &Field, value: u128, names: &Names) -> String {
    let mut out = String::new();
    field_format::put_value(&mut out, field, &Value::Number(value), None, names);
    out
}

/// States of a connection by name, as in `ct_state=new|trk`.
pub(crate) fn format_ct_state(state: u8) -> String {
    let mut out = String::new();
    field_format::put_flags(&mut out, &field_parse::CT_STATES, u128::from(state), '|');
    out
}

/// States of a connection from their names, between commas or bars: `trk,est`.
///
/// # Errors
/// The name that is not known.
pub fn parse_ct_state(text: &str) -> Result<u8, String> {
    let mut state = 0;
    for name in text
        .split([',', '|'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        match field_parse::CT_STATES.iter().position(|known| *known == name) {
            Some(bit) => state |= 1 << bit,
            None => return Err(name.into()),
        }
    }
    Ok(state)
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
