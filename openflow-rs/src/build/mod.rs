//! Flows built in Rust that are hard to get wrong.
//!
//! - A match can say only what the packets it already asks for have: a port after TCP, UDP or SCTP, an address after
//!   IPv4 or IPv6. Anything else does not compile.
//! - A value that is wider than its field, a field that cannot be written, a table that lies behind: the flow is
//!   refused with the reason before it is sent.
//! - Ports may be named; the numbers come in when the flow is finished.
//!
//! ```
//! use openflow_rs::build::{Actions, Bits, Flow, Matching};
//! use openflow_rs::text::{Names, format_flow};
//! use openflow_rs::wire::{Field, Port};
//!
//! let mut names = Names::new();
//! names.add_port("warp0", Port(77));
//!
//! let zone = Bits::range(Field::from_name("reg6").unwrap(), 0, 16)?;
//! let flow = Flow::new(Matching::packets().in_port("warp0").ipv4().to("10.1.0.0".parse()?, 16).tcp().to_port(443))
//!     .table(3)
//!     .priority(100)
//!     .cookie(0x5a)
//!     .actions(Actions::new().load(7, zone).output("warp0"))
//!     .goto_table(4)
//!     .finish(&names)?;
//! assert_eq!(
//!     format_flow(&flow, &Names::new()),
//!     "table=3,cookie=0x5a,priority=100,tcp,in_port=77,nw_dst=10.1.0.0/16,tp_dst=443 \
//!      actions=load:0x7->NXM_NX_REG6[0..15],output:77,goto_table:4"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A port without a protocol is no program:
//!
//! ```compile_fail
//! use openflow_rs::build::Matching;
//! let _ = Matching::packets().ipv4().to_port(80);
//! ```

mod actions;
mod matching;

pub use actions::{Actions, Connection, Translation};
pub use matching::{Arp, Icmp, IpPackets, Ipv4, Ipv6, Matching, Packets, Transport};

use crate::text::Names;
use crate::wire::{Action, Command, ErrorCode, Field, FlowFlags, FlowMod, Port, Subfield};

/// Why a flow is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// No port of that name.
    #[error("no port is named {0}: add it to the names or give its number")]
    UnknownPort(String),
    /// The value has more bits than the field.
    #[error("{value:#x} does not fit into the {width} bits of {field}")]
    TooWide {
        /// The value.
        value: u128,
        /// How many bits there are.
        width: u16,
        /// The name of the field.
        field: &'static str,
    },
    /// The bits are not all inside the field.
    #[error("{field} has {bits} bits: {width} from bit {offset} on are too many")]
    OutOfField {
        /// The name of the field.
        field: &'static str,
        /// How many bits it has.
        bits: u16,
        /// The first bit that was asked for.
        offset: u16,
        /// How many were asked for.
        width: u16,
    },
    /// Actions cannot write the field.
    #[error("actions cannot write {0}")]
    NotWritable(&'static str),
    /// A prefix longer than the address.
    #[error("a prefix of {0} bits is longer than the address")]
    Prefix(u8),
    /// A number is outside of what its field allows.
    #[error("{0} must be at most {1}")]
    Range(&'static str, u32),
    /// Flows can go on only in tables behind their own.
    #[error("table {0} can not go on in table {1}: only in a later one; resubmit can go back")]
    GotoBackwards(u8, u8),
    /// The actions do not suit the match, in Open vSwitch's words.
    #[error("the actions do not suit the match: {0}")]
    Inconsistent(ErrorCode),
}

impl BuildError {
    /// A stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownPort(_) => "unknown-port",
            Self::TooWide { .. } => "value-too-wide",
            Self::OutOfField { .. } => "bits-out-of-field",
            Self::NotWritable(_) => "field-not-writable",
            Self::Prefix(_) => "prefix-too-long",
            Self::Range(..) => "number-out-of-range",
            Self::GotoBackwards(..) => "goto-backwards",
            Self::Inconsistent(_) => "actions-inconsistent",
        }
    }
}

/// A port by number or by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortName {
    /// The number.
    Number(Port),
    /// The name; its number is looked up when the flow is finished.
    Name(String),
}

impl PortName {
    fn resolve(&self, names: &Names) -> Result<Port, BuildError> {
        match self {
            Self::Number(port) => Ok(*port),
            Self::Name(name) => names
                .port(name)
                .or_else(|| Port::from_reserved_name(name))
                .ok_or_else(|| BuildError::UnknownPort(name.clone())),
        }
    }
}

impl From<Port> for PortName {
    fn from(port: Port) -> Self {
        Self::Number(port)
    }
}

impl From<&str> for PortName {
    fn from(name: &str) -> Self {
        Self::Name(name.into())
    }
}

/// A range of bits that lies inside its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bits(Subfield);

impl Bits {
    /// The whole field.
    #[must_use]
    pub fn whole(field: &'static Field) -> Self {
        Self(Subfield::whole(field))
    }

