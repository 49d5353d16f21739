use super::action_decode::{NICIRA, ONF};
use super::cursor::{Cursor, Put};
use super::message_table::MESSAGES;
use super::{EncodeError, ErrorCode as E, Version};

/// What a message is for, in any version and with any vendor's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the name of a message of the protocol")]
pub enum Kind {
    Hello,
    Error,
    EchoRequest,
    EchoReply,
    FeaturesRequest,
    FeaturesReply,
    GetConfigRequest,
    GetConfigReply,
    SetConfig,
    PacketIn,
    FlowRemoved,
    PortStatus,
    PacketOut,
    FlowMod,
    GroupMod,
    PortMod,
    TableMod,
    BarrierRequest,
    BarrierReply,
    QueueGetConfigRequest,
    QueueGetConfigReply,
    RoleRequest,
    RoleReply,
    GetAsyncRequest,
    GetAsyncReply,
    SetAsyncConfig,
    MeterMod,
    RoleStatus,
    TableStatus,
    Requestforward,
    BundleControl,
    BundleAddMessage,
    DescRequest,
    DescReply,
    FlowRequest,
    FlowReply,
    AggregateRequest,
    AggregateReply,
    TableRequest,
    TableReply,
    PortRequest,
    PortReply,
    QueueRequest,
    QueueReply,
    GroupRequest,
    GroupReply,
    GroupDescRequest,
    GroupDescReply,
    GroupFeaturesRequest,
    GroupFeaturesReply,
    MeterRequest,
    MeterReply,
    MeterConfigRequest,
    MeterConfigReply,
    MeterFeaturesRequest,
    MeterFeaturesReply,
    TableFeaturesRequest,
    TableFeaturesReply,
    TableDescRequest,
    TableDescReply,
    PortDescRequest,
    PortDescReply,
    FlowMonitorRequest,
    FlowMonitorReply,
    FlowMonitorCancel,
    FlowMonitorPaused,
    FlowMonitorResumed,
    SetFlowFormat,
    FlowModTableId,
    SetPacketInFormat,
    FlowAge,
    SetControllerId,
    NxtTlvTableMod,
    NxtTlvTableRequest,
    NxtTlvTableReply,
    NxtResume,
    CtFlushZone,
    CtFlush,
    IpfixBridgeRequest,
    IpfixBridgeReply,
    IpfixFlowRequest,
    IpfixFlowReply,
}

/// A row of the table of messages.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) kind: Kind,
    pub(super) name: &'static str,
    /// First and last version.
    pub(super) versions: (u8, u8),
    /// Type, multipart type, vendor, subtype.
    pub(super) numbers: (u8, u16, u32, u32),
    /// Least length of the body, and the step by which it may be longer; 0: not at all.
    pub(super) body: (u16, u16),
}

/// A message by its header, its body not looked at yet.
///
/// A frame borrows the bytes it was made from, so whatever is not understood is still there, unchanged.
///
/// ```
/// use openflow_rs::wire::{Frame, Kind};
///
/// let frame = Frame::parse(&[5, 20, 0, 8, 0, 0, 0, 1])?;
/// assert_eq!((frame.kind(), frame.xid()), (Kind::BarrierRequest, 1));
/// # Ok::<(), openflow_rs::wire::ErrorCode>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    bytes: &'a [u8],
    body: &'a [u8],
    row: &'static Row,
    xid: u32,
}

/// The numbers that tell what a message is.
struct Numbers {
    kind: u8,
    stat: u16,
    vendor: u32,
    subtype: u32,
    header: usize,
    is_stat: bool,
}

/// The types of multipart requests and replies.
fn multipart_types(version: u8) -> (u8, u8) {
    if version == 1 { (16, 17) } else { (18, 19) }
}

