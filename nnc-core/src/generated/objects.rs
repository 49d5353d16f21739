// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

#[allow(unused_imports, reason = "which scalars a schema uses is its business")]
use crate::decode::{self, CrossRule, DateTime, Decode, Encode, Fields, Findings, IpRules, ItemRules, Object, Patch, Raw, TextRules, Writer};
#[allow(unused_imports, reason = "which scalars a schema uses is its business")]
use crate::mac::Mac;
#[allow(unused_imports, reason = "which scalars a schema uses is its business")]
use crate::secret::{Secret, SecretRef};
use super::enums::*;
use super::patterns;

/// One service instance as an interface of the router: VLAN, address, routing table, routes, marks and rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VirtualInterface {
    /// The field `id` of the schema.
    pub id: String,
    /// The router it is on.
    pub router_id: String,
    /// The service instance that it belongs to; null while nnc does not run the service.
    pub instance_id: Option<String>,
    /// What the user calls it.
    pub instance: String,
    /// The interface name on the router: `nnc-<instance>`, shortened with a hash where that is longer than 15 characters.
    pub name: String,
    /// The name in the service catalogue, such as `tor`.
    pub service: String,
    /// The interface or bridge of the router that carries the VLAN.
    pub parent: String,
    /// The VLAN id.
    pub vlan_id: i32,
    /// The router's address on the interface, such as `10.99.101.1/24`.
    pub ip_address: ipnet::IpNet,
    /// The address that the service binds, such as `10.99.101.2`.
    pub service_address: std::net::IpAddr,
    /// The resolver that steered devices are sent to; the service itself where it is absent.
    pub dns: Option<std::net::IpAddr>,
    /// The field `gatewayType` of the schema.
    pub gateway_type: GatewayType,
    /// The field `gatewayStatus` of the schema.
    pub gateway_status: GatewayStatus,
    /// The TUN device of the gateway.
    pub tun_name: Option<String>,
    /// The mark, which is also the name of the routing table.
    pub routing_mark: String,
    /// The instance whose virtual interface carries this one's own traffic.
    pub through: Option<String>,
    /// The field `onFailure` of the schema.
    pub on_failure: OnFailure,
    /// Whether IPv6 goes through the service too; otherwise it is blocked for steered devices.
    pub ipv6: bool,
    /// Whether the router hands out addresses of the interface's subnet.
    pub dhcp: bool,
    /// The field `status` of the schema.
    pub status: VirtualInterfaceStatus,
    /// The field `createdAt` of the schema.
    pub created_at: DateTime,
    /// The field `updatedAt` of the schema.
    pub updated_at: DateTime,
}

