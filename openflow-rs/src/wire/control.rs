//! The messages that keep a connection going: hello, error, echo, barrier, role, bundles.

use super::cursor::{Cursor, Put};
use super::error_code::Encoding;
use super::frame::{finish_message, put_message};
use super::{EncodeError, ErrorCode as E, Frame, Kind, Version};

/// The versions that a peer speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hello {
    /// Bit n: version with wire number n.
    pub versions: u32,
    /// Whether all of the message was understood.
    pub understood: bool,
}

impl Hello {
    /// Reads a hello. One that is not understood says the version in its header.
    #[must_use]
    pub fn decode(frame: &Frame<'_>) -> Self {
        let newest = frame.version_byte();
        let versions = if newest < 31 { (2 << newest) - 2 } else { !1 };
        let mut hello = Self {
            versions,
            understood: true,
        };
        let c = &mut Cursor::new(frame.body());
        while !c.is_empty() {
            let Some((kind, data)) = pull_element(c) else {
                hello.understood = false;
                break;
            };
            match first_word(data).filter(|_| kind == 1 && data.len() % 4 == 0) {
                Some(bits) if bits & !1 != 0 => hello.versions = bits & !1,
                _ => hello.understood = false,
            }
        }
        hello
    }

    /// Appends a hello in the newest of `versions`, which says them all.
    ///
    /// # Errors
    /// [`EncodeError::Version`] with OpenFlow 1.0 if `versions` is empty.
    pub fn put(versions: &[Version], xid: u32, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let newest = versions.iter().max().ok_or(EncodeError::Version(Version::V1_0))?;
        let bits = versions
            .iter()
            .fold(0u32, |bits, version| bits | 1 << version.to_wire());
        put_message(out, Kind::Hello, *newest, xid, |out| {
            out.put_u16(1);
            out.put_u16(8);
            out.put_u32(bits);
        })
    }

    /// The newest version that both sides speak, from `ours`.
    #[must_use]
    pub fn agree(&self, ours: &[Version]) -> Option<Version> {
        ours.iter()
            .copied()
            .filter(|version| self.versions >> version.to_wire() & 1 == 1)
            .max()
    }
}

fn pull_element<'a>(c: &mut Cursor<'a>) -> Option<(u16, &'a [u8])> {
    let mut peek = *c;
    let kind = peek.u16(E::OFPBRC_BAD_LEN).ok()?;
    let length = usize::from(peek.u16(E::OFPBRC_BAD_LEN).ok()?);
    let all = c.try_take(length.next_multiple_of(8))?;
    Some((kind, all.get(4..length)?))
}

fn first_word(data: &[u8]) -> Option<u32> {
    Cursor::new(data).u32(E::OFPBRC_BAD_LEN).ok()
}

/// An error that the peer answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorMessage<'a> {
    /// Which error; `None` if its numbers are not known.
    pub code: Option<E>,
    /// Its type and code as they stand in the message.
    pub numbers: (u16, u16),
    /// The message it is about, or its beginning; for a failed hello a text.
    pub about: &'a [u8],
}

impl<'a> ErrorMessage<'a> {
    /// Reads an error.
    ///
    /// # Errors
    /// `OFPBRC_BAD_LEN` if it is too short.
    pub fn decode(frame: &Frame<'a>) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let kind = c.u16(short)?;
        let code = c.u16(short)?;
        let version = frame.version()?;
        let mut encoding = Encoding::Standard(kind, code);
        if (kind, code) == (0xb0c2, 0) {
            let vendor = c.u32(short)?;
            let (kind, code) = (c.u16(short)?, c.u16(short)?);
            encoding = if vendor == super::action_decode::NICIRA {
                Encoding::NiciraTyped(kind, code)
            } else {
                Encoding::Standard(u16::MAX, u16::MAX)
            };
        } else if kind == 0xffff {
            encoding = match c.u32(short)? {
                super::action_decode::NICIRA => Encoding::Nicira(code),
                super::action_decode::ONF => Encoding::Onf(code),
                // No vendor: Open vSwitch takes it for a standard type.
                0 => Encoding::Standard(code, 0),
                _ => Encoding::Standard(u16::MAX, u16::MAX),
            };
        }
        Ok(Self {
            code: E::from_encoding(version, encoding),
            numbers: (kind, code),
            about: c.rest(),
        })
    }

