//! Groups.

use super::action_encode::put_actions;
use super::action_parts::pull_property;
use super::cursor::{Cursor, Put};
use super::frame::put_message;
use super::oxm_decode::pull_entry;
use super::oxm_encode::put_entry;
use super::packet_io::decode_list_checked;
use super::{Action, EncodeError, ErrorCode as E, Field, FieldId, Frame, Kind, Port, Value, Version};

/// One way that a group sends packets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its number; before OpenFlow 1.5 its place.
    pub id: u32,
    /// Its share in a select group.
    pub weight: u16,
    /// It is live while this port is.
    pub watch_port: Port,
    /// It is live while this group is; `0xffff_ffff`: none.
    pub watch_group: u32,
    /// What it does.
    pub actions: Vec<Action>,
}

impl Bucket {
    fn has_liveness(&self) -> bool {
        self.watch_port != Port::ANY || self.watch_group != u32::MAX
    }
}

/// How a select group chooses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SelectionMethod {
    /// `hash` or `dp_hash`; empty for none said.
    pub name: String,
    /// Its parameter.
    pub parameter: u64,
    /// The fields to hash, with masks, in the order of the table of fields.
    pub fields: Vec<(&'static Field, Value)>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its number.
    pub id: u32,
    /// 0 all, 1 select, 2 indirect, 3 fast failover.
    pub kind: u8,
    /// Its buckets.
    pub buckets: Vec<Bucket>,
    /// How it chooses.
    pub selection: SelectionMethod,
}

/// A change of groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMod {
    /// 0 add, 1 modify, 2 delete, 3 insert bucket, 5 remove bucket, `0x8000` add or modify.
    pub command: u16,
    /// The bucket of the last two; `0xffff_ffff`: all.
    pub command_bucket: u32,
    /// The group.
    pub group: Group,
}

const SELECT: u8 = 1;

impl GroupMod {
    /// Reads a change and checks it, as ovs-vswitchd does.
    ///
    /// # Errors
    /// The error that ovs-vswitchd answers.
    pub fn decode(frame: &Frame<'_>) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let version = frame.version()?;
        let c = &mut Cursor::new(frame.body());
        let command = c.u16(short)?;
        let kind = c.u8(short)?;
        c.u8(short)?;
        let id = c.u32(short)?;
        let mut change = Self {
            command,
            command_bucket: u32::MAX,
            group: Group {
                id,
                kind,
                buckets: Vec::new(),
                selection: SelectionMethod::default(),
            },
        };
        if version == Version::V1_5 || version == Version::V1_0 {
            let length = usize::from(c.u16(short)?);
            c.u16(short)?;
            change.command_bucket = c.u32(short)?;
            let bucket = change.command_bucket;
            let one = bucket <= 0xffff_ff00 || bucket == 0xffff_fffd || bucket == 0xffff_fffe;
            let suits = match command {
                3 => one,
                5 => one || bucket == u32::MAX,
                _ => bucket == u32::MAX,
            };
            if !suits {
                return Err(E::OFPGMFC_BAD_BUCKET);
            }
            let list = c.take(length, short)?;
            change.group.buckets = pull_buckets_1_5(list, version, kind)?;
            change.group.selection = pull_selection(c, kind, command)?;
        } else {
            change.group.buckets = pull_buckets_1_1(c.rest(), version)?;
            if version >= Version::V1_3 && command == 2 && !change.group.buckets.is_empty() {
                return Err(E::OFPGMFC_INVALID_GROUP);
            }
        }
        change.check()?;
        Ok(change)
    }

