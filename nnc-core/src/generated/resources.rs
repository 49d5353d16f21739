// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

#[allow(unused_imports, reason = "which scalars a schema uses is its business")]
use crate::decode::{self, CrossRule, Decode, Fields, Findings, IpRules, ItemRules, Raw, TextRules};
use crate::resource::{ResourceField, ResourceType};
#[allow(unused_imports, reason = "which types a schema uses is its business")]
use super::enums::*;
#[allow(unused_imports, reason = "which types a schema uses is its business")]
use super::objects::*;
#[allow(unused_imports, reason = "which patterns a schema uses is its business")]
use super::patterns;

/// The types that a resource can have, in the order of the schema.
pub static RESOURCE_TYPES: [ResourceType; 7] = [
    ResourceType { name: "VirtualInterface", doc: "One service instance as an interface of the router: VLAN, address, routing table, routes, marks and rules.", fields: &[
        ResourceField { name: "id", doc: "", required: false, sensitive: false, generated: true, immutable: true },
        ResourceField { name: "routerId", doc: "The router it is on.", required: true, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "instanceId", doc: "The service instance that it belongs to; null while nnc does not run the service.", required: false, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "instance", doc: "What the user calls it.", required: true, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "name", doc: "The interface name on the router: `nnc-<instance>`, shortened with a hash where that is longer than 15 characters.", required: true, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "service", doc: "The name in the service catalogue, such as `tor`.", required: true, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "parent", doc: "The interface or bridge of the router that carries the VLAN.", required: true, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "vlanId", doc: "The VLAN id.", required: true, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "ipAddress", doc: "The router's address on the interface, such as `10.99.101.1/24`.", required: true, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "serviceAddress", doc: "The address that the service binds, such as `10.99.101.2`.", required: true, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "dns", doc: "The resolver that steered devices are sent to; the service itself where it is absent.", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "gatewayType", doc: "", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "gatewayStatus", doc: "", required: true, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "tunName", doc: "The TUN device of the gateway.", required: false, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "routingMark", doc: "The mark, which is also the name of the routing table.", required: true, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "through", doc: "The instance whose virtual interface carries this one's own traffic.", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "onFailure", doc: "", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "ipv6", doc: "Whether IPv6 goes through the service too; otherwise it is blocked for steered devices.", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "dhcp", doc: "Whether the router hands out addresses of the interface's subnet.", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "status", doc: "", required: true, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "createdAt", doc: "", required: true, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "updatedAt", doc: "", required: true, sensitive: false, generated: true, immutable: false },
    ], judge: judge_virtual_interface },
    ResourceType { name: "ServiceInstance", doc: "One running copy of a service of the catalogue.", fields: &[
        ResourceField { name: "id", doc: "", required: false, sensitive: false, generated: true, immutable: true },
        ResourceField { name: "routerId", doc: "", required: true, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "name", doc: "", required: true, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "service", doc: "", required: true, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "status", doc: "", required: true, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "virtualInterfaceId", doc: "Its virtual interface, where it has one.", required: false, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "socksPort", doc: "Where it offers SOCKS5 to the gateway.", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "tags", doc: "", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "createdAt", doc: "", required: true, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "updatedAt", doc: "", required: true, sensitive: false, generated: true, immutable: false },
    ], judge: judge_service_instance },
    ResourceType { name: "SteeringRule", doc: "Sends the traffic of a device out through a virtual interface, and never any other way.", fields: &[
        ResourceField { name: "id", doc: "", required: false, sensitive: false, generated: true, immutable: true },
        ResourceField { name: "routerId", doc: "", required: true, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "device", doc: "", required: true, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "via", doc: "The instance whose virtual interface it goes out by.", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "ipv4Only", doc: "Leaves the device's IPv6 alone; listings and the leak check show it.", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "createdAt", doc: "", required: true, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "updatedAt", doc: "", required: true, sensitive: false, generated: true, immutable: false },
    ], judge: judge_steering_rule },
    ResourceType { name: "Router", doc: "A router under control.", fields: &[
        ResourceField { name: "id", doc: "", required: false, sensitive: false, generated: true, immutable: true },
        ResourceField { name: "name", doc: "", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "url", doc: "", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "platform", doc: "", required: true, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "pin", doc: "The SHA-256 of the certificate that is accepted, as `sha256:` and 64 hexadecimal digits.", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "insecure", doc: "Whether a certificate is accepted unseen.", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "password", doc: "Where the password is kept.", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "identity", doc: "The router's own name for itself.", required: false, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "version", doc: "", required: false, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "bytesSent", doc: "What the controller has sent to it since the start; null where nobody counts.", required: false, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "createdAt", doc: "", required: true, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "updatedAt", doc: "", required: true, sensitive: false, generated: true, immutable: false },
    ], judge: judge_router },
    ResourceType { name: "WireGuardClient", doc: "A WireGuard client of the router.", fields: &[
        ResourceField { name: "uuid", doc: "", required: false, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "name", doc: "", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "privateKey", doc: "", required: true, sensitive: true, generated: false, immutable: false },
        ResourceField { name: "listenPort", doc: "", required: true, sensitive: false, generated: false, immutable: false },
    ], judge: judge_wire_guard_client },
    ResourceType { name: "Vlan", doc: "A VLAN interface that no service stands behind.", fields: &[
        ResourceField { name: "uuid", doc: "", required: false, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "name", doc: "", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "vlanId", doc: "The VLAN id.", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "parent", doc: "The interface or bridge that carries it.", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "mtu", doc: "", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "running", doc: "Whether it is up.", required: false, sensitive: false, generated: true, immutable: false },
    ], judge: judge_vlan },
    ResourceType { name: "FirewallRule", doc: "A rule of the IPv4 firewall filter. It stands before every rule that nnc did not make, and after those of steering.", fields: &[
        ResourceField { name: "uuid", doc: "", required: false, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "name", doc: "What the user calls it.", required: true, sensitive: false, generated: false, immutable: true },
        ResourceField { name: "chain", doc: "The chain, such as `input` or `forward`.", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "action", doc: "", required: true, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "order", doc: "Where it stands among the rules of its chain: lower first. Rules of one number, and those without, are in any order.", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "srcAddress", doc: "", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "dstAddress", doc: "", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "inInterface", doc: "The interface that the packet came in by.", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "outInterface", doc: "The interface that the packet leaves by.", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "protocol", doc: "The protocol, such as `tcp`.", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "dstPort", doc: "Ports and ranges of ports, such as `22,8000-8080`.", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "log", doc: "Whether what it matches is logged.", required: false, sensitive: false, generated: false, immutable: false },
        ResourceField { name: "bytes", doc: "How many bytes it matched.", required: false, sensitive: false, generated: true, immutable: false },
        ResourceField { name: "packets", doc: "How many packets it matched.", required: false, sensitive: false, generated: true, immutable: false },
    ], judge: judge_firewall_rule },
];

