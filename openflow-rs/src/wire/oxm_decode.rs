//! Matches from lists of NXM and OXM fields.

use super::bits::{big_endian, ones};
use super::cursor::Cursor;
use super::oxm_header::Header;
use super::{ErrorCode as E, Field, FieldId, Match, Value};

/// A field with its value, and its mask if one was given.
pub(crate) struct Entry {
    pub(crate) header: Header,
    /// The field; none for one that is not known.
    pub(crate) field: Option<&'static Field>,
    pub(crate) value: Value,
    pub(crate) mask: Option<Value>,
}

/// Takes an entry of a field that fills a slot of its own, and that nothing speaks against. `None`: the careful way has
/// to decide, and the cursor is where it was.
fn pull_plain(cursor: &mut Cursor<'_>, matches: &mut Match) -> Option<()> {
    let mut ahead = *cursor;
    let header = Header::from_u32(ahead.u32(E::OFPBMC_BAD_LEN).ok()?);
    let (field, slot) = Field::plain(header.class, header.field)?;
    let bytes = usize::from(field.bytes);
    let all = ones(u32::from(field.bits));
    let (value, mask) = if header.masked {
        let payload = ahead.try_take(bytes * 2)?;
        let (value, mask) = payload.split_at_checked(bytes)?;
        (big_endian(value), big_endian(mask))
    } else {
        (big_endian(ahead.try_take(bytes)?), all)
    };
    let right = usize::from(header.length) == if header.masked { bytes * 2 } else { bytes }
        && (!header.masked || field.maskable)
        && value & !mask == 0
        && mask & !all == 0
        && mask != 0
        && matches.meets(field);
    if !right {
        return None;
    }
    matches.add_ethernet_prerequisite(field);
    matches.add_slot(slot, value, mask).then(|| *cursor = ahead)
}

/// Reads one entry. An unknown field is not an error: it has no `field`.
pub(crate) fn pull_entry(cursor: &mut Cursor<'_>) -> Result<Entry, E> {
    let header = Header::pull(cursor)?;
    let field = header.field();
    let payload = cursor.take(header.payload(), E::OFPBMC_BAD_LEN)?;
    let (value, mask) = match header.masked {
        true => payload.split_at(header.value_bytes()),
        false => (payload, &[][..]),
    };
    if header.masked && value.iter().zip(mask).any(|(v, m)| v & !m != 0) {
        return Err(E::OFPBMC_BAD_WILDCARDS);
    }
    let bytes = field.map_or_else(
        || u8::try_from(value.len()).unwrap_or(u8::MAX),
        |field| field.bytes,
    );
    let to_value = |slice: &[u8]| Value::from_bytes(slice, bytes);
    Ok(Entry {
        header,
        field,
        value: to_value(value),
        mask: header.masked.then(|| to_value(mask)),
    })
}

/// What a list of fields said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) matches: Match,
    /// Cookie and mask, where the list may have them.
    pub(crate) cookie: Option<(u64, u64)>,
}

/// How strictly a list of fields is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rules {
    /// Refuse unknown fields and missing prerequisites.
    pub(crate) strict: bool,
    /// Allow the cookie pseudo field.
    pub(crate) cookie: bool,
    /// Refuse fields that a packet does not carry beside it.
    pub(crate) pipeline_only: bool,
}

impl Rules {
    pub(crate) const STRICT: Self = Self {
        strict: true,
        cookie: false,
        pipeline_only: false,
    };
    pub(crate) const LOOSE: Self = Self {
        strict: false,
        cookie: false,
        pipeline_only: false,
    };
}

pub(crate) fn decode_entries(bytes: &[u8], rules: Rules) -> Result<Decoded, E> {
    let mut decoded = Decoded::default();
    read_entries(bytes, rules, &mut decoded.matches, &mut decoded.cookie)?;
    Ok(decoded)
}

