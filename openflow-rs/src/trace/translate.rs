//! Flows into what the datapath does: one way of a packet through the tables.

use super::commit::{Touched, commit};
use super::frozen::{ActionSet, Frozen, Ids};
use super::pipeline::{Pipeline, TracedFlow};
use super::steps::{Pass, Step, StepKind};
use super::{Packet, branch, connection, group, hash};
use crate::text::{Names, format_actions, format_match};
use crate::wire::{Action, Ct, FieldId, FlowMod, Port, Prerequisite, Resubmit, Slot};
use std::collections::VecDeque;

/// Look-ups inside each other that do not lead to a later table, as in Open vSwitch.
const MOST_DEPTH: u32 = 64;
/// Look-ups in all, as in Open vSwitch.
const MOST_LOOKUPS: u32 = 4096;
/// Look-ups inside each other: a bound on the memory of this program's stack.
const MOST_NESTED: u32 = 256;

pub(super) struct Translation<'a> {
    pub(super) pipeline: &'a Pipeline,
    pub(super) names: &'a Names,
    queue: &'a mut VecDeque<Frozen>,
    pub(super) ids: &'a mut Ids,
    pub(super) packet: Packet,
    pub(super) base: Packet,
    pub(super) touched: Touched,
    pub(super) datapath: Vec<String>,
    pub(super) stack: Vec<u128>,
    pub(super) action_set: ActionSet,
    pub(super) table: u8,
    pub(super) depth: u32,
    nested: u32,
    lookups: u32,
    /// `exit`, or frozen: nothing more is done.
    pub(super) is_over: bool,
    pub(super) is_frozen: bool,
    pub(super) is_tracked: bool,
    /// The last MPLS label was popped: what is inside is not known.
    pub(super) was_mpls: bool,
    pub(super) in_group: bool,
    pub(super) in_action_set: bool,
    pub(super) cookie: u64,
    first_queue: u128,
    pub(super) error: Option<&'static str>,
}

/// The bit of a connection's state that says that the packet was looked up.
const TRACKED: u128 = 0x20;

impl<'a> Translation<'a> {
    pub(super) fn new(
        pipeline: &'a Pipeline,
        names: &'a Names,
        packet: Packet,
        queue: &'a mut VecDeque<Frozen>,
        ids: &'a mut Ids,
    ) -> Self {
        let is_tracked = packet.value(Slot::CtState) & TRACKED != 0;
        Self {
            pipeline,
            names,
            queue,
            ids,
            base: packet.clone(),
            first_queue: packet.value(Slot::SkbPriority),
            packet,
            touched: Touched::new(),
            datapath: Vec::new(),
            stack: Vec::new(),
            action_set: ActionSet::default(),
            table: 0,
            depth: 0,
            nested: 0,
            lookups: 0,
            is_over: false,
            is_frozen: false,
            is_tracked,
            was_mpls: false,
            in_group: false,
            in_action_set: false,
            cookie: 0,
            error: None,
        }
    }

    /// Takes the packet through the tables, to the end.
    pub(super) fn run(mut self, frozen: Option<Frozen>) -> Pass {
        let packet = self.packet.clone();
        let mut steps = Vec::new();
        if let Some(frozen) = frozen {
            let mut resume = Step::new(StepKind::Resume, "thaw");
            self.stack = frozen.stack;
            self.is_tracked = true;
            if !frozen.action_set.0.is_empty() {
                let set = format_actions(&frozen.action_set.0, self.names);
                let text = format!("restored action set: {set}");
                resume.inner.push(Step::new(StepKind::Detail, text));
            }
            self.action_set = frozen.action_set;
            self.table = frozen.table;
            let text = format!("Resuming from table {}", frozen.table);
            resume.inner.push(Step::new(StepKind::Resume, text));
            steps.push(resume);
        }
        let table = self.table;
        self.enter(table, None, true, &mut steps);
        if !self.is_frozen && self.error.is_none() {
            // The action set is told as a part of the first table.
            if let Some(first) = steps.last_mut() {
                self.run_action_set(&mut first.inner);
            }
        }
        if self.error.is_some() {
            self.datapath.clear();
        }
        // A copy is not needed where nothing comes after it.
        if let Some(last) = self.datapath.last_mut()
            && let Some(inner) = last
                .strip_prefix("clone(")
                .and_then(|inner| inner.strip_suffix(')'))
        {
            *last = inner.to_owned();
        }
        let datapath = match self.datapath.as_slice() {
            [] => "drop".into(),
            actions => actions.join(","),
        };
        Pass {
            resumed: None,
            packet,
            steps,
            last: self.packet,
            datapath,
            error: self.error,
        }
    }

