//! What happens to packets.

use super::{Bits, BuildError, PortName};
use crate::text::Names;
use crate::wire::{
    Action, Controller, Ct, CtZone, Field, FieldId, LoadForm, MoveForm, Nat, NatAddresses, Port, Resubmit,
    ResubmitForm, SetField, StackOp, Value,
};
use std::net::IpAddr;

#[derive(Debug, Clone)]
enum Step {
    Ready(Action),
    Output(PortName),
    Resubmit(PortName, u8),
    Clone(Actions),
    Ct(Connection),
}

/// Actions in their order.
#[derive(Debug, Clone, Default)]
pub struct Actions {
    steps: Vec<Step>,
    fault: Option<BuildError>,
}

impl Actions {
    /// None yet: packets are dropped.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    fn refuse(mut self, fault: BuildError) -> Self {
        self.fault.get_or_insert(fault);
        self
    }

    /// Any action, as it is.
    #[must_use]
    pub fn action(self, action: Action) -> Self {
        self.with(Step::Ready(action))
    }

    /// Sends to a port.
    #[must_use]
    pub fn output(self, port: impl Into<PortName>) -> Self {
        self.with(Step::Output(port.into()))
    }

    /// Sends as a learning switch would.
    #[must_use]
    pub fn normal(self) -> Self {
        self.output(Port::NORMAL)
    }

    /// Sends to a group.
    #[must_use]
    pub fn group(self, group: u32) -> Self {
        self.action(Action::Group(group))
    }

    /// Sends `max_len` bytes to the controller with this id, and `userdata` for it.
    #[must_use]
    pub fn controller(self, id: u16, max_len: u16, userdata: &[u8]) -> Self {
        self.action(Action::Controller(Box::new(Controller {
            max_len,
            id,
            reason: Controller::REASON_ACTION,
            userdata: userdata.to_vec(),
            pause: false,
            meter: None,
            form2: false,
        })))
    }

    fn write(self, bits: Bits, value: u128, form: LoadForm) -> Self {
        let (field, offset, width) = (bits.0.field, bits.0.offset, bits.0.width);
        if !field.writable {
            return self.refuse(BuildError::NotWritable(field.name));
        }
        if !Value::Number(value).fits(u32::from(width)) {
            return self.refuse(BuildError::TooWide {
                value,
                width,
                field: field.name,
            });
        }
        let (mut all, mut mask) = (Value::zero(field.bytes), Value::zero(field.bytes));
        all.set_range(u32::from(offset), u32::from(width), &Value::Number(value));
        mask.set_ones(u32::from(offset), u32::from(width));
        if bits.0.is_whole() {
            mask = Value::all_ones(field.bytes);
        }
        self.action(Action::SetField(SetField {
            field,
            value: all,
            mask,
            form,
            flow_has_vlan: false,
        }))
    }

    /// Writes a value to bits of up to 64, in the form `load:`.
    #[must_use]
    pub fn load(self, value: u64, bits: Bits) -> Self {
        if bits.0.width > 64 {
            return self.refuse(BuildError::Range("width of load", 64));
        }
        self.write(bits, u128::from(value), LoadForm::Load)
    }

    /// Writes a whole field.
    ///
    /// ```
    /// use openflow_rs::build::{Actions, Flow, Matching};
    /// use openflow_rs::text::Names;
    /// use openflow_rs::wire::Field;
    ///
    /// let ttl = Field::from_name("nw_ttl").unwrap();
    /// let wide = Flow::new(Matching::packets().ipv4()).actions(Actions::new().set_field(ttl, 300));
    /// assert_eq!(wide.finish(&Names::new()).unwrap_err().code(), "value-too-wide");
    /// let other = Flow::new(Matching::packets().arp()).actions(Actions::new().set_field(ttl, 3));
    /// assert_eq!(other.finish(&Names::new()).unwrap_err().code(), "actions-inconsistent");
    /// ```
    #[must_use]
    pub fn set_field(self, field: &'static Field, value: u128) -> Self {
        self.write(Bits::whole(field), value, LoadForm::SetField)
    }

    /// Copies bits to as many others.
    #[must_use]
    pub fn copy(self, from: Bits, to: Bits) -> Self {
        if from.0.width != to.0.width {
            return self.refuse(BuildError::OutOfField {
                field: to.0.field.name,
                bits: to.0.width,
                offset: to.0.offset,
                width: from.0.width,
            });
        }
        if !to.0.field.writable {
            return self.refuse(BuildError::NotWritable(to.0.field.name));
        }
        self.action(Action::Move {
            source: from.0,
            destination: to.0,
            form: MoveForm::Default,
        })
    }

    /// Puts bits on the stack.
    #[must_use]
    pub fn push(self, from: Bits) -> Self {
        self.action(Action::Push(StackOp { subfield: from.0 }))
    }

    /// Takes bits from the stack.
    #[must_use]
    pub fn pop(self, to: Bits) -> Self {
        if !to.0.field.writable {
            return self.refuse(BuildError::NotWritable(to.0.field.name));
        }
        self.action(Action::Pop(StackOp { subfield: to.0 }))
    }

    /// Looks up again in a table, as from the packet's own port.
    #[must_use]
    pub fn resubmit(self, table: u8) -> Self {
        self.resubmit_from(Port::IN_PORT, table)
    }

    /// Looks up again in a table, as from this port.
    #[must_use]
    pub fn resubmit_from(self, port: impl Into<PortName>, table: u8) -> Self {
        self.with(Step::Resubmit(port.into(), table))
    }

    /// Does these with a copy of the packet.
    #[must_use]
    pub fn with_copy(self, actions: Actions) -> Self {
        self.with(Step::Clone(actions))
    }

    /// Through the connection tracker.
    #[must_use]
    pub fn track(self, connection: Connection) -> Self {
        self.with(Step::Ct(connection))
    }

    /// Adds a VLAN tag and writes its number.
    #[must_use]
    pub fn push_vlan(self, vid: u16) -> Self {
        if vid > 0xfff {
            return self.refuse(BuildError::Range("vlan", 0xfff));
        }
        let tagged = self.action(Action::PushVlan(0x8100));
        tagged.set_field(FieldId::VLAN_VID.field(), 0x1000 | u128::from(vid))
    }

    /// Removes the VLAN tag.
    #[must_use]
    pub fn pop_vlan(self) -> Self {
        self.action(Action::StripVlan { pop: true })
    }

    /// Counts the time to live down.
    #[must_use]
    pub fn dec_ttl(self) -> Self {
        self.action(Action::DecTtl(crate::wire::DecTtl::Default))
    }

    pub(super) fn resolve(self, names: &Names) -> Result<Vec<Action>, BuildError> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        self.steps.into_iter().map(|step| step.resolve(names)).collect()
    }
}