    fn check(&self) -> Result<(), E> {
        let group = &self.group;
        match group.kind {
            2 if self.command != 2 && group.buckets.len() != 1 => return Err(E::OFPGMFC_INVALID_GROUP),
            0..=3 => {}
            _ => return Err(E::OFPGMFC_BAD_TYPE),
        }
        match self.command {
            0..=3 | 0x8000 => {}
            5 if group.buckets.is_empty() => {}
            5 => return Err(E::OFPGMFC_BAD_BUCKET),
            _ => return Err(E::OFPGMFC_BAD_COMMAND),
        }
        for bucket in &group.buckets {
            if bucket.weight != 0 && group.kind != SELECT && self.command != 3 {
                return Err(E::OFPGMFC_INVALID_GROUP);
            }
            match group.kind {
                0 | 2 if bucket.has_liveness() => return Err(E::OFPGMFC_WATCH_UNSUPPORTED),
                3 if !bucket.has_liveness() => return Err(E::OFPGMFC_INVALID_GROUP),
                _ => {}
            }
        }
        Ok(())
    }

    /// Appends the change (OpenFlow 1.1 to 1.5; a selection method needs 1.5).
    ///
    /// # Errors
    /// [`EncodeError`].
    pub fn encode_to(&self, version: Version, xid: u32, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if version == Version::V1_0 {
            return Err(EncodeError::Version(version));
        }
        put_message(out, Kind::GroupMod, version, xid, |out| {
            out.put_u16(self.command);
            out.put_u8(self.group.kind);
            out.put_u8(0);
            out.put_u32(self.group.id);
            if version < Version::V1_5 {
                self.group
                    .buckets
                    .iter()
                    .for_each(|bucket| put_bucket_1_1(bucket, version, out));
                return;
            }
            let start = out.len();
            out.put_u32(0);
            out.put_u32(self.command_bucket);
            let first = out.len();
            for bucket in &self.group.buckets {
                put_bucket_1_5(bucket, self.group.kind, version, out);
            }
            let length = u16::try_from(out.len() - first).unwrap_or(u16::MAX);
            out.set_u16(start, length);
            put_selection(&self.group.selection, version, out);
        })
    }
}

fn put_bucket_1_1(bucket: &Bucket, version: Version, out: &mut Vec<u8>) {
    let start = out.len();
    out.put_u16(0);
    out.put_u16(bucket.weight);
    out.put_u32(bucket.watch_port.to_wire32());
    out.put_u32(bucket.watch_group);
    out.put_zeros(4);
    put_actions(&bucket.actions, version, out);
    let length = u16::try_from(out.len() - start).unwrap_or(u16::MAX);
    out.set_u16(start, length);
}

fn put_bucket_1_5(bucket: &Bucket, kind: u8, version: Version, out: &mut Vec<u8>) {
    let start = out.len();
    out.put_u32(0);
    out.put_u32(bucket.id);
    put_actions(&bucket.actions, version, out);
    let actions = u16::try_from(out.len() - start - 8).unwrap_or(u16::MAX);
    let mut word = |kind: u16, bytes: &[u8]| {
        let property = out.len();
        out.put_u16(kind);
        out.put_u16(u16::try_from(4 + bytes.len()).unwrap_or(u16::MAX));
        out.extend_from_slice(bytes);
        out.pad_to_8(property);
    };
    if kind == SELECT || bucket.weight != 0 {
        word(0, &[bucket.weight.to_be_bytes(), [0; 2]].concat());
    }
    if bucket.watch_port != Port::ANY {
        word(1, &bucket.watch_port.to_wire32().to_be_bytes());
    }
    if bucket.watch_group != u32::MAX {
        word(2, &bucket.watch_group.to_be_bytes());
    }
    let length = u16::try_from(out.len() - start).unwrap_or(u16::MAX);
    out.set_u16(start, length);
    out.set_u16(start + 2, actions);
}

/// The vendor of selection methods.
const NETRONOME: u32 = 0x0000_154d;
/// And the number it had once.
const NETRONOME_OLD: u32 = 0x0000_1540;

