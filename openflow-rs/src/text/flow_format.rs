//! Pieces of flows as text.

use super::field_format::put;
use crate::wire::FlowFlags;

/// The flags of flows by name, in the order in which they are printed.
pub(super) const FLAGS: [(FlowFlags, &str); 5] = [
    (FlowFlags::SEND_FLOW_REM, "send_flow_rem"),
    (FlowFlags::CHECK_OVERLAP, "check_overlap"),
    (FlowFlags::RESET_COUNTS, "reset_counts"),
    (FlowFlags::NO_PACKET_COUNTS, "no_packet_counts"),
    (FlowFlags::NO_BYTE_COUNTS, "no_byte_counts"),
];

/// The names of the flags, each followed by a space.
pub(super) fn put_flow_flags(out: &mut String, flags: FlowFlags) {
    for (flag, name) in FLAGS {
        if flags.has(flag) {
            put(out, format_args!("{name} "));
        }
    }
}