impl Step {
    fn resolve(self, names: &Names) -> Result<Action, BuildError> {
        Ok(match self {
            Self::Ready(action) => action,
            Self::Output(port) => Action::Output {
                port: port.resolve(names)?,
                max_len: 0,
            },
            Self::Resubmit(port, table) => Action::Resubmit(Resubmit {
                port: port.resolve(names)?,
                table,
                ct: false,
                form: ResubmitForm::Table,
            }),
            Self::Clone(actions) => Action::Clone(actions.resolve(names)?),
            Self::Ct(connection) => Action::Ct(Box::new(Ct {
                flags: connection.flags,
                zone: connection.zone,
                table: connection.table,
                alg: connection.alg,
                actions: connection.actions.resolve(names)?,
            })),
        })
    }
}

/// What the connection tracker does.
#[derive(Debug, Clone)]
pub struct Connection {
    flags: u16,
    zone: CtZone,
    table: u8,
    alg: u16,
    actions: Actions,
}

impl Connection {
    /// Looks the connection up in this zone.
    #[must_use]
    pub fn in_zone(zone: u16) -> Self {
        Self {
            flags: 0,
            zone: CtZone::Number(zone),
            table: u8::MAX,
            alg: 0,
            actions: Actions::new(),
        }
    }

    /// Remembers the connection.
    #[must_use]
    pub fn commit(mut self) -> Self {
        self.flags |= Ct::COMMIT;
        self
    }

    /// Remembers the connection, turned round if it was known the other way.
    #[must_use]
    pub fn force_commit(mut self) -> Self {
        self.flags |= Ct::COMMIT | Ct::FORCE;
        self
    }

    /// Goes on in this table, where the state of the connection is known.
    #[must_use]
    pub fn then_table(mut self, table: u8) -> Self {
        if table == u8::MAX {
            self.actions = self.actions.refuse(BuildError::Range("table", 254));
        }
        self.table = table;
        self
    }

    /// Writes the mark of the connection; it must be committed.
    #[must_use]
    pub fn mark(mut self, mark: u32) -> Self {
        self.actions = self.actions.set_field(FieldId::CT_MARK.field(), u128::from(mark));
        self
    }

    /// Translates addresses.
    #[must_use]
    pub fn translate(mut self, translation: &Translation) -> Self {
        self.actions = self.actions.action(Action::Nat(Box::new(translation.0.clone())));
        self
    }
}

/// How addresses are translated.
#[derive(Debug, Clone)]
pub struct Translation(Nat);

impl Translation {
    fn new(flags: u16, address: Option<IpAddr>) -> Self {
        let addresses = match address {
            None => NatAddresses::None,
            Some(IpAddr::V4(address)) => NatAddresses::V4(address, std::net::Ipv4Addr::UNSPECIFIED),
            Some(IpAddr::V6(address)) => NatAddresses::V6(address, std::net::Ipv6Addr::UNSPECIFIED),
        };
        Self(Nat {
            flags,
            addresses,
            ports: (0, 0),
        })
    }

    /// As it was when the connection was committed.
    #[must_use]
    pub fn known() -> Self {
        Self::new(0, None)
    }

    /// Makes packets come from this address.
    #[must_use]
    pub fn source(address: IpAddr) -> Self {
        Self::new(Nat::SRC, Some(address))
    }

    /// Makes packets go to this address.
    #[must_use]
    pub fn destination(address: IpAddr) -> Self {
        Self::new(Nat::DST, Some(address))
    }

    /// With a port in this range.
    #[must_use]
    pub fn ports(mut self, first: u16, last: u16) -> Self {
        self.0.ports = (first, if last == first { 0 } else { last });
        self
    }
}