fn put_selection(selection: &SelectionMethod, version: Version, out: &mut Vec<u8>) {
    if selection.name.is_empty() {
        return;
    }
    let start = out.len();
    out.put_u16(0xffff);
    out.put_u16(0);
    out.put_u32(NETRONOME);
    out.put_u32(1);
    out.put_u32(0);
    let mut name = selection.name.as_bytes().to_vec();
    name.resize(16, 0);
    out.extend_from_slice(&name);
    out.put_u64(selection.parameter);
    for (field, mask) in &selection.fields {
        put_entry(out, field, Some(version), mask, None);
    }
    let length = u16::try_from(out.len() - start).unwrap_or(u16::MAX);
    out.set_u16(start + 2, length);
    out.pad_to_8(start);
}

pub(crate) fn pull_buckets_1_1(bytes: &[u8], version: Version) -> Result<Vec<Bucket>, E> {
    let bad = E::OFPGMFC_BAD_BUCKET;
    let c = &mut Cursor::new(bytes);
    let mut buckets = Vec::new();
    while !c.is_empty() {
        let available = c.len();
        let length = usize::from(c.u16(bad)?);
        let weight = c.u16(bad)?;
        let watch_port = c.u32(bad)?;
        let watch_group = c.u32(bad)?;
        c.take(4, bad)?;
        if length < 16 || length > available {
            return Err(bad);
        }
        let actions = decode_list_checked(c, length - 16, version)?;
        let watch_port = Port::from_wire32(watch_port).map_err(|_| E::OFPGMFC_BAD_WATCH)?;
        let id = u32::try_from(buckets.len()).unwrap_or(u32::MAX);
        buckets.push(Bucket {
            id,
            weight,
            watch_port,
            watch_group,
            actions,
        });
    }
    Ok(buckets)
}

pub(crate) fn pull_buckets_1_5(bytes: &[u8], version: Version, kind: u8) -> Result<Vec<Bucket>, E> {
    let bad = E::OFPGMFC_BAD_BUCKET;
    let c = &mut Cursor::new(bytes);
    let mut buckets: Vec<Bucket> = Vec::new();
    while !c.is_empty() {
        let available = c.len();
        let length = usize::from(c.u16(bad)?);
        let actions_length = usize::from(c.u16(bad)?);
        let id = c.u32(bad)?;
        if length < 8 || length > available || actions_length > length - 8 {
            return Err(bad);
        }
        let actions = decode_list_checked(c, actions_length, version)?;
        let p = &mut Cursor::new(c.take(length - 8 - actions_length, bad)?);
        let mut bucket = Bucket {
            id,
            weight: u16::from(kind == SELECT),
            watch_port: Port::ANY,
            watch_group: u32::MAX,
            actions,
        };
        let mut watch_port = Port::ANY.to_wire32();
        while !p.is_empty() {
            let (kind, payload) = pull_property(p)?;
            let short = E::OFPBPC_BAD_LEN;
            let v = &mut Cursor::new(payload);
            if matches!(kind, 1 | 2) && payload.len() != 4 {
                return Err(short);
            }
            match kind {
                0 => bucket.weight = v.u16(short)?,
                1 => watch_port = v.u32(short)?,
                2 => bucket.watch_group = v.u32(short)?,
                _ => return Err(unknown_property(kind, payload)),
            }
        }
        bucket.watch_port = Port::from_wire32(watch_port).map_err(|_| E::OFPGMFC_BAD_WATCH)?;
        if id > 0xffff_ff00 {
            return Err(bad);
        }
        buckets.push(bucket);
    }
    let mut ids: Vec<u32> = buckets.iter().map(|bucket| bucket.id).collect();
    ids.sort_unstable();
    let distinct = ids.len();
    ids.dedup();
    if ids.len() == distinct {
        Ok(buckets)
    } else {
        Err(bad)
    }
}

/// The error for a property that is not known: of the protocol, or of a vendor.
pub(crate) fn unknown_property(kind: u16, payload: &[u8]) -> E {
    match Cursor::new(payload).u32(E::OFPBPC_BAD_LEN) {
        _ if kind != 0xffff => E::OFPBPC_BAD_TYPE,
        _ if payload.len() < 8 => E::OFPBPC_BAD_LEN,
        Ok(0) => E::OFPBPC_BAD_EXPERIMENTER,
        Ok(_) => E::OFPBPC_BAD_EXP_TYPE,
        _ => E::OFPBPC_BAD_LEN,
    }
}