/// Reads fields into `matches`, which says nothing yet.
fn read_entries(
    bytes: &[u8],
    rules: Rules,
    matches: &mut Match,
    cookie: &mut Option<(u64, u64)>,
) -> Result<(), E> {
    let mut cursor = Cursor::new(bytes);
    while !cursor.is_empty() {
        if !rules.pipeline_only && pull_plain(&mut cursor, matches).is_some() {
            continue;
        }
        let entry = pull_entry(&mut cursor)?;
        let Some(field) = entry.field else {
            if rules.cookie && entry.header.is_cookie() {
                if cookie.is_some_and(|(_, mask)| mask != 0) {
                    return Err(E::OFPBMC_DUP_FIELD);
                }
                let low = |value: &Value| u64::try_from(value.number().unwrap_or(0)).unwrap_or(0);
                *cookie = Some((low(&entry.value), entry.mask.as_ref().map_or(u64::MAX, low)));
            } else if rules.strict {
                return Err(E::OFPBMC_BAD_FIELD);
            }
            continue;
        };
        if entry.mask.as_ref().is_some_and(|mask| !field.is_mask_valid(mask)) {
            return Err(E::OFPBMC_BAD_MASK);
        }
        if !field.is_value_valid(&entry.value) {
            return Err(E::OFPBMC_BAD_VALUE);
        }
        if rules.strict && !matches.meets(field) {
            return Err(E::OFPBMC_BAD_PREREQ);
        }
        if !matches.is_wild(field) {
            return Err(E::OFPBMC_DUP_FIELD);
        }
        if rules.pipeline_only && !is_pipeline(field.id) {
            return Err(E::from_name("OFPBRC_PIPELINE_FIELDS_ONLY").unwrap_or(E::OFPBMC_BAD_FIELD));
        }
        matches.set(field, &entry.value, entry.mask.as_ref());
        matches.add_ethernet_prerequisite(field);
    }
    Ok(())
}

fn is_pipeline(id: FieldId) -> bool {
    // Everything up to and including the registers, but what belongs to connection tracking results of a packet.
    id < FieldId::ETH_SRC && id != FieldId::DP_HASH && id != FieldId::RECIRC_ID && id != FieldId::CONJ_ID
}

/// Reads a match of NXM fields, as OpenFlow 1.0 with the Nicira extensions has it (no header, no padding).
///
/// # Errors
/// The error that ovs-vswitchd answers, such as `OFPBMC_BAD_PREREQ`.
pub fn decode_nxm_match(bytes: &[u8]) -> Result<Match, E> {
    Ok(decode_entries(bytes, Rules::STRICT)?.matches)
}

/// Takes an NXM match of `length` bytes and its padding.
pub(super) fn pull_nxm(c: &mut Cursor<'_>, length: u16, rules: Rules) -> Result<Decoded, E> {
    let padded = usize::from(length).next_multiple_of(8);
    let bytes = c.take(padded, E::OFPBMC_BAD_LEN)?;
    decode_entries(bytes.get(..usize::from(length)).ok_or(E::OFPBMC_BAD_LEN)?, rules)
}

/// Takes a match in the form of OpenFlow 1.2 and its padding.
pub(super) fn pull_oxm_match(cursor: &mut Cursor<'_>, rules: Rules) -> Result<Match, E> {
    let mut matches = Match::new();
    read_oxm_match(cursor, rules, &mut matches)?;
    Ok(matches)
}

/// The same in place of what is in `matches`, whose memory is used again.
pub(super) fn read_oxm_match(cursor: &mut Cursor<'_>, rules: Rules, matches: &mut Match) -> Result<(), E> {
    let fields = pull_oxm_fields(cursor)?;
    matches.clear();
    read_entries(fields, rules, matches, &mut None)
}

/// Takes an `ofp_match` with its padding and returns the bytes of its fields.
pub(crate) fn pull_oxm_fields<'a>(cursor: &mut Cursor<'a>) -> Result<&'a [u8], E> {
    let mut header = *cursor;
    let kind = header.u16(E::OFPBMC_BAD_LEN)?;
    let length = usize::from(header.u16(E::OFPBMC_BAD_LEN)?);
    if length < 4 {
        return Err(E::OFPBMC_BAD_LEN);
    }
    if kind != 1 {
        return Err(E::OFPBMC_BAD_TYPE);
    }
    let all = cursor.take(length.next_multiple_of(8), E::OFPBMC_BAD_LEN)?;
    all.get(4..length).ok_or(E::OFPBMC_BAD_LEN)
}

/// Reads an `ofp_match` of OXM fields (OpenFlow 1.2 and later), with its header and padding.
///
/// # Errors
/// The error that ovs-vswitchd answers, such as `OFPBMC_BAD_PREREQ`.
pub fn decode_oxm_match(bytes: &[u8]) -> Result<Match, E> {
    let fields = pull_oxm_fields(&mut Cursor::new(bytes))?;
    Ok(decode_entries(fields, Rules::STRICT)?.matches)
}