    /// Appends the error `code` about the message `about`, of which at most 64 bytes are repeated.
    ///
    /// # Errors
    /// [`EncodeError::Version`] if `version` has no numbers for the error.
    pub fn put(
        code: E,
        version: Version,
        xid: u32,
        about: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        let encoding = code.encoding(version).ok_or(EncodeError::Version(version))?;
        put_message(out, Kind::Error, version, xid, |out| {
            match encoding {
                Encoding::Standard(kind, code) => {
                    out.put_u16(kind);
                    out.put_u16(code);
                }
                Encoding::NiciraTyped(kind, code) => {
                    out.put_u16(0xb0c2);
                    out.put_u16(0);
                    out.put_u32(super::action_decode::NICIRA);
                    out.put_u16(kind);
                    out.put_u16(code);
                }
                Encoding::Nicira(code) => {
                    out.put_u16(0xffff);
                    out.put_u16(code);
                    out.put_u32(super::action_decode::NICIRA);
                }
                Encoding::Onf(code) => {
                    out.put_u16(0xffff);
                    out.put_u16(code);
                    out.put_u32(super::action_decode::ONF);
                }
            }
            out.extend_from_slice(about.get(..64).unwrap_or(about));
        })
    }
}

/// Appends an echo request or reply with `data`.
///
/// # Errors
/// [`EncodeError::TooLong`].
pub fn put_echo(
    reply: bool,
    version: Version,
    xid: u32,
    data: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    let kind = if reply { Kind::EchoReply } else { Kind::EchoRequest };
    put_message(out, kind, version, xid, |out| out.extend_from_slice(data))
}

/// Appends a barrier request.
///
/// # Errors
/// None for the versions there are; [`EncodeError`] is the type of all encoders.
pub fn put_barrier(version: Version, xid: u32, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    put_message(out, Kind::BarrierRequest, version, xid, |_| {})
}

/// What a controller is to a switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
#[expect(missing_docs, reason = "each says it")]
pub enum Role {
    NoChange = 0,
    Equal = 1,
    Primary = 2,
    Secondary = 3,
}

/// A role asked for or given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleMessage {
    /// The role.
    pub role: Role,
    /// Guards against requests out of order.
    pub generation: Option<u64>,
}

impl RoleMessage {
    /// Reads a role request or reply.
    ///
    /// # Errors
    /// `OFPRRFC_BAD_ROLE`.
    pub fn decode(frame: &Frame<'_>) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let number = c.u32(short)?;
        if frame.is_vendor() {
            let role = match number {
                0 => Role::Equal,
                1 => Role::Primary,
                2 => Role::Secondary,
                _ => return Err(E::OFPRRFC_BAD_ROLE),
            };
            return Ok(Self {
                role,
                generation: None,
            });
        }
        let role = Role::from_wire(number)?;
        c.u32(short)?;
        let generation = c.u64(short)?;
        let known = match frame.kind() {
            Kind::RoleRequest => role != Role::NoChange,
            _ => generation != u64::MAX,
        };
        Ok(Self {
            role,
            generation: known.then_some(generation),
        })
    }

    /// Appends a role request (OpenFlow 1.2 and later).
    ///
    /// # Errors
    /// [`EncodeError::Version`] for older versions.
    pub fn put_request(&self, version: Version, xid: u32, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if version < Version::V1_2 {
            return Err(EncodeError::Version(version));
        }
        put_message(out, Kind::RoleRequest, version, xid, |out| {
            out.put_u32(self.role as u32);
            out.put_u32(0);
            out.put_u64(self.generation.unwrap_or(u64::MAX));
        })
    }
}

impl Role {
    pub(crate) fn from_wire(number: u32) -> Result<Self, E> {
        match number {
            0 => Ok(Self::NoChange),
            1 => Ok(Self::Equal),
            2 => Ok(Self::Primary),
            3 => Ok(Self::Secondary),
            _ => Err(E::OFPRRFC_BAD_ROLE),
        }
    }