fn pull_selection(c: &mut Cursor<'_>, kind: u8, command: u16) -> Result<SelectionMethod, E> {
    let mut selection = SelectionMethod::default();
    while !c.is_empty() {
        let (number, payload) = pull_property(c)?;
        let short = E::OFPBPC_BAD_LEN;
        let p = &mut Cursor::new(payload);
        let is_selection =
            number == 0xffff && matches!(p.u32(short)?, NETRONOME | NETRONOME_OLD) && p.u32(short)? == 1;
        if !is_selection {
            return Err(unknown_property(number, payload));
        }
        if kind > 3 {
            return Err(E::OFPGMFC_BAD_TYPE);
        }
        if kind != SELECT || matches!(command, 2 | 3 | 5) {
            return Err(E::OFPBPC_BAD_VALUE);
        }
        p.u32(short)?;
        let name: [u8; 16] = p.array(short)?;
        let parameter = p.u64(short)?;
        let end = name
            .iter()
            .position(|byte| *byte == 0)
            .ok_or(E::OFPBPC_BAD_VALUE)?;
        let name = name
            .get(..end)
            .and_then(|name| std::str::from_utf8(name).ok())
            .unwrap_or_default();
        if name != "hash" && name != "dp_hash" || name == "dp_hash" && !p.is_empty() {
            return Err(E::OFPBPC_BAD_VALUE);
        }
        selection = SelectionMethod {
            name: name.into(),
            parameter,
            fields: pull_fields(p)?,
        };
    }
    Ok(selection)
}

fn pull_fields(c: &mut Cursor<'_>) -> Result<Vec<(&'static Field, Value)>, E> {
    let mut fields: Vec<(&'static Field, Value)> = Vec::new();
    while !c.is_empty() {
        let entry = pull_entry(c)?;
        if entry.mask.is_some() {
            return Err(E::OFPBMC_BAD_MASK);
        }
        let field = entry.field.ok_or(E::OFPBMC_BAD_FIELD)?;
        if fields.iter().any(|(known, _)| *known == field) {
            return Err(E::OFPBMC_DUP_FIELD);
        }
        if !field.is_mask_valid(&entry.value) {
            return Err(E::OFPBMC_BAD_MASK);
        }
        fields.push((field, entry.value));
    }
    fields.sort_by_key(|(field, _): &(&Field, _)| -> FieldId { field.id });
    Ok(fields)
}

impl Group {
    /// The groups of a reply that describes them.
    ///
    /// # Errors
    /// The error that ovs-ofctl reports.
    pub fn decode_descriptions(frame: &Frame<'_>) -> Result<Vec<Self>, E> {
        let mut groups = Vec::new();
        Self::each_description(frame, |group| groups.push(group))?;
        Ok(groups)
    }

    /// Calls `each` for every group before the first fault.
    pub(crate) fn each_description(frame: &Frame<'_>, mut each: impl FnMut(Self)) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let version = frame.version()?;
        let c = &mut Cursor::new(frame.body());
        let new = version == Version::V1_5 || version == Version::V1_0;
        while !c.is_empty() {
            let length = usize::from(c.clone().u16(short)?);
            let entry = c.take(length, short)?;
            let e = &mut Cursor::new(entry);
            e.u16(short)?;
            let kind = e.u8(short)?;
            e.u8(short)?;
            let id = e.u32(short)?;
            let mut group = Self {
                id,
                kind,
                buckets: Vec::new(),
                selection: SelectionMethod::default(),
            };
            if new {
                let list = usize::from(e.u16(short)?);
                e.take(6, short)?;
                let list = e.take(list, short)?;
                group.buckets = pull_buckets_1_5(list, version, kind)?;
                group.selection = pull_selection(e, kind, 0)?;
            } else {
                group.buckets = pull_buckets_1_1(e.rest(), version)?;
            }
            each(group);
        }
        Ok(())
    }
}
