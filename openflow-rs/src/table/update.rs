use super::StoredFlow;
use crate::wire::{
    Cursor, ErrorCode as E, FlowEvent, FlowFlags, Frame, Kind, RawUpdate, Version, pull_oxm_fields,
};

/// What a flow monitor tells, flows seen where they lie: a comparison needs no more than their bytes.
#[derive(Debug)]
pub(crate) enum StoredUpdate<'a> {
    /// Something happened to a flow. A monitor tells neither flags nor importance: they are 0.
    Flow(FlowEvent, StoredFlow<'a>),
    /// Own changes, told in short.
    Own,
    /// What follows has gaps.
    Paused,
    /// All is told again.
    Resumed,
}

/// The updates of one message of a monitor, of OpenFlow 1.3 or later.
#[derive(Debug)]
pub(crate) struct StoredUpdates<'a> {
    frame: Frame<'a>,
    cursor: Cursor<'a>,
    version: Version,
}

impl<'a> StoredUpdates<'a> {
    /// The updates of a message.
    pub(crate) fn new(frame: &Frame<'a>) -> Result<Self, E> {
        let version = frame.version()?;
        if frame.kind() != Kind::FlowMonitorReply || frame.is_nicira() || version < Version::V1_3 {
            return Err(E::OFPBRC_BAD_TYPE);
        }
        Ok(Self {
            frame: *frame,
            cursor: Cursor::new(frame.body()),
            version,
        })
    }

    fn pull(&mut self) -> Result<StoredUpdate<'a>, E> {
        let (head, mut c) = match RawUpdate::pull(&mut self.cursor, &self.frame)? {
            RawUpdate::Flow(head, rest) => (head, rest),
            RawUpdate::Own(_) => return Ok(StoredUpdate::Own),
            RawUpdate::Paused => return Ok(StoredUpdate::Paused),
            RawUpdate::Resumed => return Ok(StoredUpdate::Resumed),
        };
        let flow = StoredFlow {
            version: self.version,
            table: head.table,
            priority: head.priority,
            cookie: head.cookie,
            idle_timeout: head.idle_timeout,
            hard_timeout: head.hard_timeout,
            importance: 0,
            flags: FlowFlags(0),
            matches: pull_oxm_fields(&mut c)?,
            instructions: c.rest(),
        };
        Ok(StoredUpdate::Flow(head.event, flow))
    }
}

impl<'a> Iterator for StoredUpdates<'a> {
    type Item = Result<StoredUpdate<'a>, E>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.cursor.is_empty() {
            return None;
        }
        let update = self.pull();
        if update.is_err() {
            self.cursor = Cursor::new(&[]);
        }
        Some(update)
    }
}
