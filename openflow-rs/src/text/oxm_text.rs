//! Matches as `NAME(value/mask), ...`, the notation of `ovs-ofctl parse-nx-match` and `parse-oxm`.

use super::error::{ParseError, Parsed, fail};
use super::field_format::put;
use super::scan::hex_bytes;
use crate::wire::{
    Cursor, ErrorCode, Field, Header, Rules, Version, decode_entries, encode_entries, pull_oxm_fields,
    put_oxm_fields,
};

/// A list of fields with values as it stands on the wire, in the order it has there.
///
/// ```
/// use openflow_rs::text::OxmList;
/// use openflow_rs::wire::Version;
///
/// let list = OxmList::parse("OXM_OF_ETH_TYPE(0800), OXM_OF_IPV4_DST_W(0a000000/ff000000)")?;
/// let canonical = list.canonical(Some(Version::V1_4))?;
/// assert_eq!(canonical.to_string(), "OXM_OF_ETH_TYPE(0800), OXM_OF_IPV4_DST_W(0a000000/ff000000)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OxmList {
    bytes: Vec<u8>,
}

impl OxmList {
    /// From its notation. `<any>` and the empty text are the empty list.
    ///
    /// # Errors
    /// [`ParseError`] with the column of what does not fit.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        parse(text)
            .map(|bytes| Self { bytes })
            .map_err(|fail| fail.locate(text))
    }

    /// From the bytes of a match: in OpenFlow 1.0 (`None`) the bare fields, later an `ofp_match`.
    ///
    /// # Errors
    /// `OFPBMC_BAD_LEN` or `OFPBMC_BAD_TYPE` where there is no such match. The fields are not looked at.
    pub fn from_wire(bytes: &[u8], version: Option<Version>) -> Result<Self, ErrorCode> {
        let bytes = match version {
            None => bytes,
            Some(_) => pull_oxm_fields(&mut Cursor::new(bytes))?,
        };
        Ok(Self {
            bytes: bytes.to_vec(),
        })
    }

    /// The bytes of a match: in OpenFlow 1.0 (`None`) the bare fields, later an `ofp_match` with its padding.
    #[must_use]
    pub fn to_wire(&self, version: Option<Version>) -> Vec<u8> {
        match version {
            None => self.bytes.clone(),
            Some(_) => {
                let mut out = Vec::new();
                put_oxm_fields(&mut out, |out| out.extend_from_slice(&self.bytes));
                out
            }
        }
    }

    /// The same match as Open vSwitch writes it in that version (`None`: NXM).
    ///
    /// # Errors
    /// The error that ovs-vswitchd answers to the match, such as `OFPBMC_BAD_PREREQ`.
    pub fn canonical(&self, version: Option<Version>) -> Result<Self, ErrorCode> {
        let rules = Rules {
            cookie: version.is_none(),
            ..Rules::STRICT
        };
        let decoded = decode_entries(&self.bytes, rules)?;
        let mut bytes = Vec::new();
        encode_entries(&decoded.matches, version, decoded.cookie, &mut bytes);
        Ok(Self { bytes })
    }
}

impl std::fmt::Display for OxmList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&format(&self.bytes))
    }
}

fn format(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "<any>".into();
    }
    let mut out = String::new();
    let mut c = Cursor::new(bytes);
    let hex =
        |out: &mut String, bytes: &[u8]| bytes.iter().for_each(|byte| put(out, format_args!("{byte:02x}")));
    while !c.is_empty() {
        let before = c;
        let entry = Header::pull(&mut c)
            .ok()
            .and_then(|header| Some((header, c.try_take(header.payload())?)));
        let Some((header, payload)) = entry else {
            if !out.is_empty() {
                out.push_str(", ");
            }
            put(&mut out, format_args!("<{} invalid bytes>", before.len()));
            break;
        };
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(&header.name());
        out.push('(');
        let (value, mask) = payload
            .split_at_checked(header.value_bytes())
            .unwrap_or((payload, &[]));
        hex(&mut out, value);
        if header.masked {
            out.push('/');
            hex(&mut out, mask);
        }
        out.push(')');
    }
    out
}

fn header_of(name: &str) -> Option<Header> {
    let (plain, masked) = match name.strip_suffix("_W") {
        Some(plain) => (plain, true),
        None => (name, false),
    };
    if let Some((field, oxm)) = Field::from_oxm_name(plain) {
        if masked && !field.maskable {
            return None;
        }
        return Some(Header::named(oxm, field.bytes, masked));
    }
    match name {
        "NXM_NX_COOKIE" => Some(Header::from_u32(0x0001_3c08)),
        "NXM_NX_COOKIE_W" => Some(Header::from_u32(0x0001_3d10)),
        _ if name.len() == 8 => u32::from_str_radix(name, 16).ok().map(Header::from_u32),
        _ if name.len() == 16 => {
            let number = u64::from_str_radix(name, 16).ok()?;
            let mut header = Header::from_u32(u32::try_from(number >> 32).ok()?);
            header.vendor = u32::try_from(number & 0xffff_ffff).ok()?;
            (header.class == 0xffff).then_some(header)
        }
        _ => None,
    }
}

fn parse(text: &str) -> Parsed<Vec<u8>> {
    let mut out = Vec::new();
    if text == "<any>" {
        return Ok(out);
    }
    let mut rest = text.trim_start_matches([',', ' ']);
    while !rest.is_empty() {
        let Some((name, after)) = rest.split_once('(') else {
            return fail(rest, format!("{text}: missing ( at end of nx_match"));
        };
        let Some(mut header) = header_of(name) else {
            return fail(rest, format!("{text}: unknown field `{name}'"));
        };
        let (value, tail) = hex_bytes(after);
        let variable = header
            .field()
            .is_some_and(|field| field.variable && value.len() <= usize::from(field.bytes));
        if value.len() != header.value_bytes() {
            if !variable {
                let wanted = header.value_bytes();
                return fail(
                    after,
                    format!("expected to read {wanted} bytes but got {}", value.len()),
                );
            }
            header = header.with_value_bytes(value.len());
        }
        header.put(&mut out);
        out.extend_from_slice(&value);
        rest = tail.trim_start_matches(' ');
        if header.masked {
            let Some(after) = rest.strip_prefix('/') else {
                return fail(rest, format!("{text}: missing / in masked field {name}"));
            };
            let (mask, tail) = hex_bytes(after);
            if mask.len() != value.len() {
                return fail(
                    after,
                    format!("expected {} bytes of mask in hexadecimal", value.len()),
                );
            }
            out.extend_from_slice(&mask);
            rest = tail.trim_start_matches(' ');
        }
        let Some(after) = rest.strip_prefix(')') else {
            return fail(rest, format!("{text}: missing ) following field {name}"));
        };
        rest = after.trim_start_matches([',', ' ']);
    }
    Ok(out)
}
