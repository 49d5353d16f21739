//! Queues.

use super::{Printer, pull_typed};
use crate::text::flow_format::put_duration;
use crate::wire::{Age, Cursor, ErrorCode as E, Frame, Port, Version};

const ALL: u32 = u32::MAX;
const UNSET: u16 = u16::MAX;

struct Queue {
    port: Port,
    id: u32,
    /// The least and the greatest rate, in tenths of a percent.
    rates: [u16; 2],
}

impl Queue {
    fn pull(c: &mut Cursor<'_>, version: Version, port: Port) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let mut queue = Self {
            port,
            id: 0,
            rates: [UNSET; 2],
        };
        let base = if version < Version::V1_2 { 8 } else { 16 };
        let head = &mut Cursor::new(c.take(base, short)?);
        let first = head.u32(short)?;
        queue.id = first;
        if version >= Version::V1_4 {
            queue.port = Port::from_wire32(first)?;
            queue.id = head.u32(short)?;
        } else if version >= Version::V1_2 {
            head.u32(short)?;
        }
        let length = usize::from(head.u16(short)?);
        let length = length
            .checked_sub(base)
            .filter(|length| *length <= c.len() && length % 8 == 0)
            .ok_or(short)?;
        let properties = &mut Cursor::new(c.take(length, short)?);
        if version >= Version::V1_4 {
            queue.properties(properties)?;
        } else {
            queue.old_properties(properties)?;
        }
        Ok(queue)
    }

    fn rate(&mut self, kind: u64) -> Option<&mut u16> {
        self.rates.get_mut(usize::try_from(kind.checked_sub(1)?).ok()?)
    }

    fn properties(&mut self, c: &mut Cursor<'_>) -> Result<(), E> {
        while !c.is_empty() {
            let (kind, payload) = pull_typed(c, 0xffff)?;
            if let Some(rate) = self.rate(kind) {
                *rate = Cursor::new(payload).u16(E::OFPBPC_BAD_LEN)?;
            }
        }
        Ok(())
    }

    fn old_properties(&mut self, c: &mut Cursor<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        while !c.is_empty() {
            let head = &mut Cursor::new(c.rest());
            let kind = head.u16(short)?;
            let length = usize::from(head.u16(short)?);
            head.take(4, short)?;
            if length < 8 || length % 8 != 0 {
                return Err(short);
            }
            c.take(length, short)?;
            if let Some(rate) = self.rate(u64::from(kind)) {
                if length != 16 {
                    return Err(short);
                }
                *rate = head.u16(short)?;
            }
        }
        Ok(())
    }
}