    /// `width` bits from bit `offset` on.
    ///
    /// ```
    /// use openflow_rs::build::Bits;
    /// use openflow_rs::wire::Field;
    ///
    /// let reg0 = Field::from_name("reg0").unwrap();
    /// assert!(Bits::range(reg0, 16, 16).is_ok());
    /// assert_eq!(Bits::range(reg0, 20, 16).unwrap_err().code(), "bits-out-of-field");
    /// ```
    ///
    /// # Errors
    /// [`BuildError::OutOfField`].
    pub fn range(field: &'static Field, offset: u16, width: u16) -> Result<Self, BuildError> {
        let inside = width > 0 && offset.checked_add(width).is_some_and(|end| end <= field.bits);
        if inside {
            Ok(Self(Subfield { field, offset, width }))
        } else {
            Err(BuildError::OutOfField {
                field: field.name,
                bits: field.bits,
                offset,
                width,
            })
        }
    }
}

/// A flow to add.
#[derive(Debug, Clone)]
pub struct Flow {
    flow: FlowMod,
    in_port: Option<PortName>,
    actions: Actions,
    metadata: Option<(u64, u64)>,
    meter: Option<u32>,
    goto: Option<u8>,
    fault: Option<BuildError>,
}

impl Flow {
    /// A flow for these packets in table 0, which drops them.
    #[must_use]
    pub fn new<P>(packets: Matching<P>) -> Self {
        let (matches, in_port, fault) = packets.into_parts();
        let flow = FlowMod {
            matches,
            table: 0,
            ..FlowMod::new(Command::Add)
        };
        Self {
            flow,
            in_port,
            actions: Actions::new(),
            metadata: None,
            meter: None,
            goto: None,
            fault,
        }
    }

    /// In this table.
    #[must_use]
    pub fn table(mut self, table: u8) -> Self {
        if table == u8::MAX {
            self.fault.get_or_insert(BuildError::Range("table", 254));
        }
        self.flow.table = table;
        self
    }

    /// With this priority.
    #[must_use]
    pub fn priority(mut self, priority: u16) -> Self {
        self.flow.priority = priority;
        self
    }

    /// With this cookie.
    #[must_use]
    pub fn cookie(mut self, cookie: u64) -> Self {
        self.flow.new_cookie = cookie;
        self.flow.modify_cookie = true;
        self
    }

    /// Gone after so many seconds without traffic.
    #[must_use]
    pub fn idle_timeout(mut self, seconds: u16) -> Self {
        self.flow.idle_timeout = seconds;
        self
    }

    /// Gone after so many seconds.
    #[must_use]
    pub fn hard_timeout(mut self, seconds: u16) -> Self {
        self.flow.hard_timeout = seconds;
        self
    }

    /// The controller is told when it goes.
    #[must_use]
    pub fn tell_removal(mut self) -> Self {
        self.flow.flags = self.flow.flags.with(FlowFlags::SEND_FLOW_REM);
        self
    }

    /// Through this meter first.
    #[must_use]
    pub fn meter(mut self, meter: u32) -> Self {
        self.meter = Some(meter);
        self
    }

    /// What happens at once.
    #[must_use]
    pub fn actions(mut self, actions: Actions) -> Self {
        self.actions = actions;
        self
    }

    /// Writes these bits of the metadata, after the actions.
    #[must_use]
    pub fn write_metadata(mut self, metadata: u64, mask: u64) -> Self {
        self.metadata = Some((metadata & mask, mask));
        self
    }

    /// Goes on in a later table, after all else.
    #[must_use]
    pub fn goto_table(mut self, table: u8) -> Self {
        self.goto = Some(table);
        self
    }

    /// The flow, with its ports' numbers.
    ///
    /// # Errors
    /// [`BuildError`], the first fault there is.
    ///
    /// ```
    /// use openflow_rs::build::{Actions, Flow, Matching};
    /// use openflow_rs::text::Names;
    ///
    /// let back = Flow::new(Matching::packets()).table(5).goto_table(2).finish(&Names::new());
    /// assert_eq!(back.unwrap_err().code(), "goto-backwards");
    /// let lost = Flow::new(Matching::packets()).actions(Actions::new().output("eth7")).finish(&Names::new());
    /// assert_eq!(lost.unwrap_err().to_string(), "no port is named eth7: add it to the names or give its number");
    /// ```
    pub fn finish(self, names: &Names) -> Result<FlowMod, BuildError> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let mut flow = self.flow;
        if let Some(port) = self.in_port {
            let port = port.resolve(names)?;
            flow.matches
                .set_slot(crate::wire::Slot::InPort, u128::from(port.0), u128::MAX);
        }
        flow.actions.extend(self.meter.map(Action::Meter));
        flow.actions.extend(self.actions.resolve(names)?);
        if let Some((metadata, mask)) = self.metadata {
            flow.actions.push(Action::WriteMetadata { metadata, mask });
        }
        if let Some(table) = self.goto {
            if table <= flow.table {
                return Err(BuildError::GotoBackwards(flow.table, table));
            }
            flow.actions.push(Action::GotoTable(table));
        }
        match flow.is_inconsistent() {
            Ok(false) => Ok(flow),
            Ok(true) => Err(BuildError::Inconsistent(ErrorCode::OFPBAC_MATCH_INCONSISTENT)),
            Err(code) => Err(BuildError::Inconsistent(code)),
        }
    }
}
