use super::field_table::FIELDS;
use super::{NameTable, Slot, Value, Version};
use std::sync::LazyLock;

/// For the classes NXM 0, NXM 1, basic OXM and packet registers: the place in the table by number; 255 for none.
static BY_NUMBER: LazyLock<[[u8; 128]; 4]> = LazyLock::new(|| {
    let mut index = [[u8::MAX; 128]; 4];
    for (place, field) in FIELDS.iter().enumerate() {
        for header in field.headers {
            let row = common_class(header.class).and_then(|class| index.get_mut(class));
            if let Some(entry) = row.and_then(|row| row.get_mut(usize::from(header.field))) {
                *entry = u8::try_from(place).unwrap_or(u8::MAX);
            }
        }
    }
    index
});

/// The place of a class among those that most fields have.
fn common_class(class: u16) -> Option<usize> {
    match class {
        0 => Some(0),
        1 => Some(1),
        0x8000 => Some(2),
        0x8001 => Some(3),
        _ => None,
    }
}

/// A field that fills a slot, and the slot.
type Plain = (&'static Field, Slot);

/// The fields of [`BY_NUMBER`] that fill a slot and have no rules of their own.
static PLAIN: LazyLock<[[Option<Plain>; 128]; 4]> = LazyLock::new(|| {
    let of = |place: u8| {
        let field = FIELDS.get(usize::from(place))?;
        Some((field, super::matching::plain_slot(field)?))
    };
    BY_NUMBER.map(|row| row.map(of))
});

/// Which field, by its place in the table of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub(super) u8);

/// How values of a field are written in text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A decimal number.
    Decimal,
    /// A hexadecimal number.
    Hexadecimal,
    /// Names of connection states.
    CtState,
    /// An Ethernet address.
    Ethernet,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A 16-bit port.
    Port,
    /// A 32-bit port.
    PortOxm,
    /// `no`, `yes`, `first`, `later`, `not_later`.
    Frag,
    /// Names of tunnel flags.
    TunnelFlags,
    /// Names of TCP flags.
    TcpFlags,
    /// `(namespace,type)`.
    PacketType,
}

/// What a packet must be for a field to exist in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the name of the protocol")]
pub enum Prerequisite {
    None,
    Ethernet,
    Arp,
    Vlan,
    Ipv4,
    Ipv6,
    Ip,
    Nsh,
    CtValid,
    Mpls,
    Tcp,
    Udp,
    Sctp,
    Icmpv4,
    Icmpv6,
    Nd,
    NdSolicit,
    NdAdvert,
}

/// One way to name a field on the wire.
#[derive(Debug, Clone, Copy)]
pub struct OxmHeader {
    /// The experimenter, 0 for the standard classes.
    pub vendor: u32,
    /// The class: 0 and 1 are NXM, 0x8000 is basic OXM, 0xffff is experimenter.
    pub class: u16,
    /// The number within the class.
    pub field: u8,
    /// The first version (wire number) that has it; 0 for the extensions, which all versions have.
    pub since: u8,
    /// The name, such as `OXM_OF_ETH_SRC`.
    pub name: &'static str,
}

impl OxmHeader {
    pub(super) fn experimenter_bytes(self) -> u8 {
        if self.class == 0xffff { 4 } else { 0 }
    }
}

/// A field that flows can match, and actions can read or write.
#[derive(Debug)]
pub struct Field {
    /// Its identity.
    pub id: FieldId,
    /// The name in text.
    pub name: &'static str,
    /// A second name.
    pub alias: Option<&'static str>,
    /// Width on the wire in bytes.
    pub bytes: u8,
    /// Width in bits; the rest of the bytes is zero.
    pub bits: u16,
    /// Whether the wire may carry fewer bytes (tunnel options).
    pub variable: bool,
    /// Whether any mask is allowed; else only all or nothing.
    pub maskable: bool,
    /// How values are written.
    pub format: Format,
    /// What a packet must be to have it.
    pub prerequisite: Prerequisite,
    /// Whether actions may write it.
    pub writable: bool,
    /// Whether any protocol can carry it in a match.
    pub matchable: bool,
    /// The ways to name it on the wire, oldest first.
    pub headers: &'static [OxmHeader],
}

