use crate::wire::Version;
use std::time::Duration;

/// How a connection behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The versions to offer; the newest that both sides speak is used. Default: 1.3, 1.4 and 1.5.
    pub versions: Vec<Version>,
    /// How long the switch may be silent before it is asked whether it is there. Default: 5 s.
    pub echo_after: Duration,
    /// How long it may take to answer that, before it counts as gone; also how long the first hello may take.
    /// Default: 30 s: Open vSwitch does nothing else while it carries out a large bundle.
    pub give_up_after: Duration,
    /// How many bytes of messages that nobody asked for are kept until they are read; what comes when there is no
    /// room is counted, not kept. Default: 16 MiB.
    pub most_unread: usize,
    /// How many refusals of one batch are kept; the others are counted. Default: 100.
    pub most_refusals: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            versions: vec![Version::V1_3, Version::V1_4, Version::V1_5],
            echo_after: Duration::from_secs(5),
            give_up_after: Duration::from_secs(30),
            most_unread: 16 << 20,
            most_refusals: 100,
        }
    }
}
