//! A row as a program wants it: owned, each property in its type.

use routeros_wire::Reply;

/// A mangle rule.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct MangleRule {
    pub id: String,
    pub chain: String,
    pub action: String,
    pub new_routing_mark: Option<String>,
    pub passthrough: bool,
    pub src_mac_address: Option<[u8; 6]>,
    pub dst_address_type: Option<String>,
    pub log: bool,
    pub log_prefix: String,
    pub bytes: u64,
    pub packets: u64,
    pub invalid: bool,
    pub disabled: bool,
    pub comment: Option<String>,
}

fn text(value: &[u8]) -> Option<String> {
    std::str::from_utf8(value).ok().map(str::to_owned)
}

fn number(value: &[u8]) -> Option<u64> {
    std::str::from_utf8(value).ok()?.parse().ok()
}

fn truth(value: &[u8]) -> Option<bool> {
    match value {
        b"true" | b"yes" => Some(true),
        b"false" | b"no" => Some(false),
        _ => None,
    }
}

fn mac(value: &[u8]) -> Option<[u8; 6]> {
    let mut mac = [0; 6];
    let mut parts = value.split(|byte| *byte == b':');
    for byte in &mut mac {
        *byte = u8::from_str_radix(std::str::from_utf8(parts.next()?).ok()?, 16).ok()?;
    }
    parts.next().is_none().then_some(mac)
}

impl MangleRule {
    /// Reads a rule; `None` when a value is not of its type.
    pub fn read(reply: &Reply<'_>) -> Option<Self> {
        let mut rule = Self::default();
        for (key, value) in reply.attributes() {
            match key {
                b".id" => rule.id = text(value)?,
                b"chain" => rule.chain = text(value)?,
                b"action" => rule.action = text(value)?,
                b"new-routing-mark" => rule.new_routing_mark = Some(text(value)?),
                b"passthrough" => rule.passthrough = truth(value)?,
                b"src-mac-address" => rule.src_mac_address = Some(mac(value)?),
                b"dst-address-type" => rule.dst_address_type = Some(text(value)?),
                b"log" => rule.log = truth(value)?,
                b"log-prefix" => rule.log_prefix = text(value)?,
                b"bytes" => rule.bytes = number(value)?,
                b"packets" => rule.packets = number(value)?,
                b"invalid" => rule.invalid = truth(value)?,
                b"disabled" => rule.disabled = truth(value)?,
                b"comment" => rule.comment = Some(text(value)?),
                _ => {}
            }
        }
        Some(rule)
    }
}
