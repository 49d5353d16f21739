//! The headers that name fields in matches and actions.

use super::cursor::{Cursor, Put};
use super::{ErrorCode as E, Field, OxmHeader, Version};

/// A field header as it stands on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) vendor: u32,
    pub(crate) class: u16,
    pub(crate) field: u8,
    pub(crate) masked: bool,
    /// Bytes after the first four: experimenter number, value, mask.
    pub(crate) length: u8,
}

impl Header {
    fn is_experimenter(self) -> bool {
        self.class == 0xffff
    }

    /// Bytes of value and mask together.
    pub(crate) fn payload(self) -> usize {
        usize::from(self.length) - if self.is_experimenter() { 4 } else { 0 }
    }

    /// Bytes of the value.
    pub(crate) fn value_bytes(self) -> usize {
        if self.masked {
            self.payload() / 2
        } else {
            self.payload()
        }
    }

    /// From a 32-bit header, which no experimenter field has.
    #[inline]
    pub(crate) fn from_u32(header: u32) -> Self {
        let [c1, c0, field, length] = header.to_be_bytes();
        let class = u16::from_be_bytes([c1, c0]);
        Self {
            vendor: 0,
            class,
            field: field >> 1,
            masked: field & 1 == 1,
            length,
        }
    }

    /// The field that a 32-bit header names, if its length suits the field.
    pub(crate) fn field_of(header: u32) -> Option<&'static Field> {
        Self::from_u32(header).field()
    }

    pub(crate) fn pull(cursor: &mut Cursor<'_>) -> Result<Self, E> {
        let mut header = Self::from_u32(cursor.u32(E::OFPBMC_BAD_LEN)?);
        if header.is_experimenter() {
            header.vendor = cursor.u32(E::OFPBMC_BAD_LEN)?;
            if header.length < 4 {
                return Err(E::OFPBMC_BAD_LEN);
            }
        }
        Ok(header)
    }

    pub(crate) fn put(self, out: &mut Vec<u8>) {
        let [c1, c0] = self.class.to_be_bytes();
        out.extend_from_slice(&[c1, c0, self.field << 1 | u8::from(self.masked), self.length]);
        if self.is_experimenter() {
            out.put_u32(self.vendor);
        }
    }

    /// The field it names, if its length suits the field.
    #[inline]
    pub(crate) fn field(self) -> Option<&'static Field> {
        let field = Field::from_wire(self.vendor, self.class, self.field)?;
        let exact = !self.masked || self.payload().is_multiple_of(2);
        let fits = if field.variable {
            self.value_bytes() <= usize::from(field.bytes)
        } else {
            exact && self.value_bytes() == usize::from(field.bytes)
        };
        fits.then_some(field)
    }

    /// The name on the wire, with `_W` for a masked one.
    pub(crate) fn name(self) -> String {
        let known = self.field().and_then(|field| {
            field
                .headers
                .iter()
                .find(|h| h.class == self.class && h.field == self.field && h.vendor == self.vendor)
        });
        match known {
            Some(header) => format!("{}{}", header.name, if self.masked { "_W" } else { "" }),
            None if self.is_cookie() => format!("NXM_NX_COOKIE{}", if self.masked { "_W" } else { "" }),
            None => format!("{}:{}", self.class, self.field),
        }
    }

    /// Whether it is the pseudo field by which Nicira requests match on cookies.
    pub(crate) fn is_cookie(self) -> bool {
        self.class == 1 && self.field == 30 && self.length == if self.masked { 16 } else { 8 }
    }

    /// The header of `field` in `version` for a value of `bytes` bytes.
    pub(crate) fn of(field: &Field, version: Option<Version>, bytes: u8, masked: bool) -> Self {
        let (vendor, class, number, experimenter) = match field.header(version) {
            Some(h) => (h.vendor, h.class, h.field, h.experimenter_bytes()),
            None => (0, 0, 0, 0),
        };
        let payload = if masked { bytes.saturating_mul(2) } else { bytes };
        Self {
            vendor,
            class,
            field: number,
            masked,
            length: payload.saturating_add(experimenter),
        }
    }
}

impl Header {
    /// The header that this name says.
    pub(crate) fn named(name: OxmHeader, bytes: u8, masked: bool) -> Self {
        let payload = if masked { bytes.saturating_mul(2) } else { bytes };
        let length = payload.saturating_add(name.experimenter_bytes());
        Self {
            vendor: name.vendor,
            class: name.class,
            field: name.field,
            masked,
            length,
        }
    }

    /// The same with a value of another length.
    pub(crate) fn with_value_bytes(self, bytes: usize) -> Self {
        let payload = if self.masked { bytes * 2 } else { bytes };
        let length = payload + if self.is_experimenter() { 4 } else { 0 };
        Self {
            length: u8::try_from(length).unwrap_or(u8::MAX),
            ..self
        }
    }
}