    /// Looks the packet up in a table, and does what the flow says.
    fn enter(&mut self, table: u8, port: Option<Port>, is_last: bool, steps: &mut Vec<Step>) {
        let old_table = std::mem::replace(&mut self.table, table);
        let old_cookie = self.cookie;
        let mut looked_up = self.packet.clone();
        if let Some(port) = port {
            looked_up.set(Slot::InPort, u128::from(port.0));
        }
        if looked_up.value(Slot::NwFrag) & 1 != 0 {
            // Ports of fragments are not looked at.
            looked_up.set(Slot::TpSrc, 0);
            looked_up.set(Slot::TpDst, 0);
        }
        let pipeline = self.pipeline;
        let found = pipeline.look_up(table, &looked_up);
        let mut step = Step::new(
            StepKind::Table {
                table,
                flow: found.map(|flow| flow.number),
            },
            describe(table, found, self.names),
        );
        self.nested += 1;
        match found {
            Some(flow) => {
                self.cookie = flow.cookie;
                self.execute(&flow.actions, is_last, &mut step.inner);
            }
            None => self.execute(&[], is_last, &mut step.inner),
        }
        self.nested -= 1;
        steps.push(step);
        self.cookie = old_cookie;
        self.table = old_table;
    }

    /// `resubmit` and `goto_table`: not deeper than allowed.
    pub(super) fn look_up_again(
        &mut self,
        table: u8,
        port: Option<Port>,
        is_last: bool,
        steps: &mut Vec<Step>,
    ) {
        if self.may_go_deeper(steps) {
            let deepens = u32::from(table <= self.table);
            self.lookups += 1;
            self.depth += deepens;
            // A flow is no bucket, even if a bucket leads to it.
            let in_group = std::mem::take(&mut self.in_group);
            self.enter(table, port, is_last, steps);
            self.in_group = in_group;
            self.depth -= deepens;
        }
    }

    /// Whether more may be done inside of what is done; if not, this is the end.
    pub(super) fn may_go_deeper(&mut self, steps: &mut Vec<Step>) -> bool {
        let (text, error) = if self.depth >= MOST_DEPTH || self.nested >= MOST_NESTED {
            (
                format!("over max translation depth {MOST_DEPTH}"),
                "Recursion too deep",
            )
        } else if self.lookups >= MOST_LOOKUPS {
            (
                format!("over {MOST_LOOKUPS} resubmit actions"),
                "Too many resubmits",
            )
        } else {
            return true;
        };
        self.fail(text, error, steps);
        false
    }

    fn fail(&mut self, text: String, error: &'static str, steps: &mut Vec<Step>) {
        steps.push(Step::new(StepKind::Error, text));
        self.error = Some(error);
    }

    /// Does actions one after the other. `is_last`: nothing comes after them.
    pub(super) fn execute(&mut self, actions: &[Action], is_last: bool, steps: &mut Vec<Step>) {
        if actions.is_empty() {
            steps.push(Step::new(StepKind::Action, "drop"));
        }
        for (at, action) in actions.iter().enumerate() {
            if self.is_over || self.error.is_some() {
                return;
            }
            if self.needs_look_inside(action) {
                return self.hand_in_again();
            }
            let text = format_actions(std::slice::from_ref(action), self.names);
            steps.push(Step::new(StepKind::Action, text));
            if let Action::CheckPktLarger(check) = action {
                let following = actions.get(at + 1..).unwrap_or_default();
                return branch::check_larger(self, check, following, steps);
            }
            let is_last = is_last && at + 1 == actions.len();
            if !self.act(action, is_last, steps) {
                return;
            }
        }
    }

