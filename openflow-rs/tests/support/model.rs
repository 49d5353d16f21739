//! A switch as far as flows go, without I/O.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail where it stands"
)]

use openflow_rs::connection::Batch;
use openflow_rs::reconcile::{Effect, Reconcile, ReconcileError, Report};
use openflow_rs::table::{CookieSpace, Owner};
use openflow_rs::wire::{Command, FlowMod, Frame, Kind, Version, put_message};
use std::collections::BTreeMap;

pub(crate) const V: Version = Version::V1_4;
pub(crate) const OURS: CookieSpace = CookieSpace::nnc(7);

/// How the switch tells of what the bundle changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum OwnChanges {
    #[default]
    InFull,
    InShort,
}

/// What the switch holds, by table, priority and match, and what it has told of that.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    pub(crate) flows: BTreeMap<String, FlowMod>,
    pub(crate) own_changes: OwnChanges,
    /// What it held when it began to leave out changes.
    pub(crate) paused: Option<BTreeMap<String, FlowMod>>,
    told: Vec<Vec<u8>>,
}

const ADDED: u16 = 1;
const REMOVED: u16 = 2;
const MODIFIED: u16 = 3;
const OWN: u16 = 4;
const PAUSED: u16 = 5;
const RESUMED: u16 = 6;

/// A flow as the switch gets it.
fn received(flow: &FlowMod) -> FlowMod {
    let message = flow.encode(V, 0).unwrap();
    FlowMod::decode(&Frame::parse(&message).unwrap()).unwrap()
}

pub(crate) fn key(flow: &FlowMod) -> String {
    let flow = received(flow);
    format!("{} {} {:?}", flow.table, flow.priority, flow.matches)
}

/// A message with these bytes of that kind.
fn message(kind: Kind, body: &[u8]) -> Vec<u8> {
    let mut message = Vec::new();
    put_message(&mut message, kind, V, 0, |out| out.extend(body)).unwrap();
    message
}

impl Model {
    /// Somebody else adds a flow.
    pub(crate) fn add(&mut self, flow: FlowMod) {
        let flow = received(&flow);
        self.tell(ADDED, &flow);
        self.flows.insert(key(&flow), flow);
    }

    /// Somebody else changes actions and the cookie, which OpenFlow 1.0 allows.
    pub(crate) fn modify(&mut self, flow: &FlowMod) {
        if let Some(mut old) = self.flows.get(&key(flow)).cloned()
            && (&old.actions, old.new_cookie) != (&flow.actions, flow.new_cookie)
        {
            old.actions.clone_from(&flow.actions);
            old.new_cookie = flow.new_cookie;
            self.tell(MODIFIED, &old);
            self.flows.insert(key(&old), old);
        }
    }

    /// Somebody else removes a flow.
    pub(crate) fn remove(&mut self, flow: &FlowMod) {
        if let Some(old) = self.flows.remove(&key(flow)) {
            self.tell(REMOVED, &old);
        }
    }

    /// From here on changes are left out.
    pub(crate) fn pause(&mut self) {
        if self.paused.is_none() {
            self.tell_short(PAUSED, 0);
            self.paused = Some(self.flows.clone());
        }
    }

    /// Nothing is left out any more.
    pub(crate) fn resume(&mut self) {
        if self.paused.take().is_some() {
            self.tell_short(RESUMED, 0);
        }
    }

