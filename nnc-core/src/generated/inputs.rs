// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

#[allow(unused_imports, reason = "which scalars a schema uses is its business")]
use crate::decode::{self, CrossRule, DateTime, Decode, Encode, Fields, Findings, IpRules, ItemRules, Object, Patch, Raw, TextRules, Writer};
#[allow(unused_imports, reason = "which scalars a schema uses is its business")]
use crate::mac::Mac;
#[allow(unused_imports, reason = "which scalars a schema uses is its business")]
use crate::secret::{Secret, SecretRef};
use super::enums::*;
use super::patterns;

/// A wish for a virtual interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateVirtualInterfaceInput {
    /// Names the instance; unique on the router.
    pub name: String,
    /// The name in the service catalogue, such as `tor`.
    pub service: String,
    /// The interface that the service is behind; `ether1` where it is absent. A bridge port means its bridge.
    pub parent: Option<String>,
    /// The VLAN id; from the pool where it is absent.
    pub vlan_id: Option<i32>,
    /// The resolver that steered devices are sent to.
    pub dns: Option<std::net::IpAddr>,
    /// The field `gatewayType` of the schema.
    pub gateway_type: GatewayType,
    /// The instance whose virtual interface carries this one's own traffic.
    pub through: Option<String>,
    /// The field `onFailure` of the schema.
    pub on_failure: OnFailure,
    /// The field `ipv6` of the schema.
    pub ipv6: bool,
    /// The field `dhcp` of the schema.
    pub dhcp: bool,
}

impl CreateVirtualInterfaceInput {
    /// The rules of the field `name`.
    pub const NAME: TextRules = TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) };
    /// The rules of the field `service`.
    pub const SERVICE: TextRules = TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) };
    /// The rules of the field `parent`.
    pub const PARENT: TextRules = TextRules { min: 1, max: 64, pattern: None };
    /// The rules of the field `vlanId`.
    pub const VLAN_ID: std::ops::RangeInclusive<i64> = 2..=4094;
    /// The rules of the field `through`.
    pub const THROUGH: TextRules = TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) };
}

impl CreateVirtualInterfaceInput {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(name: impl Into<String>, service: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            service: service.into(),
            parent: None,
            vlan_id: None,
            dns: None,
            gateway_type: GatewayType::None,
            through: None,
            on_failure: OnFailure::Closed,
            ipv6: false,
            dhcp: false,
        }
    }
}