fn judge_virtual_interface(raw: &Raw, at: &mut Findings) {
    let Some(mut fields) = Fields::open(raw, at) else { return };
    fields.required("routerId", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
    fields.optional("instanceId", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
    fields.required("instance", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
    fields.required("service", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
    fields.required("parent", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 64, pattern: None }));
    fields.optional("dns", at, |raw, at| decode::ip_address(raw, at, &IpRules { version: 4, no_host_bits: false }));
    fields.required("gatewayType", at, |raw, at| decode::enumeration(raw, at, GatewayType::WORDS));
    fields.optional("through", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
    fields.required("onFailure", at, |raw, at| decode::enumeration(raw, at, OnFailure::WORDS));
    fields.required("ipv6", at, decode::boolean);
    fields.required("dhcp", at, decode::boolean);
    fields.close(at);
}

fn judge_service_instance(raw: &Raw, at: &mut Findings) {
    let Some(mut fields) = Fields::open(raw, at) else { return };
    fields.required("routerId", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
    fields.required("name", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
    fields.required("service", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
    fields.optional("socksPort", at, |raw, at| decode::int(raw, at, &(1..=65535)));
    fields.required("tags", at, |raw, at| decode::items(raw, at, &ItemRules { min: 0, max: 20, unique: true }, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 40, pattern: None })));
    fields.close(at);
}

fn judge_steering_rule(raw: &Raw, at: &mut Findings) {
    let Some(mut fields) = Fields::open(raw, at) else { return };
    fields.required("routerId", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
    fields.required("device", at, DeviceSelector::decode);
    fields.required("via", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
    fields.required("ipv4Only", at, decode::boolean);
    fields.close(at);
}

fn judge_router(raw: &Raw, at: &mut Findings) {
    let Some(mut fields) = Fields::open(raw, at) else { return };
    let before = at.count();
    fields.required("name", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P5) }));
    fields.required("url", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 255, pattern: Some(&patterns::P6) }));
    fields.optional("pin", at, |raw, at| decode::text(raw, at, &TextRules { min: 71, max: 71, pattern: Some(&patterns::P7) }));
    fields.required("insecure", at, decode::boolean);
    fields.optional("password", at, decode::secret_ref);
    fields.close(at);
    fields.cross(before, &[CrossRule::Excludes { field: "pin", other: "insecure", words: &[] }], at);
}

fn judge_wire_guard_client(raw: &Raw, at: &mut Findings) {
    let Some(mut fields) = Fields::open(raw, at) else { return };
    fields.optional("uuid", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
    fields.required("name", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 100, pattern: None }));
    fields.required("privateKey", at, |raw, at| decode::text(raw, at, &TextRules { min: 0, max: 1024, pattern: Some(&patterns::P9) }));
    fields.required("listenPort", at, |raw, at| decode::int(raw, at, &(1..=65535)));
    fields.close(at);
}

