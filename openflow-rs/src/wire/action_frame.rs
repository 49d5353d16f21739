//! What actions have in common on the wire: headers, padding, single fields.

use super::action_decode::NICIRA;
use super::cursor::Put;
use super::oxm_encode::put_entry;
use super::oxm_header::Header;
use super::{Field, FieldId, Port, Subfield, Value, Version};

/// A standard action: type, then `body`, padded.
pub(super) fn standard(out: &mut Vec<u8>, kind: u16, body: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.put_u16(kind);
    out.put_u16(0);
    body(out);
    finish(out, start);
}

/// An extension action: 10 bytes of header, then `body`, padded.
pub(super) fn extension(out: &mut Vec<u8>, vendor: u32, kind: u16, body: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.put_u16(0xffff);
    out.put_u16(0);
    out.put_u32(vendor);
    out.put_u16(kind);
    body(out);
    finish(out, start);
}

pub(super) fn nicira(out: &mut Vec<u8>, kind: u16, body: impl FnOnce(&mut Vec<u8>)) {
    extension(out, NICIRA, kind, body);
}

/// Pads to a multiple of 8 and writes the length.
pub(super) fn finish(out: &mut Vec<u8>, start: usize) {
    out.pad_to_8(start);
    let length = u16::try_from(out.len() - start).unwrap_or(u16::MAX);
    out.set_u16(start + 2, length);
}

pub(super) fn put_output(out: &mut Vec<u8>, version: Version, port: Port, max_len: u16) {
    standard(out, 0, |out| {
        if version == Version::V1_0 {
            out.put_u16(port.0);
            out.put_u16(max_len);
        } else {
            out.put_u32(port.to_wire32());
            out.put_u16(max_len);
            out.put_zeros(6);
        }
    });
}

pub(super) fn put_header(out: &mut Vec<u8>, field: &Field, version: Option<Version>) {
    Header::of(field, version, field.bytes, false).put(out);
}

/// Offset and width in 16 bits.
pub(super) fn offset_width(subfield: &Subfield) -> u16 {
    subfield.offset << 6 | subfield.width.wrapping_sub(1) & 0x3f
}

pub(super) fn put_set_field(
    out: &mut Vec<u8>,
    version: Version,
    field: &Field,
    value: &Value,
    mask: Option<&Value>,
) {
    standard(out, 25, |out| put_entry(out, field, Some(version), value, mask));
}

pub(super) fn put_field(out: &mut Vec<u8>, version: Version, id: FieldId, value: u128) {
    put_set_field(out, version, id.field(), &value.into(), None);
}

pub(super) fn put_load(out: &mut Vec<u8>, destination: &Subfield, value: u64) {
    nicira(out, 7, |out| {
        out.put_u16(offset_width(destination));
        out.put_u32(destination.field.nxm_header().unwrap_or(0));
        out.put_u64(value);
    });
}

/// A standard action with a small argument; where 1.0 has only an extension, `legacy` is its number.
pub(super) fn put_argument(
    out: &mut Vec<u8>,
    version: Version,
    kind: u16,
    legacy: Option<u16>,
    bytes: &[u8],
) {
    match legacy {
        Some(legacy) if version == Version::V1_0 => nicira(out, legacy, |out| {
            if bytes.len() == 4 {
                out.put_zeros(2);
            }
            out.extend_from_slice(bytes);
        }),
        _ => standard(out, kind, |out| {
            out.extend_from_slice(bytes);
            if bytes.len() == 6 {
                out.put_zeros(6);
            }
            if bytes.is_empty() {
                out.put_zeros(4);
            }
        }),
    }
}

pub(super) fn number(bytes: &[u8]) -> u128 {
    bytes.iter().fold(0, |n, byte| n << 8 | u128::from(*byte))
}