impl CreateVirtualInterfaceInput {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let name_ = fields.required("name", at, |raw, at| decode::text(raw, at, &Self::NAME));
        let service_ = fields.required("service", at, |raw, at| decode::text(raw, at, &Self::SERVICE));
        let parent_ = fields.optional("parent", at, |raw, at| decode::text(raw, at, &Self::PARENT));
        let vlan_id_ = fields.optional("vlanId", at, |raw, at| decode::int(raw, at, &Self::VLAN_ID));
        let dns_ = fields.optional("dns", at, |raw, at| decode::ip_address(raw, at, &IpRules { version: 4, no_host_bits: false }));
        let gateway_type_ = fields.omittable("gatewayType", at, |raw, at| decode::enumeration(raw, at, GatewayType::WORDS));
        let through_ = fields.optional("through", at, |raw, at| decode::text(raw, at, &Self::THROUGH));
        let on_failure_ = fields.omittable("onFailure", at, |raw, at| decode::enumeration(raw, at, OnFailure::WORDS));
        let ipv6_ = fields.omittable("ipv6", at, decode::boolean);
        let dhcp_ = fields.omittable("dhcp", at, decode::boolean);
        fields.close(at);
        Some(Self {
            name: name_?,
            service: service_?,
            parent: parent_?,
            vlan_id: vlan_id_?,
            dns: dns_?,
            gateway_type: gateway_type_?.unwrap_or(GatewayType::None),
            through: through_?,
            on_failure: on_failure_?.unwrap_or(OnFailure::Closed),
            ipv6: ipv6_?.unwrap_or(false),
            dhcp: dhcp_?.unwrap_or(false),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("name", &self.name);
        out.field("service", &self.service);
        out.optional("parent", self.parent.as_ref());
        out.optional("vlanId", self.vlan_id.as_ref());
        out.optional("dns", self.dns.as_ref());
        out.field("gatewayType", &self.gateway_type);
        out.optional("through", self.through.as_ref());
        out.field("onFailure", &self.on_failure);
        out.field("ipv6", &self.ipv6);
        out.field("dhcp", &self.dhcp);
    }
}

impl Decode for CreateVirtualInterfaceInput {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for CreateVirtualInterfaceInput {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A change to a virtual interface.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpdateVirtualInterfaceInput {
    /// The field `dns` of the schema.
    pub dns: Patch<std::net::IpAddr>,
    /// The field `gatewayType` of the schema.
    pub gateway_type: Option<GatewayType>,
    /// The field `through` of the schema.
    pub through: Patch<String>,
    /// The field `onFailure` of the schema.
    pub on_failure: Option<OnFailure>,
    /// The field `ipv6` of the schema.
    pub ipv6: Option<bool>,
    /// The field `dhcp` of the schema.
    pub dhcp: Option<bool>,
}

impl UpdateVirtualInterfaceInput {
    /// The rules of the field `through`.
    pub const THROUGH: TextRules = TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) };
}

impl UpdateVirtualInterfaceInput {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let dns_ = fields.clearable("dns", at, |raw, at| decode::ip_address(raw, at, &IpRules { version: 4, no_host_bits: false }));
        let gateway_type_ = fields.omittable("gatewayType", at, |raw, at| decode::enumeration(raw, at, GatewayType::WORDS));
        let through_ = fields.clearable("through", at, |raw, at| decode::text(raw, at, &Self::THROUGH));
        let on_failure_ = fields.omittable("onFailure", at, |raw, at| decode::enumeration(raw, at, OnFailure::WORDS));
        let ipv6_ = fields.omittable("ipv6", at, decode::boolean);
        let dhcp_ = fields.omittable("dhcp", at, decode::boolean);
        fields.close(at);
        Some(Self {
            dns: dns_?,
            gateway_type: gateway_type_?,
            through: through_?,
            on_failure: on_failure_?,
            ipv6: ipv6_?,
            dhcp: dhcp_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.patch("dns", &self.dns);
        out.optional("gatewayType", self.gateway_type.as_ref());
        out.patch("through", &self.through);
        out.optional("onFailure", self.on_failure.as_ref());
        out.optional("ipv6", self.ipv6.as_ref());
        out.optional("dhcp", self.dhcp.as_ref());
    }
}

impl Decode for UpdateVirtualInterfaceInput {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for UpdateVirtualInterfaceInput {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A change to a VLAN pool.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpdateVlanPoolInput {
    /// The field `first` of the schema.
    pub first: Option<i32>,
    /// The field `last` of the schema.
    pub last: Option<i32>,
    /// The field `prefix` of the schema.
    pub prefix: Option<ipnet::IpNet>,
    /// The field `quarantine` of the schema.
    pub quarantine: Option<std::time::Duration>,
}

impl UpdateVlanPoolInput {
    /// The rules of the field `first`.
    pub const FIRST: std::ops::RangeInclusive<i64> = 2..=4094;
    /// The rules of the field `last`.
    pub const LAST: std::ops::RangeInclusive<i64> = 2..=4094;
    /// The rules of the field `quarantine`.
    pub const QUARANTINE: std::ops::RangeInclusive<i64> = 0..=604_800_000;
}

impl UpdateVlanPoolInput {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let before = at.count();
        let first_ = fields.omittable("first", at, |raw, at| decode::int(raw, at, &Self::FIRST));
        let last_ = fields.omittable("last", at, |raw, at| decode::int(raw, at, &Self::LAST));
        let prefix_ = fields.omittable("prefix", at, |raw, at| decode::ip_prefix(raw, at, &IpRules { version: 4, no_host_bits: true }));
        let quarantine_ = fields.omittable("quarantine", at, |raw, at| decode::duration(raw, at, &Self::QUARANTINE));
        fields.close(at);
        fields.cross(before, &[CrossRule::Ordered { lower: "first", upper: "last", equal: true }], at);
        Some(Self {
            first: first_?,
            last: last_?,
            prefix: prefix_?,
            quarantine: quarantine_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.optional("first", self.first.as_ref());
        out.optional("last", self.last.as_ref());
        out.optional("prefix", self.prefix.as_ref());
        out.optional("quarantine", self.quarantine.as_ref());
    }
}

impl Decode for UpdateVlanPoolInput {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for UpdateVlanPoolInput {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// Which device, or which devices, a steering rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceSelectorInput {
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

impl DeviceSelectorInput {
    /// The rules of the field `vlan`.
    pub const VLAN: std::ops::RangeInclusive<i64> = 1..=4094;
    /// The rules of the field `addressList`.
    pub const ADDRESS_LIST: TextRules = TextRules { min: 1, max: 30, pattern: Some(&patterns::P4) };
}

impl Decode for DeviceSelectorInput {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        let before = at.count();
        let mut fields = Fields::open(raw, at)?;
        let mac_ = fields.optional("mac", at, decode::mac);
        let address_ = fields.optional("address", at, |raw, at| decode::ip_address(raw, at, &IpRules { version: 0, no_host_bits: false }));
        let subnet_ = fields.optional("subnet", at, |raw, at| decode::ip_prefix(raw, at, &IpRules { version: 0, no_host_bits: true }));
        let vlan_ = fields.optional("vlan", at, |raw, at| decode::int(raw, at, &Self::VLAN));
        let address_list_ = fields.optional("addressList", at, |raw, at| decode::text(raw, at, &Self::ADDRESS_LIST));
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

impl Encode for DeviceSelectorInput {
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

impl From<DeviceSelectorInput> for super::objects::DeviceSelector {
    fn from(input: DeviceSelectorInput) -> Self {
        match input {
            DeviceSelectorInput::Mac(value) => Self::Mac(value),
            DeviceSelectorInput::Address(value) => Self::Address(value),
            DeviceSelectorInput::Subnet(value) => Self::Subnet(value),
            DeviceSelectorInput::Vlan(value) => Self::Vlan(value),
            DeviceSelectorInput::AddressList(value) => Self::AddressList(value),
        }
    }
}

/// A wish for a steering rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateSteeringRuleInput {
    /// The field `device` of the schema.
    pub device: DeviceSelectorInput,
    /// The field `via` of the schema.
    pub via: String,
    /// The field `ipv4Only` of the schema.
    pub ipv4_only: bool,
}

impl CreateSteeringRuleInput {
    /// The rules of the field `via`.
    pub const VIA: TextRules = TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) };
}

impl CreateSteeringRuleInput {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(device: DeviceSelectorInput, via: impl Into<String>) -> Self {
        Self {
            device,
            via: via.into(),
            ipv4_only: false,
        }
    }
}

impl CreateSteeringRuleInput {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let device_ = fields.required("device", at, DeviceSelectorInput::decode);
        let via_ = fields.required("via", at, |raw, at| decode::text(raw, at, &Self::VIA));
        let ipv4_only_ = fields.omittable("ipv4Only", at, decode::boolean);
        fields.close(at);
        Some(Self {
            device: device_?,
            via: via_?,
            ipv4_only: ipv4_only_?.unwrap_or(false),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("device", &self.device);
        out.field("via", &self.via);
        out.field("ipv4Only", &self.ipv4_only);
    }
}

impl Decode for CreateSteeringRuleInput {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for CreateSteeringRuleInput {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// Moves a device to another virtual interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchSteeringRuleInput {
    /// The field `device` of the schema.
    pub device: DeviceSelectorInput,
    /// The field `via` of the schema.
    pub via: String,
}

impl SwitchSteeringRuleInput {
    /// The rules of the field `via`.
    pub const VIA: TextRules = TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) };
}

impl SwitchSteeringRuleInput {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(device: DeviceSelectorInput, via: impl Into<String>) -> Self {
        Self {
            device,
            via: via.into(),
        }
    }
}

impl SwitchSteeringRuleInput {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let device_ = fields.required("device", at, DeviceSelectorInput::decode);
        let via_ = fields.required("via", at, |raw, at| decode::text(raw, at, &Self::VIA));
        fields.close(at);
        Some(Self {
            device: device_?,
            via: via_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("device", &self.device);
        out.field("via", &self.via);
    }
}

impl Decode for SwitchSteeringRuleInput {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for SwitchSteeringRuleInput {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A wish to control a router. The password never travels in it in clear: it is stored first and referred to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddRouterInput {
    /// The field `name` of the schema.
    pub name: String,
    /// The field `url` of the schema.
    pub url: String,
    /// The field `pin` of the schema.
    pub pin: Option<String>,
    /// The field `insecure` of the schema.
    pub insecure: bool,
    /// The field `password` of the schema.
    pub password: Option<SecretRef>,
    /// Stores the router without connecting to it.
    pub offline: bool,
    /// Interfaces that virtual interfaces may use as a parent; any where it is empty.
    pub parents: Vec<String>,
}

impl AddRouterInput {
    /// The rules of the field `name`.
    pub const NAME: TextRules = TextRules { min: 1, max: 63, pattern: Some(&patterns::P5) };
    /// The rules of the field `url`.
    pub const URL: TextRules = TextRules { min: 1, max: 255, pattern: Some(&patterns::P12) };
    /// The rules of the field `pin`.
    pub const PIN: TextRules = TextRules { min: 71, max: 71, pattern: Some(&patterns::P7) };
    /// The rules of the field `parents`.
    pub const PARENTS: TextRules = TextRules { min: 1, max: 64, pattern: None };
}

impl AddRouterInput {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            url: url.into(),
            pin: None,
            insecure: false,
            password: None,
            offline: false,
            parents: Vec::new(),
        }
    }
}

impl AddRouterInput {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let before = at.count();
        let name_ = fields.required("name", at, |raw, at| decode::text(raw, at, &Self::NAME));
        let url_ = fields.required("url", at, |raw, at| decode::text(raw, at, &Self::URL));
        let pin_ = fields.optional("pin", at, |raw, at| decode::text(raw, at, &Self::PIN));
        let insecure_ = fields.omittable("insecure", at, decode::boolean);
        let password_ = fields.optional("password", at, decode::secret_ref);
        let offline_ = fields.omittable("offline", at, decode::boolean);
        let parents_ = fields.omittable("parents", at, |raw, at| decode::items(raw, at, &ItemRules { min: 0, max: 32, unique: true }, |raw, at| decode::text(raw, at, &Self::PARENTS)));
        fields.close(at);
        fields.cross(before, &[CrossRule::Excludes { field: "pin", other: "insecure", words: &[] }], at);
        Some(Self {
            name: name_?,
            url: url_?,
            pin: pin_?,
            insecure: insecure_?.unwrap_or(false),
            password: password_?,
            offline: offline_?.unwrap_or(false),
            parents: parents_?.unwrap_or_default(),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("name", &self.name);
        out.field("url", &self.url);
        out.optional("pin", self.pin.as_ref());
        out.field("insecure", &self.insecure);
        out.optional("password", self.password.as_ref());
        out.field("offline", &self.offline);
        out.field("parents", &self.parents);
    }
}

impl Decode for AddRouterInput {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for AddRouterInput {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A change to a router.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpdateRouterInput {
    /// The field `name` of the schema.
    pub name: Option<String>,
    /// The field `url` of the schema.
    pub url: Option<String>,
    /// The field `pin` of the schema.
    pub pin: Patch<String>,
    /// The field `insecure` of the schema.
    pub insecure: Option<bool>,
    /// The field `password` of the schema.
    pub password: Patch<SecretRef>,
}

impl UpdateRouterInput {
    /// The rules of the field `name`.
    pub const NAME: TextRules = TextRules { min: 1, max: 63, pattern: Some(&patterns::P5) };
    /// The rules of the field `url`.
    pub const URL: TextRules = TextRules { min: 1, max: 255, pattern: Some(&patterns::P12) };
    /// The rules of the field `pin`.
    pub const PIN: TextRules = TextRules { min: 71, max: 71, pattern: Some(&patterns::P7) };
}

impl UpdateRouterInput {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let before = at.count();
        let name_ = fields.omittable("name", at, |raw, at| decode::text(raw, at, &Self::NAME));
        let url_ = fields.omittable("url", at, |raw, at| decode::text(raw, at, &Self::URL));
        let pin_ = fields.clearable("pin", at, |raw, at| decode::text(raw, at, &Self::PIN));
        let insecure_ = fields.omittable("insecure", at, decode::boolean);
        let password_ = fields.clearable("password", at, decode::secret_ref);
        fields.close(at);
        fields.cross(before, &[CrossRule::Excludes { field: "pin", other: "insecure", words: &[] }], at);
        Some(Self {
            name: name_?,
            url: url_?,
            pin: pin_?,
            insecure: insecure_?,
            password: password_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.optional("name", self.name.as_ref());
        out.optional("url", self.url.as_ref());
        out.patch("pin", &self.pin);
        out.optional("insecure", self.insecure.as_ref());
        out.patch("password", &self.password);
    }
}

impl Decode for UpdateRouterInput {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for UpdateRouterInput {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