fn numbers(bytes: &[u8]) -> Result<Numbers, E> {
    let short = E::OFPBRC_BAD_LEN;
    let c = &mut Cursor::new(bytes);
    let version = c.u8(short)?;
    let kind = c.u8(short)?;
    c.take(6, short)?;
    let mut n = Numbers {
        kind,
        stat: 0,
        vendor: 0,
        subtype: 0,
        header: 8,
        is_stat: false,
    };
    let (request, reply) = multipart_types(version);
    if kind == 4 {
        n.vendor = c.u32(short)?;
        n.subtype = c.u32(short)?;
        n.header = 16;
        if n.vendor != NICIRA && n.vendor != ONF {
            return Err(E::OFPBRC_BAD_VENDOR);
        }
    } else if kind == request || kind == reply {
        n.is_stat = true;
        n.stat = c.u16(short)?;
        c.take(if version == 1 { 2 } else { 6 }, short)?;
        n.header = if version == 1 { 12 } else { 16 };
        if n.stat == 0xffff {
            n.vendor = c.u32(short)?;
            let known = n.vendor == NICIRA || version > 1 && n.vendor == ONF;
            if version > 1 {
                n.subtype = c.u32(short)?;
            }
            if !known {
                return Err(E::OFPBRC_BAD_VENDOR);
            }
            if version == 1 {
                n.subtype = c.u32(short)?;
                c.u32(short)?;
            }
            n.header = 24;
        }
    }
    Ok(n)
}

fn row(version: u8, n: &Numbers) -> Result<&'static Row, E> {
    let wanted = (n.kind, n.stat, n.vendor, n.subtype);
    let row = MESSAGES.iter().find(|row| {
        let last = if matches!(
            row.kind,
            Kind::Hello | Kind::Error | Kind::EchoRequest | Kind::EchoReply
        ) {
            u8::MAX
        } else {
            row.versions.1
        };
        row.numbers == wanted && (row.versions.0..=last).contains(&version)
    });
    // Versions that do not exist have no statistics.
    let is_stat = n.is_stat && (1..=6).contains(&version);
    row.ok_or(match (n.vendor, is_stat) {
        (0, true) => E::OFPBRC_BAD_STAT,
        (0, false) => E::OFPBRC_BAD_TYPE,
        _ => E::OFPBRC_BAD_SUBTYPE,
    })
}