fn judge_vlan(raw: &Raw, at: &mut Findings) {
    let Some(mut fields) = Fields::open(raw, at) else { return };
    fields.optional("uuid", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
    fields.required("name", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 64, pattern: Some(&patterns::P2) }));
    fields.required("vlanId", at, |raw, at| decode::int(raw, at, &(1..=4094)));
    fields.required("parent", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 64, pattern: None }));
    fields.optional("mtu", at, |raw, at| decode::int(raw, at, &(68..=65535)));
    fields.close(at);
}

fn judge_firewall_rule(raw: &Raw, at: &mut Findings) {
    let Some(mut fields) = Fields::open(raw, at) else { return };
    let before = at.count();
    fields.optional("uuid", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
    fields.required("name", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
    fields.required("chain", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 64, pattern: Some(&patterns::P2) }));
    fields.required("action", at, |raw, at| decode::enumeration(raw, at, FirewallAction::WORDS));
    fields.optional("order", at, |raw, at| decode::int(raw, at, &(0..=65535)));
    fields.optional("srcAddress", at, |raw, at| decode::ip_prefix(raw, at, &IpRules { version: 4, no_host_bits: true }));
    fields.optional("dstAddress", at, |raw, at| decode::ip_prefix(raw, at, &IpRules { version: 4, no_host_bits: true }));
    fields.optional("inInterface", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 64, pattern: None }));
    fields.optional("outInterface", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 64, pattern: None }));
    fields.optional("protocol", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 16, pattern: Some(&patterns::P10) }));
    fields.optional("dstPort", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 100, pattern: Some(&patterns::P11) }));
    fields.optional("log", at, decode::boolean);
    fields.close(at);
    fields.cross(before, &[CrossRule::Requires { field: "dstPort", other: "protocol", words: &["tcp", "udp", "udp-lite", "dccp", "sctp", "6", "17", "33", "132", "136"] }, CrossRule::Excludes { field: "inInterface", other: "chain", words: &["output"] }, CrossRule::Excludes { field: "outInterface", other: "chain", words: &["input"] }], at);
}

