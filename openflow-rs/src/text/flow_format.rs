//! Pieces of flows as text.

use super::Names;
use super::action_format::put_actions;
use super::field_format::{put, put_table};
use super::match_format::put_match;
use crate::wire::{Age, FlowFlags, FlowStats};

/// The names of the flags, each followed by a space.
pub(super) fn put_flow_flags(out: &mut String, flags: FlowFlags) {
    for name in flags.names() {
        put(out, format_args!("{name} "));
    }
}

/// A flow as `ovs-ofctl dump-flows` writes it, without the space in front and the end of the line.
pub(super) fn put_flow_stats(out: &mut String, flow: &FlowStats, names: &Names) {
    put(out, format_args!("cookie=0x{:x}, duration=", flow.cookie));
    put_duration(out, flow.age);
    out.push_str(", table=");
    put_table(out, flow.table, names);
    out.push_str(", ");
    for (name, count) in [("n_packets", flow.packets), ("n_bytes", flow.bytes)] {
        match count {
            u64::MAX => put(out, format_args!("{name}=?, ")),
            count => put(out, format_args!("{name}={count}, ")),
        }
    }
    for (name, seconds) in [
        ("idle_timeout", flow.idle_timeout),
        ("hard_timeout", flow.hard_timeout),
    ] {
        if seconds != 0 {
            put(out, format_args!("{name}={seconds}, "));
        }
    }
    put_flow_flags(out, flow.flags);
    if flow.importance != 0 {
        put(out, format_args!("importance={}, ", flow.importance));
    }
    if let Some(age) = flow.idle_age {
        put(out, format_args!("idle_age={age}, "));
    }
    if let Some(age) = flow.hard_age.filter(|age| *age != flow.age.seconds) {
        put(out, format_args!("hard_age={age}, "));
    }
    let start = out.len();
    put_match(out, &flow.matches, flow.priority, names);
    if out.len() > start {
        out.push(' ');
    }
    out.push_str("actions=");
    put_actions(out, &flow.actions, names);
}

/// Seconds with as many decimals as needed.
pub(super) fn put_duration(out: &mut String, age: Age) {
    put(out, format_args!("{}", age.seconds));
    match age.nanoseconds {
        0 => {}
        n if n % 1_000_000 == 0 => put(out, format_args!(".{:03}", n / 1_000_000)),
        n => {
            put(out, format_args!(".{n:09}"));
            while out.ends_with('0') {
                out.pop();
            }
        }
    }
    out.push('s');
}
