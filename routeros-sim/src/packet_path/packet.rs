//! The packet that is asked about, and the answer.

use std::net::IpAddr;

use serde_json::{Value as Json, json};

/// A packet as it reaches the router, or as the router itself makes it.
///
/// As JSON: `{"in-interface":"ether2","src-address":"192.168.88.50","dst-address":"1.1.1.1","protocol":"tcp",
/// "src-port":40000,"dst-port":443}`. Without `in-interface` the router sends it itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Packet {
    /// The interface or bridge port it comes in by; none when the router sends it.
    pub(crate) in_interface: Option<String>,
    /// The 802.1Q tag it carries.
    pub(crate) vlan: Option<u16>,
    /// The sender's MAC address.
    pub(crate) src_mac: Option<String>,
    /// Where it comes from.
    pub(crate) src: IpAddr,
    /// Where it is to go.
    pub(crate) dst: IpAddr,
    /// `tcp`, `udp`, `icmp`, or another name or number.
    pub(crate) protocol: String,
    /// The source port of TCP and UDP.
    pub(crate) src_port: Option<u16>,
    /// The destination port of TCP and UDP.
    pub(crate) dst_port: Option<u16>,
    /// What connection tracking says, when it is to be told rather than looked up: `new`, `established`, `related`,
    /// `invalid`, `untracked`.
    pub(crate) connection_state: Option<String>,
    /// The connection's mark, when it is to be told.
    pub(crate) connection_mark: Option<String>,
    /// The connection is fasttracked, when that is to be told.
    pub(crate) fasttracked: bool,
}

impl Packet {
    /// A packet that the router sends itself.
    pub(crate) fn own(src: IpAddr, dst: IpAddr, protocol: &str) -> Self {
        Self {
            in_interface: None,
            vlan: None,
            src_mac: None,
            src,
            dst,
            protocol: protocol.to_owned(),
            src_port: None,
            dst_port: None,
            connection_state: None,
            connection_mark: None,
            fasttracked: false,
        }
    }

    /// Reads a packet; the error says what is wrong.
    ///
    /// # Errors
    /// A member that is missing, unknown or malformed.
    pub(crate) fn from_json(document: &Json) -> Result<Self, String> {
        let members = document.as_object().ok_or("a packet is an object")?;
        let text = |name: &str| match members.get(name) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(text)) => Ok(Some(text.clone())),
            Some(Json::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(format!("{name} is text")),
        };
        const KNOWN: &[&str] = &[
            "in-interface",
            "vlan",
            "src-mac",
            "src-address",
            "dst-address",
            "protocol",
            "src-port",
            "dst-port",
            "connection-state",
            "connection-mark",
            "fasttracked",
        ];
        if let Some(odd) = members.keys().find(|key| !KNOWN.contains(&key.as_str())) {
            return Err(format!("unknown member {odd}"));
        }
        let address = |name: &str| -> Result<IpAddr, String> {
            let text = text(name)?.ok_or_else(|| format!("{name} is missing"))?;
            text.parse().map_err(|_| format!("{name} is no address"))
        };
        let number = |name: &str| -> Result<Option<u16>, String> {
            match text(name)? {
                None => Ok(None),
                Some(text) => text
                    .parse()
                    .map(Some)
                    .map_err(|_| format!("{name} is no port or id")),
            }
        };
        let packet = Self {
            in_interface: text("in-interface")?,
            vlan: number("vlan")?,
            src_mac: match text("src-mac")? {
                None => None,
                Some(mac) => Some(crate::value::parse_mac(&mac).ok_or("src-mac is no MAC address")?),
            },
            src: address("src-address")?,
            dst: address("dst-address")?,
            protocol: text("protocol")?.unwrap_or_else(|| "tcp".to_owned()),
            src_port: number("src-port")?,
            dst_port: number("dst-port")?,
            connection_state: text("connection-state")?,
            connection_mark: text("connection-mark")?,
            fasttracked: members
                .get("fasttracked")
                .and_then(Json::as_bool)
                .unwrap_or(false),
        };
        if packet.src.is_ipv4() != packet.dst.is_ipv4() {
            return Err("src-address and dst-address are of different families".to_owned());
        }
        Ok(packet)
    }
}

/// What became of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It leaves by this interface.
    Forwarded {
        /// The interface of the route.
        interface: String,
        /// The next hop, when the route has one.
        gateway: Option<IpAddr>,
    },
    /// The router takes it itself.
    Delivered,
    /// It is dropped.
    Dropped {
        /// The rule or route, such as `/ip/firewall/filter *3`, or a reason.
        by: String,
    },
    /// It is refused with an answer to the sender.
    Rejected {
        /// The rule or route, or a reason.
        by: String,
    },
}

/// A verdict with how it came about.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) verdict: Verdict,
    pub(crate) src: IpAddr,
    pub(crate) dst: IpAddr,
    pub(crate) src_port: Option<u16>,
    pub(crate) dst_port: Option<u16>,
    pub(crate) table: Option<String>,
    pub(crate) routing_mark: Option<String>,
    pub(crate) connection_mark: Option<String>,
    pub(crate) fasttracked: bool,
    pub(crate) trace: Vec<String>,
    pub(crate) uncertain: Vec<String>,
}

impl Report {
    /// Whether it was neither dropped nor refused.
    pub(crate) fn went_out(&self) -> bool {
        matches!(self.verdict, Verdict::Forwarded { .. } | Verdict::Delivered)
    }

    /// The next hop it left to.
    pub(crate) fn gateway(&self) -> Option<IpAddr> {
        match &self.verdict {
            Verdict::Forwarded { gateway, .. } => *gateway,
            _ => None,
        }
    }

    pub(crate) fn to_json(&self) -> Json {
        let mut out = match &self.verdict {
            Verdict::Forwarded { interface, gateway } => {
                json!({"verdict": "forwarded", "out-interface": interface, "gateway": gateway.map(|g| g.to_string())})
            }
            Verdict::Delivered => json!({"verdict": "delivered"}),
            Verdict::Dropped { by } => json!({"verdict": "dropped", "by": by}),
            Verdict::Rejected { by } => json!({"verdict": "rejected", "by": by}),
        };
        let rest = json!({
            "src-address": self.src.to_string(),
            "dst-address": self.dst.to_string(),
            "src-port": self.src_port,
            "dst-port": self.dst_port,
            "routing-table": self.table,
            "routing-mark": self.routing_mark,
            "connection-mark": self.connection_mark,
            "fasttracked": self.fasttracked,
            "trace": self.trace,
            "uncertain": self.uncertain,
        });
        if let (Some(out), Json::Object(rest)) = (out.as_object_mut(), rest) {
            out.extend(rest);
        }
        out
    }
}
