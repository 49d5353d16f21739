use super::{Change, StoredFlow};
use crate::text::{Names, format_actions, format_match};
use crate::wire::ErrorCode;
use std::fmt::Write;

/// A change as `ovs-ofctl diff-flows` prints it: a line with `-` for what was, one with `+` for what shall be.
///
/// Flags stand after the timeouts; `ovs-ofctl` neither compares nor prints them.
///
/// # Errors
/// The error of the codec, for a flow from a dump that holds what this crate does not know.
pub fn format_difference(change: &Change<'_>, names: &Names) -> Result<String, ErrorCode> {
    let mut out = String::new();
    for (sign, flow) in [('-', change.before), ('+', change.after)] {
        if let Some(flow) = flow {
            out.push(sign);
            put_flow(&mut out, &flow, names)?;
            out.push('\n');
        }
    }
    Ok(out)
}

fn put_flow(out: &mut String, flow: &StoredFlow<'_>, names: &Names) -> Result<(), ErrorCode> {
    let full = flow.to_flow_mod()?;
    let mut put = |text: std::fmt::Arguments<'_>| {
        // Writing to a string cannot fail.
        let _ = out.write_fmt(text);
    };
    if flow.table != 0 {
        match names.table_name(flow.table) {
            Some(name) => put(format_args!("table={name} ")),
            None => put(format_args!("table={} ", flow.table)),
        }
    }
    put(format_args!(
        "{}",
        format_match(&full.matches, flow.priority, names)
    ));
    if flow.cookie != 0 {
        put(format_args!(" cookie={:#x}", flow.cookie));
    }
    for (name, value) in [
        ("idle_timeout", flow.idle_timeout),
        ("hard_timeout", flow.hard_timeout),
        ("importance", flow.importance),
    ] {
        if value != 0 {
            put(format_args!(" {name}={value}"));
        }
    }
    for name in flow.flags.names() {
        put(format_args!(" {name}"));
    }
    put(format_args!(" actions={}", format_actions(&full.actions, names)));
    Ok(())
}