    /// The messages of monitors since this was last asked.
    pub(crate) fn take_told(&mut self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.told)
    }

    fn tell(&mut self, event: u16, flow: &FlowMod) {
        // As Open vSwitch does: that a flow goes which was there before the pause is told all the same.
        let left_out = |before: &BTreeMap<_, _>| event != REMOVED || !before.contains_key(&key(flow));
        if self.paused.as_ref().is_some_and(left_out) {
            return;
        }
        let all = flow.encode(V, 0).unwrap();
        let (_, rest) = all.split_at(48);
        let mut update = (24 + rest.len() as u16).to_be_bytes().to_vec();
        update.extend(event.to_be_bytes());
        update.extend([flow.table, if event == REMOVED { 2 } else { 0 }]);
        for number in [flow.idle_timeout, flow.hard_timeout, flow.priority, 0, 0] {
            update.extend(number.to_be_bytes());
        }
        update.extend(flow.new_cookie.to_be_bytes());
        update.extend(rest);
        self.told.push(message(Kind::FlowMonitorReply, &update));
    }

    fn tell_short(&mut self, event: u16, xid: u32) {
        let mut update = 8u16.to_be_bytes().to_vec();
        update.extend(event.to_be_bytes());
        update.extend(xid.to_be_bytes());
        self.told.push(message(Kind::FlowMonitorReply, &update));
    }

    /// The answer to a dump, in parts of three flows.
    pub(crate) fn dump(&self, cookie: u64, mask: u64) -> Vec<Vec<u8>> {
        let ours = self
            .flows
            .values()
            .filter(|flow| flow.new_cookie & mask == cookie & mask);
        let entries: Vec<Vec<u8>> = ours
            .map(|flow| {
                let message = flow.encode(V, 0).unwrap();
                let (_, body) = message.split_at(48);
                let mut entry = (48 + body.len() as u16).to_be_bytes().to_vec();
                entry.extend([flow.table, 0]);
                entry.extend([0; 8]);
                for number in [
                    flow.priority,
                    flow.idle_timeout,
                    flow.hard_timeout,
                    flow.flags.0,
                    flow.importance,
                    0,
                ] {
                    entry.extend(number.to_be_bytes());
                }
                entry.extend(flow.new_cookie.to_be_bytes());
                entry.extend([0; 16]);
                entry.extend(body);
                entry
            })
            .collect();
        let part = |entries: &[Vec<u8>]| message(Kind::FlowReply, &entries.concat());
        entries.chunks(3).map(part).collect()
    }

    pub(crate) fn carry_out(&mut self, batch: &Batch, own: OwnChanges) {
        for message in batch.messages() {
            let flow = FlowMod::decode(&Frame::parse(message).unwrap()).unwrap();
            let at = key(&flow);
            let old = self.flows.get(&at).cloned();
            let old = old.filter(|old| old.new_cookie & flow.cookie_mask == flow.cookie);
            let (event, flow) = match (flow.command, old) {
                (Command::Add, _) => (ADDED, flow),
                (Command::ModifyStrict, Some(old)) => {
                    let actions = flow.actions;
                    (MODIFIED, FlowMod { actions, ..old })
                }
                (Command::DeleteStrict, Some(old)) => (REMOVED, old),
                (Command::ModifyStrict | Command::DeleteStrict, None) => continue,
                (other, _) => panic!("{other:?}"),
            };
            if event == REMOVED {
                self.flows.remove(&at);
            } else {
                self.flows.insert(at, flow.clone());
            }
            if own == OwnChanges::InFull {
                self.tell(event, &flow);
            }
        }
        if own == OwnChanges::InShort {
            self.tell_short(OWN, 1);
        }
    }

    pub(crate) fn of(&self, owner: Owner) -> Vec<(&String, &FlowMod)> {
        self.flows
            .iter()
            .filter(|(_, flow)| OURS.owner(flow.new_cookie) == owner)
            .collect()
    }

    /// Does what the machine says, and has it told what monitors tell; `meanwhile` is what others do.
    pub(crate) fn drive(
        &mut self,
        mut machine: Reconcile<'_>,
        mut meanwhile: impl FnMut(&mut Self, Moment),
    ) -> Result<Report, ReconcileError> {
        let mut meet = |switch: &mut Self, machine: &mut Reconcile<'_>, moment| {
            meanwhile(switch, moment);
            for message in switch.take_told() {
                machine.told(&Frame::parse(&message).unwrap());
            }
        };
        loop {
            match machine.next() {
                Effect::Dump { cookie, mask } => {
                    meet(self, &mut machine, Moment::Asked);
                    let parts = self.dump(cookie, mask);
                    meet(self, &mut machine, Moment::Dumping);
                    for part in parts {
                        machine.observe(&Frame::parse(&part).unwrap())?;
                    }
                    machine.dumped()?;
                    meet(self, &mut machine, Moment::Dumped);
                }
                Effect::Bundle(batch) => {
                    let own = if machine.wants_own_changes() {
                        self.own_changes
                    } else {
                        OwnChanges::InShort
                    };
                    self.carry_out(&batch, own);
                    meet(self, &mut machine, Moment::CarriedOut);
                    machine.carried_out();
                }
                Effect::Done(report) => return Ok(report),
            }
        }
    }
}

/// When others come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// The switch is about to read its flows for a dump.
    Asked,
    /// It has read them, and the answer is on its way.
    Dumping,
    /// The answer is complete.
    Dumped,
    /// The bundle is carried out, and the answer is on its way.
    CarriedOut,
}
