//! What happened, step by step, and how it is told.

use super::Packet;
use crate::text::{Names, format_match};
use crate::wire::FlowMod;
use std::fmt::Write;

/// What kind of step it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// A flow of a table took the packet; or, with no flow, none did.
    Table {
        /// The table.
        table: u8,
        /// The number of the flow in the pipeline.
        flow: Option<usize>,
    },
    /// The actions that were put off are done.
    ActionSet,
    /// The packet comes back from the connection tracker.
    Resume,
    /// An action.
    Action,
    /// A bucket of a group.
    Bucket,
    /// A remark about the step before.
    Detail,
    /// Something that is not as it seems.
    Warning,
    /// The packet is dropped because of this.
    Error,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its kind.
    pub kind: StepKind,
    /// What it is, in the words of `ofproto/trace`.
    pub text: String,
    /// What happens within it.
    pub inner: Vec<Step>,
}

impl Step {
    pub(super) fn new(kind: StepKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
            inner: Vec::new(),
        }
    }
}

/// How a packet came to be looked at once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resumption {
    /// The number by which the datapath knows it.
    pub recirculation: u32,
    /// The state of the connection, in words.
    pub ct_state: String,
    /// Whether that was asked for, rather than assumed.
    pub is_given: bool,
    /// Addresses before and after their translation, if there was a `nat`.
    pub translation: Option<(String, String)>,
}

/// One way of a packet through the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// Where it came from, if not from a port.
    pub resumed: Option<Resumption>,
    /// The packet as it came.
    pub packet: Packet,
    /// What happened.
    pub steps: Vec<Step>,
    /// The packet as it was in the end.
    pub last: Packet,
    /// What the datapath does: `set(eth(dst=02:00:00:00:00:09)),2`; `drop` for nothing. Ports are numbered as in
    /// OpenFlow.
    pub datapath: String,
    /// Why it is dropped all the same.
    pub error: Option<&'static str>,
}

/// What becomes of a packet: its way through the tables, and the ways of its copies that come back from the connection
/// tracker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The ways, in order.
    pub passes: Vec<Pass>,
    /// How many copies of the packet were still on their way when so many had been followed that it is likely to go on
    /// for ever: a loop through the connection tracker.
    pub unfollowed: usize,
    /// The names by which they are told.
    pub(super) names: Names,
}

impl Trace {
    /// As `ovs-appctl ofproto/trace` prints it, but for the line `Megaflow`, which depends on the switch.
    #[must_use]
    pub fn to_text(&self, bridge: &str) -> String {
        let mut out = String::new();
        for pass in &self.passes {
            pass.put(&mut out, bridge, &self.names);
        }
        if self.unfollowed > 0 {
            let _ = writeln!(
                out,
                "\n{} more to resume after {} passes, not followed: a loop through the connection tracker?",
                self.unfollowed,
                self.passes.len()
            );
        }
        out
    }
}

impl Pass {
    fn put(&self, out: &mut String, bridge: &str, names: &Names) {
        let shown = |packet: &Packet| format_match(&packet.to_match(), FlowMod::DEFAULT_PRIORITY, names);
        let mut put = |text: std::fmt::Arguments<'_>| {
            // Writing to a string cannot fail.
            let _ = out.write_fmt(text);
        };
        if let Some(resumed) = &self.resumed {
            let rule = "=".repeat(79);
            put(format_args!(
                "\n{rule}\nrecirc({:#x}) - resume conntrack with ",
                resumed.recirculation
            ));
            if resumed.is_given {
                put(format_args!("ct_state={}\n", resumed.ct_state));
            } else {
                put(format_args!(
                    "default ct_state=trk|new (use --ct-next to customize)\n"
                ));
            }
            if let Some((before, after)) = &resumed.translation {
                put(format_args!(
                    "Replacing src/dst IP/ports to simulate NAT:\n Initial flow: {before}\n Modified flow: {after}\n"
                ));
            }
            put(format_args!("{rule}\n\n"));
        }
        let title = format!("bridge(\"{bridge}\")");
        put(format_args!(
            "Flow: {}\n\n{title}\n{}\n",
            shown(&self.packet),
            "-".repeat(title.len())
        ));
        put_steps(out, &self.steps, 0);
        let last = if self.last == self.packet {
            "unchanged".into()
        } else {
            shown(&self.last)
        };
        let _ = writeln!(out, "\nFinal flow: {last}\nDatapath actions: {}", self.datapath);
        if let Some(error) = self.error {
            let _ = writeln!(out, "Translation failed ({error}), packet is dropped.");
        }
    }
}

fn put_steps(out: &mut String, steps: &[Step], level: usize) {
    for (at, step) in steps.iter().enumerate() {
        let is_block = matches!(
            step.kind,
            StepKind::Table { .. } | StepKind::ActionSet | StepKind::Resume
        );
        // The last block in a list is not indented: nothing comes back from it.
        let more = usize::from(at + 1 < steps.len() || !is_block);
        let indent = " ".repeat((level + more) * 4);
        let _ = match step.kind {
            StepKind::Detail => writeln!(out, "{indent} -> {}", step.text),
            StepKind::Warning => writeln!(out, "{indent} >> {}", step.text),
            StepKind::Error => writeln!(out, "{indent} >>>> {} <<<<", step.text),
            _ => writeln!(out, "{indent}{}", step.text),
        };
        put_steps(out, &step.inner, level + more + more);
    }
}