impl<'a> Frame<'a> {
    /// Recognises a message and checks its length. The bytes are one message, no more.
    ///
    /// # Errors
    /// `OFPBRC_BAD_LEN`, `OFPBRC_BAD_TYPE` and their like for what is no known message.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let n = numbers(bytes)?;
        let c = &mut Cursor::new(bytes);
        let version = c.u8(short)?;
        c.u8(short)?;
        let length = usize::from(c.u16(short)?);
        let xid = c.u32(short)?;
        if length != bytes.len() {
            return Err(short);
        }
        let row = row(version, &n)?;
        let body = bytes.get(n.header..).ok_or(short)?;
        let (least, step) = (usize::from(row.body.0), usize::from(row.body.1));
        let extra = body.len().checked_sub(least).ok_or(short)?;
        if step == 0 && extra != 0 || step > 1 && extra % step != 0 {
            return Err(short);
        }
        Ok(Self {
            bytes,
            body,
            row,
            xid,
        })
    }

    /// The length that a message's header says, once 4 bytes of it are there.
    ///
    /// ```
    /// assert_eq!(openflow_rs::wire::Frame::length(&[5, 0, 0, 8]), Some(8));
    /// assert_eq!(openflow_rs::wire::Frame::length(&[5, 0]), None);
    /// ```
    #[must_use]
    pub fn length(bytes: &[u8]) -> Option<usize> {
        let (head, _) = bytes.split_first_chunk::<4>()?;
        Some(usize::from(u16::from_be_bytes([head[2], head[3]])).max(8))
    }

    /// The name that the header alone says, for a message that was cut short.
    pub(crate) fn name_of(bytes: &[u8]) -> Result<&'static str, E> {
        let version = bytes.first().copied().ok_or(E::OFPBRC_BAD_LEN)?;
        Ok(row(version, &numbers(bytes)?)?.name)
    }

    /// What the message is for.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.row.kind
    }

    /// Its name, such as `OFPT_FLOW_MOD` or `OFPST_FLOW reply`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.row.name
    }

    /// The version byte. Hello, error and echo may come in versions that are not known.
    #[must_use]
    pub fn version_byte(&self) -> u8 {
        self.bytes.first().copied().unwrap_or(0)
    }

    /// The version.
    ///
    /// # Errors
    /// `OFPBRC_BAD_VERSION` if it is not known.
    pub fn version(&self) -> Result<Version, E> {
        Version::from_wire(self.version_byte()).ok_or(E::OFPBRC_BAD_VERSION)
    }

    /// The transaction id.
    #[must_use]
    pub fn xid(&self) -> u32 {
        self.xid
    }

    /// Whether a vendor defined it: Nicira or the ONF.
    #[must_use]
    pub fn is_vendor(&self) -> bool {
        self.row.numbers.2 != 0
    }

    /// The type of a vendor's message.
    pub(crate) fn vendor_type(&self) -> u32 {
        self.row.numbers.3
    }

    /// Whether it is Nicira's.
    pub(crate) fn is_nicira(&self) -> bool {
        self.row.numbers.2 == NICIRA
    }

    /// The flags of a multipart message; bit 0 says that more follow. `None` for other messages.
    #[must_use]
    pub fn multipart_flags(&self) -> Option<u16> {
        let (request, reply) = multipart_types(self.version_byte());
        let kind = self.row.numbers.0;
        if kind != request && kind != reply {
            return None;
        }
        let flags = self.bytes.get(10..12)?;
        Some(u16::from_be_bytes([*flags.first()?, *flags.get(1)?]))
    }

    /// Whether it is a multipart request.
    pub(crate) fn is_multipart_request(&self) -> bool {
        self.row.numbers.0 == multipart_types(self.version_byte()).0 && self.multipart_flags().is_some()
    }

    /// Whether more parts of this reply follow.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.multipart_flags().is_some_and(|flags| flags & 1 != 0)
    }

    /// The whole message.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// What follows the headers.
    #[must_use]
    pub fn body(&self) -> &'a [u8] {
        self.body
    }
}

/// Appends a message of this kind, its body written by `body`. On an error `out` is as before.
///
/// # Errors
/// [`EncodeError`] if the version has no such message, or it would be too long.
pub fn put_message(
    out: &mut Vec<u8>,
    kind: Kind,
    version: Version,
    xid: u32,
    body: impl FnOnce(&mut Vec<u8>),
) -> Result<(), EncodeError> {
    let number = version.to_wire();
    let row = MESSAGES
        .iter()
        .find(|row| row.kind == kind && (row.versions.0..=row.versions.1).contains(&number));
    let row = row.ok_or(EncodeError::Version(version))?;
    let start = out.len();
    let (message, stat, vendor, subtype) = row.numbers;
    out.extend_from_slice(&[number, message, 0, 0]);
    out.put_u32(xid);
    let (request, reply) = multipart_types(number);
    if message == request || message == reply {
        out.put_u16(stat);
        out.put_zeros(if number == 1 { 2 } else { 6 });
    }
    if vendor != 0 {
        out.put_u32(vendor);
        out.put_u32(subtype);
        if stat != 0 && number == 1 {
            out.put_u32(0);
        }
    }
    body(out);
    finish_message(out, start)
}

/// Writes the length of the message that begins at `start`.
pub(super) fn finish_message(out: &mut Vec<u8>, start: usize) -> Result<(), EncodeError> {
    let length = out.len() - start;
    match u16::try_from(length) {
        Ok(length) => {
            out.set_u16(start + 2, length);
            Ok(())
        }
        Err(_) => {
            out.truncate(start);
            Err(EncodeError::TooLong(length))
        }
    }
}
