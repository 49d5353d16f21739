//! Connections.

use std::net::IpAddr;

/// One end of a connection.
pub(crate) type End = (IpAddr, Option<u16>);

/// A tracked connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Connection {
    pub(crate) protocol: String,
    /// As the first packet came in.
    pub(crate) src: End,
    pub(crate) dst: End,
    /// As answers come in.
    pub(crate) reply_src: End,
    pub(crate) reply_dst: End,
    pub(crate) mark: Option<String>,
    pub(crate) seen_reply: bool,
    pub(crate) fasttrack: bool,
    /// The row it came from; none when it is new.
    pub(crate) row: Option<u32>,
}

impl Connection {
    pub(crate) fn new(protocol: &str, src: End, dst: End) -> Self {
        Self {
            protocol: protocol.to_owned(),
            src,
            dst,
            reply_src: dst,
            reply_dst: src,
            mark: None,
            seen_reply: false,
            fasttrack: false,
            row: None,
        }
    }

    pub(crate) fn dst_natted(&self) -> bool {
        self.reply_src != self.dst
    }

    pub(crate) fn src_natted(&self) -> bool {
        self.reply_dst != self.src
    }
}

/// Which way a packet of a connection goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Original,
    Reply,
}

/// Finds the connection of a packet.
pub(crate) fn find(
    connections: &[Connection],
    protocol: &str,
    src: End,
    dst: End,
) -> Option<(usize, Direction)> {
    connections.iter().enumerate().find_map(|(index, connection)| {
        if connection.protocol != protocol {
            return None;
        }
        if connection.src == src && connection.dst == dst {
            return Some((index, Direction::Original));
        }
        (connection.reply_src == src && connection.reply_dst == dst).then_some((index, Direction::Reply))
    })
}
