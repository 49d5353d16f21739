//! The wire format: fields, matches, actions and messages of OpenFlow, as values.
//!
//! Nothing here does I/O. Decoders take byte slices from anywhere: they check every length, never panic, and
//! allocate no more than a small multiple of what they were given.

mod action;
mod action_check;
mod action_decode;
mod action_encode;
mod action_frame;
mod action_kind;
mod action_parts;
mod action_parts_encode;
mod bits;
mod control;
mod cursor;
mod error_code;
mod error_table;
mod field;
mod field_table;
mod flow_mod;
mod flow_mod_decode;
mod flow_monitor;
mod flow_removed;
mod flow_request;
mod flow_stats;
mod frame;
mod group;
mod learn;
mod legacy_match;
mod matching;
mod message_table;
mod meter;
mod name_table;
mod oxm_decode;
mod oxm_encode;
mod oxm_header;
mod oxs;
mod packet;
mod packet_io;
mod port;
mod set_encode;
mod slot;
mod version;

pub use action::{
    Action, Bundle, CheckPktLarger, Controller, Ct, CtZone, DecTtl, Encap, EncapProperty, HashFields,
    LoadForm, MoveForm, Multipath, Nat, NatAddresses, OutputReg, Resubmit, ResubmitForm, Sample,
    SampleDirection, SampleForm, SetField, StackOp,
};
pub use action_check::{check_actions, verify_actions};
pub use action_decode::{decode_actions, decode_instructions};
pub use action_encode::{encode_actions, encode_instructions};
pub use bits::Value;
pub use control::{
    BundleAdd, BundleControl, ErrorMessage, Hello, Role, RoleMessage, put_barrier, put_bundle_add, put_echo,
};
pub use error_code::{Encoding, ErrorCode};
pub use field::{Field, FieldId, Format, OxmHeader, Prerequisite, Subfield};
pub use flow_mod::{Command, EncodeError, FlowFlags, FlowMod};
pub use flow_monitor::{FlowEvent, FlowMonitor, FlowUpdate, MonitoredFlow};
pub use flow_removed::FlowRemoved;
pub use flow_request::{AggregateStats, FlowStatsRequest};
pub use flow_stats::{Age, FlowStats, FlowStatsReply};
pub use frame::{Frame, Kind, put_message};
pub use group::{Bucket, Group, GroupMod, SelectionMethod};
pub use learn::{Learn, LearnDestination, LearnSource, LearnSpec};
pub use matching::{Match, TunMetadata};
pub use meter::{Band, Meter, MeterMod};
pub use oxm_decode::{decode_nxm_match, decode_oxm_match};
pub use oxm_encode::{encode_nxm_match, encode_oxm_match};
pub use packet::{Checksum, Headers, read_headers};
pub use packet_io::{Continuation, PacketIn, PacketOut};
pub use port::Port;
pub use slot::Slot;
pub use version::Version;

pub(crate) use action_check::verify_with;
pub(crate) use action_decode::{ALL as ALL_INSTRUCTIONS, APPLY, METER};
pub(crate) use action_parts::pull_property;
pub(crate) use bits::ones;
pub(crate) use cursor::Cursor;
pub(crate) use flow_monitor::RawUpdate;
pub(crate) use group::unknown_property;
pub(crate) use meter::pull_bands;
pub(crate) use name_table::NameTable;
pub(crate) use oxm_decode::{Rules, decode_entries, pull_oxm_fields};
pub(crate) use oxm_encode::{encode_entries, put_oxm_fields};
pub(crate) use oxm_header::Header;
pub(crate) use set_encode::load_segments;
pub(crate) use slot::{numbers, pieces};
/// What a plain list of actions may have.
pub(crate) const ACTIONS_AND_METER: u32 = APPLY | METER;