impl Printer<'_> {
    fn queue_number(&mut self, id: u32) {
        match id {
            ALL => self.out.push_str("ALL"),
            id => self.put(format_args!("{id}")),
        }
    }

    pub(super) fn queue_config_request(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let version = frame.version()?;
        let (port, queue);
        if version == Version::V1_0 {
            (port, queue) = (Port(c.u16(short)?), ALL);
        } else {
            port = Port::from_wire32(c.u32(short)?)?;
            queue = if version < Version::V1_4 {
                ALL
            } else {
                c.u32(short)?
            };
        }
        let any = version > Version::V1_0 && port == Port::ANY;
        if version < Version::V1_4 && !any && port >= Port::MAX {
            return Err(E::OFPQOFC_BAD_PORT);
        }
        self.out.push_str(" port=");
        self.port(port);
        if queue != ALL {
            self.put(format_args!(" queue={queue}"));
        }
        Ok(())
    }

    pub(super) fn queue_config_reply(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let version = frame.version()?;
        let mut port = Ok(Port(0));
        if version == Version::V1_0 {
            port = Ok(Port(c.u16(short)?));
            c.take(6, short)?;
        } else if version < Version::V1_4 {
            port = Port::from_wire32(c.u32(short)?);
            c.take(4, short)?;
        }
        let mut queues = Vec::new();
        let mut result = Ok(());
        while !c.is_empty() {
            match port.and_then(|port| Queue::pull(c, version, port)) {
                Ok(queue) => queues.push(queue),
                Err(code) => {
                    result = Err(code);
                    break;
                }
            }
        }
        queues.sort_by_key(|queue| (queue.port, queue.id));
        self.out.push(' ');
        let mut port = Port(0);
        for queue in &queues {
            if queue.port != port {
                port = queue.port;
                self.out.push_str("port=");
                self.port(port);
                self.out.push('\n');
            }
            self.put(format_args!("queue {}:", queue.id));
            for (name, rate) in ["min_rate", "max_rate"].iter().zip(queue.rates) {
                match rate {
                    0..=1000 => self.put(format_args!(" {name}:{}.{}%", rate / 10, rate % 10)),
                    UNSET => {}
                    _ => self.put(format_args!(" {name}:(disabled)")),
                }
            }
            self.out.push('\n');
        }
        self.chomp(' ');
        result
    }

    pub(super) fn queue_request(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let port = if frame.version()? == Version::V1_0 {
            let port = Port(c.u16(short)?);
            c.take(2, short)?;
            if port == Port::ALL {
                Ok(Port::ANY)
            } else {
                Ok(port)
            }
        } else {
            Port::from_wire32(c.u32(short)?)
        };
        let queue = c.u32(short)?;
        let port = port?;
        self.out.push_str(" port=");
        self.port(port);
        self.out.push_str(" queue=");
        self.queue_number(queue);
        Ok(())
    }

    pub(super) fn queue_reply(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let c = &mut Cursor::new(frame.body());
        let version = frame.version()?;
        let mut all = Vec::new();
        let mut result = Ok(());
        while !c.is_empty() {
            match pull_counters(c, version) {
                Ok(counters) => all.push(counters),
                Err(code) => {
                    result = Err(code);
                    break;
                }
            }
        }
        self.put(format_args!(" {} queues\n", all.len()));
        if self.verbosity < 1 {
            return Ok(());
        }
        for (port, queue, [bytes, packets, errors], age) in all {
            self.out.push_str("  port ");
            self.port(port);
            self.out.push_str(" queue ");
            self.queue_number(queue);
            self.out.push_str(": ");
            self.counts(&[("bytes", bytes), ("pkts", packets), ("errors", errors)]);
            self.out.push_str(", duration=");
            match age.filter(|age| age.seconds != u32::MAX) {
                Some(age) => put_duration(&mut self.out, age),
                None => self.out.push('?'),
            }
            self.out.push('\n');
        }
        result
    }
}

/// Port, queue, bytes, packets and errors, and how long the queue exists.
fn pull_counters(c: &mut Cursor<'_>, version: Version) -> Result<(Port, u32, [u64; 3], Option<Age>), E> {
    let short = E::OFPBRC_BAD_LEN;
    let base = match version {
        Version::V1_0 | Version::V1_1 | Version::V1_2 => 32,
        Version::V1_3 => 40,
        Version::V1_4 | Version::V1_5 => 48,
    };
    let head = &mut Cursor::new(c.take(base, short)?);
    if version >= Version::V1_4 {
        let length = usize::from(head.u16(short)?);
        c.take(length.checked_sub(base).ok_or(short)?, short)?;
        head.take(6, short)?;
    }
    let port = if version == Version::V1_0 {
        let port = Port(head.u16(short)?);
        head.take(2, short)?;
        port
    } else {
        Port::from_wire32(head.u32(short)?)?
    };
    let queue = head.u32(short)?;
    let counts = [head.u64(short)?, head.u64(short)?, head.u64(short)?];
    let timed = version >= Version::V1_3;
    let age = if timed {
        Some(Age {
            seconds: head.u32(short)?,
            nanoseconds: head.u32(short)?,
        })
    } else {
        None
    };
    Ok((port, queue, counts, age))
}