impl VirtualInterface {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let id_ = fields.required("id", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let router_id_ = fields.required("routerId", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let instance_id_ = fields.optional("instanceId", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let instance_ = fields.required("instance", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
        let name_ = fields.required("name", at, |raw, at| decode::text(raw, at, &TextRules { min: 5, max: 15, pattern: Some(&patterns::P1) }));
        let service_ = fields.required("service", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
        let parent_ = fields.required("parent", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 64, pattern: None }));
        let vlan_id_ = fields.required("vlanId", at, |raw, at| decode::int(raw, at, &(2..=4094)));
        let ip_address_ = fields.required("ipAddress", at, |raw, at| decode::ip_prefix(raw, at, &IpRules { version: 4, no_host_bits: false }));
        let service_address_ = fields.required("serviceAddress", at, |raw, at| decode::ip_address(raw, at, &IpRules { version: 4, no_host_bits: false }));
        let dns_ = fields.optional("dns", at, |raw, at| decode::ip_address(raw, at, &IpRules { version: 4, no_host_bits: false }));
        let gateway_type_ = fields.required("gatewayType", at, |raw, at| decode::enumeration(raw, at, GatewayType::WORDS));
        let gateway_status_ = fields.required("gatewayStatus", at, |raw, at| decode::enumeration(raw, at, GatewayStatus::WORDS));
        let tun_name_ = fields.optional("tunName", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 15, pattern: Some(&patterns::P2) }));
        let routing_mark_ = fields.required("routingMark", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P3) }));
        let through_ = fields.optional("through", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
        let on_failure_ = fields.required("onFailure", at, |raw, at| decode::enumeration(raw, at, OnFailure::WORDS));
        let ipv6_ = fields.required("ipv6", at, decode::boolean);
        let dhcp_ = fields.required("dhcp", at, decode::boolean);
        let status_ = fields.required("status", at, |raw, at| decode::enumeration(raw, at, VirtualInterfaceStatus::WORDS));
        let created_at_ = fields.required("createdAt", at, |raw, at| decode::date_time(raw, at, &(-62_135_596_800_000..=253_402_300_799_999)));
        let updated_at_ = fields.required("updatedAt", at, |raw, at| decode::date_time(raw, at, &(-62_135_596_800_000..=253_402_300_799_999)));
        fields.close(at);
        Some(Self {
            id: id_?,
            router_id: router_id_?,
            instance_id: instance_id_?,
            instance: instance_?,
            name: name_?,
            service: service_?,
            parent: parent_?,
            vlan_id: vlan_id_?,
            ip_address: ip_address_?,
            service_address: service_address_?,
            dns: dns_?,
            gateway_type: gateway_type_?,
            gateway_status: gateway_status_?,
            tun_name: tun_name_?,
            routing_mark: routing_mark_?,
            through: through_?,
            on_failure: on_failure_?,
            ipv6: ipv6_?,
            dhcp: dhcp_?,
            status: status_?,
            created_at: created_at_?,
            updated_at: updated_at_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("id", &self.id);
        out.field("routerId", &self.router_id);
        out.optional("instanceId", self.instance_id.as_ref());
        out.field("instance", &self.instance);
        out.field("name", &self.name);
        out.field("service", &self.service);
        out.field("parent", &self.parent);
        out.field("vlanId", &self.vlan_id);
        out.field("ipAddress", &self.ip_address);
        out.field("serviceAddress", &self.service_address);
        out.optional("dns", self.dns.as_ref());
        out.field("gatewayType", &self.gateway_type);
        out.field("gatewayStatus", &self.gateway_status);
        out.optional("tunName", self.tun_name.as_ref());
        out.field("routingMark", &self.routing_mark);
        out.optional("through", self.through.as_ref());
        out.field("onFailure", &self.on_failure);
        out.field("ipv6", &self.ipv6);
        out.field("dhcp", &self.dhcp);
        out.field("status", &self.status);
        out.field("createdAt", &self.created_at);
        out.field("updatedAt", &self.updated_at);
    }
}

impl Decode for VirtualInterface {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for VirtualInterface {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// One running copy of a service of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceInstance {
    /// The field `id` of the schema.
    pub id: String,
    /// The field `routerId` of the schema.
    pub router_id: String,
    /// The field `name` of the schema.
    pub name: String,
    /// The field `service` of the schema.
    pub service: String,
    /// The field `status` of the schema.
    pub status: ServiceInstanceStatus,
    /// Its virtual interface, where it has one.
    pub virtual_interface_id: Option<String>,
    /// Where it offers SOCKS5 to the gateway.
    pub socks_port: Option<i32>,
    /// The field `tags` of the schema.
    pub tags: Vec<String>,
    /// The field `createdAt` of the schema.
    pub created_at: DateTime,
    /// The field `updatedAt` of the schema.
    pub updated_at: DateTime,
}

impl ServiceInstance {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let id_ = fields.required("id", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let router_id_ = fields.required("routerId", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let name_ = fields.required("name", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
        let service_ = fields.required("service", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
        let status_ = fields.required("status", at, |raw, at| decode::enumeration(raw, at, ServiceInstanceStatus::WORDS));
        let virtual_interface_id_ = fields.optional("virtualInterfaceId", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let socks_port_ = fields.optional("socksPort", at, |raw, at| decode::int(raw, at, &(1..=65535)));
        let tags_ = fields.required("tags", at, |raw, at| decode::items(raw, at, &ItemRules { min: 0, max: 20, unique: true }, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 40, pattern: None })));
        let created_at_ = fields.required("createdAt", at, |raw, at| decode::date_time(raw, at, &(-62_135_596_800_000..=253_402_300_799_999)));
        let updated_at_ = fields.required("updatedAt", at, |raw, at| decode::date_time(raw, at, &(-62_135_596_800_000..=253_402_300_799_999)));
        fields.close(at);
        Some(Self {
            id: id_?,
            router_id: router_id_?,
            name: name_?,
            service: service_?,
            status: status_?,
            virtual_interface_id: virtual_interface_id_?,
            socks_port: socks_port_?,
            tags: tags_?,
            created_at: created_at_?,
            updated_at: updated_at_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("id", &self.id);
        out.field("routerId", &self.router_id);
        out.field("name", &self.name);
        out.field("service", &self.service);
        out.field("status", &self.status);
        out.optional("virtualInterfaceId", self.virtual_interface_id.as_ref());
        out.optional("socksPort", self.socks_port.as_ref());
        out.field("tags", &self.tags);
        out.field("createdAt", &self.created_at);
        out.field("updatedAt", &self.updated_at);
    }
}

impl Decode for ServiceInstance {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for ServiceInstance {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// The VLAN ids and the address space that virtual interfaces are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VlanPool {
    /// The field `routerId` of the schema.
    pub router_id: String,
    /// The field `first` of the schema.
    pub first: i32,
    /// The field `last` of the schema.
    pub last: i32,
    /// Each virtual interface gets a /24 of it.
    pub prefix: ipnet::IpNet,
    /// How long a released id rests.
    pub quarantine: std::time::Duration,
}

impl VlanPool {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let before = at.count();
        let router_id_ = fields.required("routerId", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let first_ = fields.required("first", at, |raw, at| decode::int(raw, at, &(2..=4094)));
        let last_ = fields.required("last", at, |raw, at| decode::int(raw, at, &(2..=4094)));
        let prefix_ = fields.required("prefix", at, |raw, at| decode::ip_prefix(raw, at, &IpRules { version: 4, no_host_bits: true }));
        let quarantine_ = fields.required("quarantine", at, |raw, at| decode::duration(raw, at, &(0..=315_360_000_000_000)));
        fields.close(at);
        fields.cross(before, &[CrossRule::Ordered { lower: "first", upper: "last", equal: true }], at);
        Some(Self {
            router_id: router_id_?,
            first: first_?,
            last: last_?,
            prefix: prefix_?,
            quarantine: quarantine_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("routerId", &self.router_id);
        out.field("first", &self.first);
        out.field("last", &self.last);
        out.field("prefix", &self.prefix);
        out.field("quarantine", &self.quarantine);
    }
}

impl Decode for VlanPool {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for VlanPool {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// How full a VLAN pool is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VlanPoolStatus {
    /// The field `pool` of the schema.
    pub pool: VlanPool,
    /// How many ids the pool has.
    pub total: i32,
    /// The field `allocated` of the schema.
    pub allocated: i32,
    /// The field `quarantined` of the schema.
    pub quarantined: i32,
    /// Ids that somebody else uses on the router; null where the router was not asked.
    pub foreign: Option<i32>,
    /// Ids of ours on the router that no virtual interface is known for; null where the router was not asked.
    pub orphans: Option<i32>,
    /// The field `available` of the schema.
    pub available: i32,
}

impl VlanPoolStatus {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let pool_ = fields.required("pool", at, VlanPool::decode);
        let total_ = fields.required("total", at, |raw, at| decode::int(raw, at, &(0..=4094)));
        let allocated_ = fields.required("allocated", at, |raw, at| decode::int(raw, at, &(0..=4094)));
        let quarantined_ = fields.required("quarantined", at, |raw, at| decode::int(raw, at, &(0..=4094)));
        let foreign_ = fields.optional("foreign", at, |raw, at| decode::int(raw, at, &(0..=4094)));
        let orphans_ = fields.optional("orphans", at, |raw, at| decode::int(raw, at, &(0..=4094)));
        let available_ = fields.required("available", at, |raw, at| decode::int(raw, at, &(0..=4094)));
        fields.close(at);
        Some(Self {
            pool: pool_?,
            total: total_?,
            allocated: allocated_?,
            quarantined: quarantined_?,
            foreign: foreign_?,
            orphans: orphans_?,
            available: available_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("pool", &self.pool);
        out.field("total", &self.total);
        out.field("allocated", &self.allocated);
        out.field("quarantined", &self.quarantined);
        out.optional("foreign", self.foreign.as_ref());
        out.optional("orphans", self.orphans.as_ref());
        out.field("available", &self.available);
    }
}

impl Decode for VlanPoolStatus {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for VlanPoolStatus {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// One VLAN id that is not free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VlanAllocation {
    /// The field `routerId` of the schema.
    pub router_id: String,
    /// The field `vlanId` of the schema.
    pub vlan_id: i32,
    /// The field `state` of the schema.
    pub state: VlanAllocationState,
    /// The subnet that goes with it.
    pub subnet: Option<ipnet::IpNet>,
    /// The instance that has it or had it.
    pub instance: Option<String>,
    /// When it was released; null while it is in use.
    pub since: Option<DateTime>,
    /// When the quarantine ends.
    pub until: Option<DateTime>,
}

impl VlanAllocation {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let before = at.count();
        let router_id_ = fields.required("routerId", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let vlan_id_ = fields.required("vlanId", at, |raw, at| decode::int(raw, at, &(2..=4094)));
        let state_ = fields.required("state", at, |raw, at| decode::enumeration(raw, at, VlanAllocationState::WORDS));
        let subnet_ = fields.optional("subnet", at, |raw, at| decode::ip_prefix(raw, at, &IpRules { version: 4, no_host_bits: true }));
        let instance_ = fields.optional("instance", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
        let since_ = fields.optional("since", at, |raw, at| decode::date_time(raw, at, &(-62_135_596_800_000..=253_402_300_799_999)));
        let until_ = fields.optional("until", at, |raw, at| decode::date_time(raw, at, &(-62_135_596_800_000..=253_402_300_799_999)));
        fields.close(at);
        fields.cross(before, &[CrossRule::Ordered { lower: "since", upper: "until", equal: true }], at);
        Some(Self {
            router_id: router_id_?,
            vlan_id: vlan_id_?,
            state: state_?,
            subnet: subnet_?,
            instance: instance_?,
            since: since_?,
            until: until_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("routerId", &self.router_id);
        out.field("vlanId", &self.vlan_id);
        out.field("state", &self.state);
        out.optional("subnet", self.subnet.as_ref());
        out.optional("instance", self.instance.as_ref());
        out.optional("since", self.since.as_ref());
        out.optional("until", self.until.as_ref());
    }
}

impl Decode for VlanAllocation {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for VlanAllocation {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// Which device, or which devices, a steering rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceSelector {
    /// The field `mac` of the schema.
    Mac(Mac),
    /// The field `address` of the schema.
    Address(std::net::IpAddr),
    /// The field `subnet` of the schema.
    Subnet(ipnet::IpNet),
    /// The field `vlan` of the schema.
    Vlan(i32),
    /// An address list of the router. The name is part of the marks of its rows, which have room for 30 characters.
    AddressList(String),
}

impl Decode for DeviceSelector {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        let before = at.count();
        let mut fields = Fields::open(raw, at)?;
        let mac_ = fields.optional("mac", at, decode::mac);
        let address_ = fields.optional("address", at, |raw, at| decode::ip_address(raw, at, &IpRules { version: 0, no_host_bits: false }));
        let subnet_ = fields.optional("subnet", at, |raw, at| decode::ip_prefix(raw, at, &IpRules { version: 0, no_host_bits: true }));
        let vlan_ = fields.optional("vlan", at, |raw, at| decode::int(raw, at, &(1..=4094)));
        let address_list_ = fields.optional("addressList", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 30, pattern: Some(&patterns::P4) }));
        fields.exactly_one(at);
        fields.close(at);
        if at.count() != before {
            return None;
        }
        if let Some(Some(value)) = mac_ {
            return Some(Self::Mac(value));
        }
        if let Some(Some(value)) = address_ {
            return Some(Self::Address(value));
        }
        if let Some(Some(value)) = subnet_ {
            return Some(Self::Subnet(value));
        }
        if let Some(Some(value)) = vlan_ {
            return Some(Self::Vlan(value));
        }
        if let Some(Some(value)) = address_list_ {
            return Some(Self::AddressList(value));
        }
        None
    }
}

impl Encode for DeviceSelector {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        match self {
            Self::Mac(value) => object.field("mac", value),
            Self::Address(value) => object.field("address", value),
            Self::Subnet(value) => object.field("subnet", value),
            Self::Vlan(value) => object.field("vlan", value),
            Self::AddressList(value) => object.field("addressList", value),
        }
        object.end();
    }
}

/// Sends the traffic of a device out through a virtual interface, and never any other way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SteeringRule {
    /// The field `id` of the schema.
    pub id: String,
    /// The field `routerId` of the schema.
    pub router_id: String,
    /// The field `device` of the schema.
    pub device: DeviceSelector,
    /// The instance whose virtual interface it goes out by.
    pub via: String,
    /// Leaves the device's IPv6 alone; listings and the leak check show it.
    pub ipv4_only: bool,
    /// The field `createdAt` of the schema.
    pub created_at: DateTime,
    /// The field `updatedAt` of the schema.
    pub updated_at: DateTime,
}

impl SteeringRule {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let id_ = fields.required("id", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let router_id_ = fields.required("routerId", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let device_ = fields.required("device", at, DeviceSelector::decode);
        let via_ = fields.required("via", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
        let ipv4_only_ = fields.required("ipv4Only", at, decode::boolean);
        let created_at_ = fields.required("createdAt", at, |raw, at| decode::date_time(raw, at, &(-62_135_596_800_000..=253_402_300_799_999)));
        let updated_at_ = fields.required("updatedAt", at, |raw, at| decode::date_time(raw, at, &(-62_135_596_800_000..=253_402_300_799_999)));
        fields.close(at);
        Some(Self {
            id: id_?,
            router_id: router_id_?,
            device: device_?,
            via: via_?,
            ipv4_only: ipv4_only_?,
            created_at: created_at_?,
            updated_at: updated_at_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("id", &self.id);
        out.field("routerId", &self.router_id);
        out.field("device", &self.device);
        out.field("via", &self.via);
        out.field("ipv4Only", &self.ipv4_only);
        out.field("createdAt", &self.created_at);
        out.field("updatedAt", &self.updated_at);
    }
}

impl Decode for SteeringRule {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for SteeringRule {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A router under control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Router {
    /// The field `id` of the schema.
    pub id: String,
    /// The field `name` of the schema.
    pub name: String,
    /// The field `url` of the schema.
    pub url: String,
    /// The field `platform` of the schema.
    pub platform: RouterPlatform,
    /// The SHA-256 of the certificate that is accepted, as `sha256:` and 64 hexadecimal digits.
    pub pin: Option<String>,
    /// Whether a certificate is accepted unseen.
    pub insecure: bool,
    /// Where the password is kept.
    pub password: Option<SecretRef>,
    /// The router's own name for itself.
    pub identity: Option<String>,
    /// The field `version` of the schema.
    pub version: Option<String>,
    /// What the controller has sent to it since the start; null where nobody counts.
    pub bytes_sent: Option<u64>,
    /// The field `createdAt` of the schema.
    pub created_at: DateTime,
    /// The field `updatedAt` of the schema.
    pub updated_at: DateTime,
}

impl Router {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let before = at.count();
        let id_ = fields.required("id", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let name_ = fields.required("name", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P5) }));
        let url_ = fields.required("url", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 255, pattern: Some(&patterns::P6) }));
        let platform_ = fields.required("platform", at, |raw, at| decode::enumeration(raw, at, RouterPlatform::WORDS));
        let pin_ = fields.optional("pin", at, |raw, at| decode::text(raw, at, &TextRules { min: 71, max: 71, pattern: Some(&patterns::P7) }));
        let insecure_ = fields.required("insecure", at, decode::boolean);
        let password_ = fields.optional("password", at, decode::secret_ref);
        let identity_ = fields.optional("identity", at, |raw, at| decode::text(raw, at, &TextRules { min: 0, max: 255, pattern: None }));
        let version_ = fields.optional("version", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 32, pattern: Some(&patterns::P8) }));
        let bytes_sent_ = fields.optional("bytesSent", at, decode::u64);
        let created_at_ = fields.required("createdAt", at, |raw, at| decode::date_time(raw, at, &(-62_135_596_800_000..=253_402_300_799_999)));
        let updated_at_ = fields.required("updatedAt", at, |raw, at| decode::date_time(raw, at, &(-62_135_596_800_000..=253_402_300_799_999)));
        fields.close(at);
        fields.cross(before, &[CrossRule::Excludes { field: "pin", other: "insecure", words: &[] }], at);
        Some(Self {
            id: id_?,
            name: name_?,
            url: url_?,
            platform: platform_?,
            pin: pin_?,
            insecure: insecure_?,
            password: password_?,
            identity: identity_?,
            version: version_?,
            bytes_sent: bytes_sent_?,
            created_at: created_at_?,
            updated_at: updated_at_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("id", &self.id);
        out.field("name", &self.name);
        out.field("url", &self.url);
        out.field("platform", &self.platform);
        out.optional("pin", self.pin.as_ref());
        out.field("insecure", &self.insecure);
        out.optional("password", self.password.as_ref());
        out.optional("identity", self.identity.as_ref());
        out.optional("version", self.version.as_ref());
        out.optional("bytesSent", self.bytes_sent.as_ref());
        out.field("createdAt", &self.created_at);
        out.field("updatedAt", &self.updated_at);
    }
}

impl Decode for Router {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for Router {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A WireGuard client of the router.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireGuardClient {
    /// The field `uuid` of the schema.
    pub uuid: String,
    /// The field `name` of the schema.
    pub name: String,
    /// The field `privateKey` of the schema.
    pub private_key: Secret,
    /// The field `listenPort` of the schema.
    pub listen_port: i32,
}

impl WireGuardClient {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let uuid_ = fields.required("uuid", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let name_ = fields.required("name", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 100, pattern: None }));
        let private_key_ = fields.required("privateKey", at, |raw, at| decode::text(raw, at, &TextRules { min: 0, max: 1024, pattern: Some(&patterns::P9) }).map(|text| Secret::from(text.as_str())));
        let listen_port_ = fields.required("listenPort", at, |raw, at| decode::int(raw, at, &(1..=65535)));
        fields.close(at);
        Some(Self {
            uuid: uuid_?,
            name: name_?,
            private_key: private_key_?,
            listen_port: listen_port_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("uuid", &self.uuid);
        out.field("name", &self.name);
        out.field("privateKey", &self.private_key);
        out.field("listenPort", &self.listen_port);
    }
}

impl Decode for WireGuardClient {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for WireGuardClient {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A VLAN interface that no service stands behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vlan {
    /// The field `uuid` of the schema.
    pub uuid: String,
    /// The field `name` of the schema.
    pub name: String,
    /// The VLAN id.
    pub vlan_id: i32,
    /// The interface or bridge that carries it.
    pub parent: String,
    /// The field `mtu` of the schema.
    pub mtu: Option<i32>,
    /// Whether it is up.
    pub running: Option<bool>,
}

impl Vlan {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let uuid_ = fields.required("uuid", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let name_ = fields.required("name", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 64, pattern: Some(&patterns::P2) }));
        let vlan_id_ = fields.required("vlanId", at, |raw, at| decode::int(raw, at, &(1..=4094)));
        let parent_ = fields.required("parent", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 64, pattern: None }));
        let mtu_ = fields.optional("mtu", at, |raw, at| decode::int(raw, at, &(68..=65535)));
        let running_ = fields.optional("running", at, decode::boolean);
        fields.close(at);
        Some(Self {
            uuid: uuid_?,
            name: name_?,
            vlan_id: vlan_id_?,
            parent: parent_?,
            mtu: mtu_?,
            running: running_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("uuid", &self.uuid);
        out.field("name", &self.name);
        out.field("vlanId", &self.vlan_id);
        out.field("parent", &self.parent);
        out.optional("mtu", self.mtu.as_ref());
        out.optional("running", self.running.as_ref());
    }
}

impl Decode for Vlan {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for Vlan {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A rule of the IPv4 firewall filter. It stands before every rule that nnc did not make, and after those of steering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirewallRule {
    /// The field `uuid` of the schema.
    pub uuid: String,
    /// What the user calls it.
    pub name: String,
    /// The chain, such as `input` or `forward`.
    pub chain: String,
    /// The field `action` of the schema.
    pub action: FirewallAction,
    /// Where it stands among the rules of its chain: lower first. Rules of one number, and those without, are in any order.
    pub order: Option<i32>,
    /// The field `srcAddress` of the schema.
    pub src_address: Option<ipnet::IpNet>,
    /// The field `dstAddress` of the schema.
    pub dst_address: Option<ipnet::IpNet>,
    /// The interface that the packet came in by.
    pub in_interface: Option<String>,
    /// The interface that the packet leaves by.
    pub out_interface: Option<String>,
    /// The protocol, such as `tcp`.
    pub protocol: Option<String>,
    /// Ports and ranges of ports, such as `22,8000-8080`.
    pub dst_port: Option<String>,
    /// Whether what it matches is logged.
    pub log: Option<bool>,
    /// How many bytes it matched.
    pub bytes: Option<u64>,
    /// How many packets it matched.
    pub packets: Option<u64>,
}

impl FirewallRule {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let before = at.count();
        let uuid_ = fields.required("uuid", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 128, pattern: None }));
        let name_ = fields.required("name", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) }));
        let chain_ = fields.required("chain", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 64, pattern: Some(&patterns::P2) }));
        let action_ = fields.required("action", at, |raw, at| decode::enumeration(raw, at, FirewallAction::WORDS));
        let order_ = fields.optional("order", at, |raw, at| decode::int(raw, at, &(0..=65535)));
        let src_address_ = fields.optional("srcAddress", at, |raw, at| decode::ip_prefix(raw, at, &IpRules { version: 4, no_host_bits: true }));
        let dst_address_ = fields.optional("dstAddress", at, |raw, at| decode::ip_prefix(raw, at, &IpRules { version: 4, no_host_bits: true }));
        let in_interface_ = fields.optional("inInterface", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 64, pattern: None }));
        let out_interface_ = fields.optional("outInterface", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 64, pattern: None }));
        let protocol_ = fields.optional("protocol", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 16, pattern: Some(&patterns::P10) }));
        let dst_port_ = fields.optional("dstPort", at, |raw, at| decode::text(raw, at, &TextRules { min: 1, max: 100, pattern: Some(&patterns::P11) }));
        let log_ = fields.optional("log", at, decode::boolean);
        let bytes_ = fields.optional("bytes", at, decode::u64);
        let packets_ = fields.optional("packets", at, decode::u64);
        fields.close(at);
        fields.cross(before, &[CrossRule::Requires { field: "dstPort", other: "protocol", words: &["tcp", "udp", "udp-lite", "dccp", "sctp", "6", "17", "33", "132", "136"] }, CrossRule::Excludes { field: "inInterface", other: "chain", words: &["output"] }, CrossRule::Excludes { field: "outInterface", other: "chain", words: &["input"] }], at);
        Some(Self {
            uuid: uuid_?,
            name: name_?,
            chain: chain_?,
            action: action_?,
            order: order_?,
            src_address: src_address_?,
            dst_address: dst_address_?,
            in_interface: in_interface_?,
            out_interface: out_interface_?,
            protocol: protocol_?,
            dst_port: dst_port_?,
            log: log_?,
            bytes: bytes_?,
            packets: packets_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("uuid", &self.uuid);
        out.field("name", &self.name);
        out.field("chain", &self.chain);
        out.field("action", &self.action);
        out.optional("order", self.order.as_ref());
        out.optional("srcAddress", self.src_address.as_ref());
        out.optional("dstAddress", self.dst_address.as_ref());
        out.optional("inInterface", self.in_interface.as_ref());
        out.optional("outInterface", self.out_interface.as_ref());
        out.optional("protocol", self.protocol.as_ref());
        out.optional("dstPort", self.dst_port.as_ref());
        out.optional("log", self.log.as_ref());
        out.optional("bytes", self.bytes.as_ref());
        out.optional("packets", self.packets.as_ref());
    }
}

impl Decode for FirewallRule {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for FirewallRule {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// Anything that nnc keeps under a uuid and has a history of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "matching without a box is worth the bytes")]
pub enum Resource {
    /// See [`VirtualInterface`].
    VirtualInterface(VirtualInterface),
    /// See [`ServiceInstance`].
    ServiceInstance(ServiceInstance),
    /// See [`SteeringRule`].
    SteeringRule(SteeringRule),
    /// See [`Router`].
    Router(Router),
    /// See [`WireGuardClient`].
    WireGuardClient(WireGuardClient),
    /// See [`Vlan`].
    Vlan(Vlan),
    /// See [`FirewallRule`].
    FirewallRule(FirewallRule),
}

impl Decode for Resource {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        let mut fields = Fields::open(raw, at)?;
        match fields.tag(at)?.as_str() {
            "VirtualInterface" => VirtualInterface::decode_fields(fields, at).map(Self::VirtualInterface),
            "ServiceInstance" => ServiceInstance::decode_fields(fields, at).map(Self::ServiceInstance),
            "SteeringRule" => SteeringRule::decode_fields(fields, at).map(Self::SteeringRule),
            "Router" => Router::decode_fields(fields, at).map(Self::Router),
            "WireGuardClient" => WireGuardClient::decode_fields(fields, at).map(Self::WireGuardClient),
            "Vlan" => Vlan::decode_fields(fields, at).map(Self::Vlan),
            "FirewallRule" => FirewallRule::decode_fields(fields, at).map(Self::FirewallRule),
            _ => {
                at.enter("__typename");
                at.refuse("unknown-variant", "one of VirtualInterface, ServiceInstance, SteeringRule, Router, WireGuardClient, Vlan, FirewallRule is needed");
                at.leave();
                None
            }
        }
    }
}

impl Encode for Resource {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        match self {
            Self::VirtualInterface(value) => {
                object.field("__typename", &"VirtualInterface");
                value.encode_fields(&mut object);
            }
            Self::ServiceInstance(value) => {
                object.field("__typename", &"ServiceInstance");
                value.encode_fields(&mut object);
            }
            Self::SteeringRule(value) => {
                object.field("__typename", &"SteeringRule");
                value.encode_fields(&mut object);
            }
            Self::Router(value) => {
                object.field("__typename", &"Router");
                value.encode_fields(&mut object);
            }
            Self::WireGuardClient(value) => {
                object.field("__typename", &"WireGuardClient");
                value.encode_fields(&mut object);
            }
            Self::Vlan(value) => {
                object.field("__typename", &"Vlan");
                value.encode_fields(&mut object);
            }
            Self::FirewallRule(value) => {
                object.field("__typename", &"FirewallRule");
                value.encode_fields(&mut object);
            }
        }
        object.end();
    }
}

