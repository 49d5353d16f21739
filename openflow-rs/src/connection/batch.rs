use crate::text::{self, Names};
use crate::wire::{EncodeError, FlowMod, Frame, GroupMod, Kind, MeterMod, PacketOut, Version};

/// Messages of one version, encoded and in order, that are sent together. Their numbers are given when they are sent.
///
/// ```
/// use openflow_rs::connection::Batch;
/// use openflow_rs::text::{Names, parse_flow};
/// use openflow_rs::wire::Version;
///
/// let mut batch = Batch::new(Version::V1_4);
/// batch.flow(&parse_flow("priority=7,arp actions=NORMAL", &Names::new())?)?;
/// assert_eq!(batch.len(), 1);
/// assert_eq!(batch.describe(0).as_deref(), Some("table=0,priority=7,arp actions=NORMAL"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    version: Version,
    bytes: Vec<u8>,
    count: u32,
}

impl Batch {
    /// No messages yet.
    #[must_use]
    pub fn new(version: Version) -> Self {
        Self {
            version,
            bytes: Vec::new(),
            count: 0,
        }
    }

    /// Appends whatever `encode` writes, which is one message of the batch's version.
    ///
    /// # Errors
    /// Those of `encode`; nothing is appended then.
    pub fn push(
        &mut self,
        encode: impl FnOnce(Version, &mut Vec<u8>) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        let start = self.bytes.len();
        match encode(self.version, &mut self.bytes) {
            Ok(()) => {
                self.count += 1;
                Ok(())
            }
            Err(error) => {
                self.bytes.truncate(start);
                Err(error)
            }
        }
    }

    /// Appends a flow modification.
    ///
    /// # Errors
    /// [`EncodeError`] if the version cannot say it.
    pub fn flow(&mut self, flow: &FlowMod) -> Result<(), EncodeError> {
        self.push(|version, out| flow.encode_to(version, 0, out))
    }

    /// Appends a group modification.
    ///
    /// # Errors
    /// As [`Batch::flow`].
    pub fn group(&mut self, group: &GroupMod) -> Result<(), EncodeError> {
        self.push(|version, out| group.encode_to(version, 0, out))
    }

    /// Appends a meter modification. Open vSwitch does not take these in bundles.
    ///
    /// # Errors
    /// As [`Batch::flow`].
    pub fn meter(&mut self, meter: &MeterMod) -> Result<(), EncodeError> {
        self.push(|version, out| meter.encode_to(version, 0, out))
    }

    /// Appends a packet to send.
    ///
    /// # Errors
    /// As [`Batch::flow`].
    pub fn packet(&mut self, packet: &PacketOut) -> Result<(), EncodeError> {
        self.push(|version, out| packet.encode_to(version, 0, out))
    }

    /// The version of its messages.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// How many messages there are.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::try_from(self.count).unwrap_or(usize::MAX)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// All messages, one after the other.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The messages.
    pub fn messages(&self) -> impl Iterator<Item = &[u8]> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let message = self.message_at(at)?;
            at += message.len();
            Some(message)
        })
    }

    /// The message that begins at that byte.
    pub(super) fn message_at(&self, at: usize) -> Option<&[u8]> {
        let rest = self.bytes.get(at..)?;
        rest.get(..Frame::length(rest)?)
    }

    /// The message with this index, from 0, as people write it: a flow in the syntax of `ovs-ofctl`.
    #[must_use]
    pub fn describe(&self, index: usize) -> Option<String> {
        let message = self.messages().nth(index)?;
        let names = Names::new();
        let flow = Frame::parse(message)
            .ok()
            .filter(|frame| frame.kind() == Kind::FlowMod)
            .and_then(|frame| FlowMod::decode(&frame).ok());
        Some(match flow {
            Some(flow) if flow.command == crate::wire::Command::Add => text::format_flow(&flow, &names),
            _ => text::print_message(message, 2, &names).trim_end().to_owned(),
        })
    }
}