    /// Does one action; returns whether the next one shall be done.
    #[expect(clippy::too_many_lines, reason = "one arm for each action")]
    fn act(&mut self, action: &Action, is_last: bool, steps: &mut Vec<Step>) -> bool {
        use Action as A;
        use FieldId as F;
        match action {
            A::Output { port, max_len } => self.output(*port, *max_len, steps),
            A::OutputTrunc { port, max_len } => {
                if *port == self.packet.in_port() {
                    steps.push(Step::new(StepKind::Warning, "skipping output to input port"));
                } else if self.pipeline.has_port(*port) {
                    self.datapath.push(format!("trunc({max_len})"));
                    self.output(*port, 0, steps);
                }
            }
            A::OutputReg(output) => self.output_from_field(output, steps),
            A::Enqueue { port, queue } => {
                let before = self.packet.value(Slot::SkbPriority);
                self.packet.set(Slot::SkbPriority, u128::from(*queue));
                self.output(*port, 0, steps);
                self.packet.set(Slot::SkbPriority, before);
            }
            A::Group(id) => group::visit(self, *id, is_last, steps),
            A::Controller(controller) if controller.pause => {
                self.commit();
                self.is_over = true;
                self.is_frozen = true;
            }
            A::Controller(controller) => self.tell_controller(controller),
            A::SetField(set) => self.set_field(set, steps),
            A::SetVlanVid {
                vid, push_if_needed, ..
            } => {
                self.tag(F::DL_VLAN, *vid, *push_if_needed);
            }
            A::SetVlanPcp {
                pcp, push_if_needed, ..
            } => {
                self.tag(F::DL_VLAN_PCP, u16::from(*pcp), *push_if_needed);
            }
            A::StripVlan { .. } => {
                let inner = self.packet.value(Slot::VlanInner);
                self.packet.set(Slot::VlanTci, inner);
                self.packet.set(Slot::VlanInner, 0);
                self.packet.tag_types = [self.packet.tag_types[1], 0x8100];
            }
            A::PushVlan(kind) => {
                let outer = self.packet.value(Slot::VlanTci);
                self.packet.set(Slot::VlanInner, outer);
                self.packet.set(Slot::VlanTci, 0x1000);
                self.packet.tag_types = [*kind, self.packet.tag_types[0]];
            }
            A::SetEthSrc(mac) => self.write(
                F::ETH_SRC,
                mac.iter().fold(0, |n, byte| n << 8 | u128::from(*byte)),
            ),
            A::SetEthDst(mac) => self.write(
                F::ETH_DST,
                mac.iter().fold(0, |n, byte| n << 8 | u128::from(*byte)),
            ),
            A::SetIpv4Src(ip) => self.write_if(Prerequisite::Ipv4, F::IPV4_SRC, u128::from(u32::from(*ip))),
            A::SetIpv4Dst(ip) => self.write_if(Prerequisite::Ipv4, F::IPV4_DST, u128::from(u32::from(*ip))),
            A::SetIpDscp(tos) => self.write_if(Prerequisite::Ip, F::IP_DSCP, u128::from(*tos)),
            A::SetIpEcn(ecn) => self.write_if(Prerequisite::Ip, F::IP_ECN, u128::from(*ecn)),
            A::SetIpTtl(ttl) => self.write_if(Prerequisite::Ip, F::IP_TTL, u128::from(*ttl)),
            A::SetL4Src { port, .. } => self.set_transport(Slot::TpSrc, *port),
            A::SetL4Dst { port, .. } => self.set_transport(Slot::TpDst, *port),
            A::Move {
                source, destination, ..
            } => {
                let value = self.packet.get(source);
                self.touched.add(source, u128::MAX);
                self.put(destination, value, steps);
            }
            A::Push(op) => {
                self.touched.add(&op.subfield, u128::MAX);
                self.stack.push(self.packet.get(&op.subfield));
            }
            A::Pop(op) => match self.stack.pop() {
                Some(value) => self.put(&op.subfield, value, steps),
                None => steps.push(Step::new(StepKind::Error, "stack underflow")),
            },
            A::DecTtl(controllers) => return self.decrease_ttl(controllers, steps),
            A::SetTunnel { id, .. } => self.packet.set(Slot::TunId, u128::from(*id)),
            A::SetQueue(queue) => self.packet.set(Slot::SkbPriority, u128::from(*queue)),
            A::PopQueue if self.packet.value(Slot::SkbPriority) == self.first_queue => {}
            A::PopQueue => {
                let queue = self.first_queue;
                self.packet.set(Slot::SkbPriority, queue);
                let text = if queue == 0 {
                    "queue = 0".into()
                } else {
                    format!("queue = {queue:#x}")
                };
                steps.push(Step::new(StepKind::Detail, text));
            }
            A::Resubmit(resubmit) => self.resubmit(resubmit, is_last, steps),
            A::GotoTable(table) => self.look_up_again(*table, None, is_last, steps),
            A::Learn(_) => {
                let text = "suppressing side effects, so learn action ignored";
                steps.push(Step::new(StepKind::Warning, text));
            }
            A::Exit => self.is_over = true,
            A::Ct(ct) => connection::track(self, ct, steps),
            A::CtClear => {
                if self.is_tracked {
                    self.packet.clear_connection();
                    self.is_tracked = false;
                    self.datapath.push("ct_clear".into());
                }
            }
            A::Clone(nested) => group::clone(self, nested, is_last, steps),
            A::WriteActions(nested) => {
                self.action_set.0.extend_from_slice(nested);
                self.tell_action_set("is", steps);
            }
            A::ClearActions => {
                self.tell_action_set("was", steps);
                self.action_set.0.clear();
                self.packet.set(Slot::ActsetOutput, u128::from(Port::UNSET.0));
            }
            A::WriteMetadata { metadata, mask } => {
                let value = self.packet.value(Slot::Metadata) & !u128::from(*mask);
                self.packet
                    .set(Slot::Metadata, value | u128::from(metadata & mask));
            }
            A::Meter(id) => self.datapath.push(format!("meter({id})")),
            // Nat is told, and done by the ct action around it; the others do nothing to a packet.
            A::Nat(_) | A::Note(_) | A::Conjunction { .. } | A::FinTimeout { .. } => {}
            A::DeleteField(_) | A::DebugSlow => {}
            A::Multipath(multipath) => hash::multipath(self, multipath, steps),
            A::Bundle(bundle) => hash::bundle(self, bundle, steps),
            A::PushMpls(eth_type) => self.push_mpls(*eth_type),
            A::PopMpls(eth_type) => self.pop_mpls(*eth_type),
            A::SetMplsLabel(label) => self.set_mpls(u128::from(*label), 12, 0xf_ffff),
            A::SetMplsTc(class) => self.set_mpls(u128::from(*class), 9, 7),
            A::SetMplsTtl(ttl) => self.set_mpls(u128::from(*ttl), 0, 0xff),
            A::DecMplsTtl => return self.decrease_mpls_ttl(steps),
            // Done where the actions that follow it are known.
            A::CheckPktLarger(_) => {}
            A::Encap(_) | A::Decap(_) | A::DecNshTtl | A::Sample(_) | A::DebugRecirc => {
                let text = format!(
                    "{} is not followed: what comes after may be different",
                    action.name()
                );
                steps.push(Step::new(StepKind::Warning, text));
            }
        }
        true
    }