impl FieldId {
    /// The field's entry in the table.
    #[must_use]
    pub fn field(self) -> &'static Field {
        match FIELDS.get(usize::from(self.0)) {
            Some(field) => field,
            None => &FIELDS[0],
        }
    }

    /// The number of the tunnel option, for `tun_metadata0` to `tun_metadata63`.
    #[must_use]
    pub fn tun_metadata(self) -> Option<u8> {
        self.within(Self::TUN_METADATA0, 64)
    }

    pub(super) fn within(self, first: Self, count: u8) -> Option<u8> {
        self.0.checked_sub(first.0).filter(|index| *index < count)
    }

    /// The field `index` places after this one, which the caller knows to exist.
    #[must_use]
    pub(crate) fn plus(self, index: u8) -> Self {
        Self(self.0 + index)
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Field {}

impl Field {
    /// All fields.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &FIELDS
    }

    /// The field with this name in text, such as `ip_src` or `nw_src`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<&'static Self> {
        static BY_NAME: LazyLock<NameTable<&Field>> = LazyLock::new(|| {
            let names = |field: &'static Field| [Some(field.name), field.alias];
            let named = |field| names(field).into_iter().flatten().map(move |name| (name, field));
            NameTable::new(FIELDS.iter().flat_map(named))
        });
        BY_NAME.get(name)
    }

    /// The field with this name on the wire, such as `NXM_OF_ETH_SRC`.
    #[must_use]
    pub fn from_oxm_name(name: &str) -> Option<(&'static Self, OxmHeader)> {
        static BY_NAME: LazyLock<NameTable<(&Field, OxmHeader)>> = LazyLock::new(|| {
            let headers = |field: &'static Field| field.headers.iter().map(move |h| (h.name, (field, *h)));
            NameTable::new(FIELDS.iter().flat_map(headers))
        });
        BY_NAME.get(name)
    }

    /// The header that `version` uses for the field; without a version, the oldest (NXM) one.
    #[must_use]
    pub fn header(&self, version: Option<Version>) -> Option<OxmHeader> {
        let number = version.map_or(0, Version::to_wire);
        let mut best = None;
        for header in self.headers {
            if best.is_none() || number >= header.since {
                best = Some(*header);
            }
        }
        best
    }

    /// The name in actions: that of the oldest header, else the name in text.
    #[must_use]
    pub fn action_name(&self) -> &'static str {
        self.header(None).map_or(self.name, |header| header.name)
    }

    /// The 32-bit NXM header without mask, if the field has one that is no experimenter's.
    #[must_use]
    pub fn nxm_header(&self) -> Option<u32> {
        let header = self.header(None).filter(|header| header.class != 0xffff)?;
        Some(u32::from(header.class) << 16 | u32::from(header.field) << 9 | u32::from(self.bytes))
    }

    /// The field that these wire numbers name.
    #[must_use]
    pub(super) fn from_wire(vendor: u32, class: u16, number: u8) -> Option<&'static Self> {
        let known = |h: &OxmHeader| h.field == number && h.class == class && h.vendor == vendor;
        if let Some(quick) = common_class(class) {
            let index = *BY_NUMBER.get(quick)?.get(usize::from(number))?;
            return FIELDS.get(usize::from(index));
        }
        FIELDS.iter().find(|field| field.headers.iter().any(known))
    }

    /// The field that these wire numbers name and its slot, if it fills one and has no rules of its own.
    pub(super) fn plain(class: u16, number: u8) -> Option<Plain> {
        *PLAIN.get(common_class(class)?)?.get(usize::from(number))?
    }

    /// The slot of a match that the field fills, if it has no rules of its own.
    pub(crate) fn plain_slot(&self) -> Option<Slot> {
        super::matching::plain_slot(self)
    }

    /// Whether `mask` is allowed for the field.
    #[must_use]
    pub fn is_mask_valid(&self, mask: &Value) -> bool {
        self.maskable || mask.is_zero() || mask.is_all_ones(self.bytes)
    }

    /// Whether the field can have `value`.
    #[must_use]
    pub fn is_value_valid(&self, value: &Value) -> bool {
        let Some(n) = value.number() else { return true };
        let allowed = match self.id {
            FieldId::IN_PORT_OXM | FieldId::ACTSET_OUTPUT => {
                return u32::try_from(n).is_ok_and(|port| super::Port::from_wire32(port).is_ok());
            }
            FieldId::NSH_TTL => return n <= 63,
            FieldId::NSH_MDTYPE => return n == 1 || n == 2,
            FieldId::IP_DSCP => 0xfc,
            FieldId::ARP_OP => 0xff,
            FieldId::VLAN_VID => 0x1fff,
            FieldId::CT_STATE => 0xff,
            // These were once checked by nobody, and stay so.
            FieldId::TUN_ERSPAN_IDX
            | FieldId::TUN_ERSPAN_VER
            | FieldId::TUN_ERSPAN_DIR
            | FieldId::TUN_ERSPAN_HWID => {
                return true;
            }
            _ => return value.fits(u32::from(self.bits)),
        };
        n & !allowed == 0
    }
}

/// A range of bits of a field, such as `NXM_NX_REG0[0..15]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subfield {
    /// The field.
    pub field: &'static Field,
    /// The lowest bit.
    pub offset: u16,
    /// How many bits.
    pub width: u16,
}

impl Subfield {
    /// The whole field.
    #[must_use]
    pub fn whole(field: &'static Field) -> Self {
        Self {
            field,
            offset: 0,
            width: field.bits,
        }
    }

    /// Whether it is the whole field.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.offset == 0 && self.width == self.field.bits
    }
}