    /// The name in text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoChange => "nochange",
            Self::Equal => "equal",
            Self::Primary => "primary",
            Self::Secondary => "secondary",
        }
    }
}

/// A step of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundleControl {
    /// Which bundle.
    pub id: u32,
    /// The step, as on the wire; see the constants.
    pub step: u16,
    /// Bit 0 atomic, bit 1 ordered.
    pub flags: u16,
}

impl BundleControl {
    /// Begin the bundle.
    pub const OPEN: u16 = 0;
    /// It was begun.
    pub const OPEN_REPLY: u16 = 1;
    /// No more messages for it.
    pub const CLOSE: u16 = 2;
    /// It was closed.
    pub const CLOSE_REPLY: u16 = 3;
    /// Carry it out.
    pub const COMMIT: u16 = 4;
    /// It was carried out.
    pub const COMMIT_REPLY: u16 = 5;
    /// Forget it.
    pub const DISCARD: u16 = 6;
    /// It was forgotten.
    pub const DISCARD_REPLY: u16 = 7;
    /// All or nothing.
    pub const ATOMIC: u16 = 1;
    /// One after the other.
    pub const ORDERED: u16 = 2;

    /// Reads a step.
    ///
    /// # Errors
    /// `OFPBRC_BAD_LEN`.
    pub fn decode(frame: &Frame<'_>) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        Ok(Self {
            id: c.u32(short)?,
            step: c.u16(short)?,
            flags: c.u16(short)?,
        })
    }

    /// Appends the step (OpenFlow 1.3 with the ONF extension, and later).
    ///
    /// # Errors
    /// [`EncodeError::Version`] for older versions.
    pub fn put(&self, version: Version, xid: u32, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        put_message(out, Kind::BundleControl, version, xid, |out| {
            out.put_u32(self.id);
            out.put_u16(self.step);
            out.put_u16(self.flags);
        })
    }
}

/// Appends a message that adds another to the bundle `id`. `inner` appends that one; it must have the same `xid`.
///
/// # Errors
/// [`EncodeError`], also of `inner`. On an error `out` is as before.
pub fn put_bundle_add(
    id: u32,
    flags: u16,
    version: Version,
    xid: u32,
    out: &mut Vec<u8>,
    inner: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>,
) -> Result<(), EncodeError> {
    let start = out.len();
    put_message(out, Kind::BundleAddMessage, version, xid, |out| {
        out.put_u32(id);
        out.put_u16(0);
        out.put_u16(flags);
    })?;
    match inner(out) {
        Ok(()) => finish_message(out, start),
        Err(error) => {
            out.truncate(start);
            Err(error)
        }
    }
}

/// A message on its way into a bundle.
#[derive(Debug, Clone, Copy)]
pub struct BundleAdd<'a> {
    /// Which bundle.
    pub id: u32,
    /// The flags of the bundle.
    pub flags: u16,
    /// The message.
    pub message: &'a [u8],
}

impl<'a> BundleAdd<'a> {
    /// Reads the message and checks that it may stand in a bundle.
    ///
    /// # Errors
    /// `OFPBFC_MSG_BAD_LEN`, `OFPBFC_MSG_UNSUP` and their like.
    pub fn decode(frame: &Frame<'a>) -> Result<Self, E> {
        let short = E::OFPBFC_MSG_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let id = c.u32(short)?;
        c.u16(short)?;
        let flags = c.u16(short)?;
        let peek = &mut c.clone();
        let version = peek.u8(short)?;
        peek.u8(short)?;
        let length = usize::from(peek.u16(short)?);
        let xid = peek.u32(short)?;
        if version != frame.version_byte() {
            return Err(E::OFPBFC_BAD_VERSION);
        }
        let message = c.rest().get(..length).filter(|_| length >= 8).ok_or(short)?;
        if xid != frame.xid() {
            return Err(E::OFPBFC_MSG_BAD_XID);
        }
        let inner = Frame::parse(message).map_err(|_| E::OFPBFC_MSG_UNSUP)?;
        match inner.kind() {
            Kind::PortMod | Kind::FlowMod | Kind::GroupMod | Kind::PacketOut => {
                Ok(Self { id, flags, message })
            }
            _ => Err(E::OFPBFC_MSG_UNSUP),
        }
    }
}