    fn tell_action_set(&mut self, verb: &str, steps: &mut Vec<Step>) {
        let list = group::in_order(&self.action_set.0);
        let text = if list.is_empty() {
            format!("action set {verb} empty")
        } else {
            format!("action set {verb}: {}", format_actions(&list, self.names))
        };
        steps.push(Step::new(StepKind::Detail, text));
        let output = list.iter().rev().find_map(|action| match action {
            Action::Output { port, .. } => Some(*port),
            _ => None,
        });
        self.packet
            .set(Slot::ActsetOutput, u128::from(output.unwrap_or(Port::UNSET).0));
    }

    /// Does the actions that were put off.
    pub(super) fn run_action_set(&mut self, steps: &mut Vec<Step>) {
        let list = group::in_order(&std::mem::take(&mut self.action_set.0));
        if list.is_empty() {
            return;
        }
        let mut step = Step::new(StepKind::ActionSet, "--. Executing action set:");
        self.in_action_set = true;
        self.execute(&list, true, &mut step.inner);
        self.in_action_set = false;
        steps.push(step);
    }

    /// Brings the packet in the datapath up to date.
    pub(super) fn commit(&mut self) {
        commit(&self.packet, &mut self.base, &self.touched, &mut self.datapath);
    }

    fn resubmit(&mut self, resubmit: &Resubmit, is_last: bool, steps: &mut Vec<Step>) {
        let port = Some(resubmit.port).filter(|port| *port != Port::IN_PORT);
        let table = if resubmit.table == 255 {
            self.table
        } else {
            resubmit.table
        };
        if resubmit.ct {
            let text = "resubmit with ct is not followed: the packet is looked up as it is";
            steps.push(Step::new(StepKind::Warning, text));
        }
        self.look_up_again(table, port, is_last, steps);
    }

    /// Sends a copy of the packet to the connection tracker, to come back in `table`.
    pub(super) fn freeze(&mut self, table: u8, zone: u128, ct: &Ct) -> u32 {
        let recirculation = self.ids.of(table, &self.packet, &self.stack, &self.action_set);
        let mut packet = self.packet.clone();
        packet.set(Slot::RecircId, u128::from(recirculation));
        packet.set(Slot::CtZone, zone);
        let translation = connection::translate(&mut packet, ct);
        self.queue.push_back(Frozen {
            table,
            packet,
            stack: self.stack.clone(),
            action_set: self.action_set.clone(),
            recirculation,
            translation,
        });
        recirculation
    }
}

/// A flow as `ofproto/trace` names it.
fn describe(table: u8, flow: Option<&TracedFlow>, names: &Names) -> String {
    let Some(flow) = flow else {
        return format!("{table:2}. No match.");
    };
    let mut text = format_match(&flow.matches, FlowMod::DEFAULT_PRIORITY, names);
    if !text.is_empty() {
        text.push_str(", ");
    }
    let cookie = if flow.cookie == 0 {
        String::new()
    } else {
        format!(", cookie {:#x}", flow.cookie)
    };
    format!("{table:2}. {text}priority {}{cookie}", flow.priority)
}
