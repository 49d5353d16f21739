// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

#[allow(unused_imports, reason = "which scalars a schema uses is its business")]
use nnc_core::decode::{self, DateTime, Decode, Encode, Fields, Findings, IpRules, ItemRules, Object, Raw, TextRules, Writer};
#[allow(unused_imports, reason = "which types a schema uses is its business")]
use nnc_core::model::*;
#[allow(unused_imports, reason = "which scalars a schema uses is its business")]
use nnc_core::mac::Mac;
#[allow(unused_imports, reason = "which scalars a schema uses is its business")]
use nnc_core::secret::{Secret, SecretRef};
use super::enums::*;
use super::patterns;

/// What `Query.open` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenArguments {
    /// The folder.
    pub path: String,
    /// Who wants the changes that are made from here: history tells it.
    pub actor: Option<String>,
    /// How long to wait for another process that is changing the same router; 30 seconds where it is absent.
    pub wait: Option<std::time::Duration>,
    /// How long a router may take to let us in, and for each answer; 10 seconds where it is absent.
    pub patience: Option<std::time::Duration>,
    /// Makes changes that are foreseen to lock this program out of the router, too.
    pub allow_lockout: bool,
}

impl OpenArguments {
    /// The rules of the field `path`.
    pub const PATH: TextRules = TextRules { min: 1, max: 4096, pattern: None };
    /// The rules of the field `actor`.
    pub const ACTOR: TextRules = TextRules { min: 1, max: 200, pattern: None };
    /// The rules of the field `wait`.
    pub const WAIT: std::ops::RangeInclusive<i64> = 0..=315_360_000_000_000;
    /// The rules of the field `patience`.
    pub const PATIENCE: std::ops::RangeInclusive<i64> = 0..=315_360_000_000_000;
}

impl OpenArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            actor: None,
            wait: None,
            patience: None,
            allow_lockout: false,
        }
    }
}

impl OpenArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let path_ = fields.required("path", at, |raw, at| decode::text(raw, at, &Self::PATH));
        let actor_ = fields.optional("actor", at, |raw, at| decode::text(raw, at, &Self::ACTOR));
        let wait_ = fields.optional("wait", at, |raw, at| decode::duration(raw, at, &Self::WAIT));
        let patience_ = fields.optional("patience", at, |raw, at| decode::duration(raw, at, &Self::PATIENCE));
        let allow_lockout_ = fields.omittable("allowLockout", at, decode::boolean);
        fields.close(at);
        Some(Self {
            path: path_?,
            actor: actor_?,
            wait: wait_?,
            patience: patience_?,
            allow_lockout: allow_lockout_?.unwrap_or(false),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("path", &self.path);
        out.optional("actor", self.actor.as_ref());
        out.optional("wait", self.wait.as_ref());
        out.optional("patience", self.patience.as_ref());
        out.field("allowLockout", &self.allow_lockout);
    }
}

impl Decode for OpenArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for OpenArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Query.openForTest` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenForTestArguments {
    /// The field `path` of the schema.
    pub path: String,
    /// The field `seed` of the schema.
    pub seed: u64,
    /// Where time stands.
    pub time: DateTime,
    /// The field `actor` of the schema.
    pub actor: Option<String>,
    /// The field `wait` of the schema.
    pub wait: Option<std::time::Duration>,
    /// The field `patience` of the schema.
    pub patience: Option<std::time::Duration>,
    /// The field `allowLockout` of the schema.
    pub allow_lockout: bool,
}

impl OpenForTestArguments {
    /// The rules of the field `path`.
    pub const PATH: TextRules = TextRules { min: 1, max: 4096, pattern: None };
    /// The rules of the field `time`.
    pub const TIME: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;
    /// The rules of the field `actor`.
    pub const ACTOR: TextRules = TextRules { min: 1, max: 200, pattern: None };
    /// The rules of the field `wait`.
    pub const WAIT: std::ops::RangeInclusive<i64> = 0..=315_360_000_000_000;
    /// The rules of the field `patience`.
    pub const PATIENCE: std::ops::RangeInclusive<i64> = 0..=315_360_000_000_000;
}

impl OpenForTestArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(path: impl Into<String>, seed: u64, time: DateTime) -> Self {
        Self {
            path: path.into(),
            seed,
            time,
            actor: None,
            wait: None,
            patience: None,
            allow_lockout: false,
        }
    }
}

impl OpenForTestArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let path_ = fields.required("path", at, |raw, at| decode::text(raw, at, &Self::PATH));
        let seed_ = fields.required("seed", at, decode::u64);
        let time_ = fields.required("time", at, |raw, at| decode::date_time(raw, at, &Self::TIME));
        let actor_ = fields.optional("actor", at, |raw, at| decode::text(raw, at, &Self::ACTOR));
        let wait_ = fields.optional("wait", at, |raw, at| decode::duration(raw, at, &Self::WAIT));
        let patience_ = fields.optional("patience", at, |raw, at| decode::duration(raw, at, &Self::PATIENCE));
        let allow_lockout_ = fields.omittable("allowLockout", at, decode::boolean);
        fields.close(at);
        Some(Self {
            path: path_?,
            seed: seed_?,
            time: time_?,
            actor: actor_?,
            wait: wait_?,
            patience: patience_?,
            allow_lockout: allow_lockout_?.unwrap_or(false),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("path", &self.path);
        out.field("seed", &self.seed);
        out.field("time", &self.time);
        out.optional("actor", self.actor.as_ref());
        out.optional("wait", self.wait.as_ref());
        out.optional("patience", self.patience.as_ref());
        out.field("allowLockout", &self.allow_lockout);
    }
}

impl Decode for OpenForTestArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for OpenForTestArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Nnc.router` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NncRouterArguments {
    /// The field `name` of the schema.
    pub name: String,
}

impl NncRouterArguments {
    /// The rules of the field `name`.
    pub const NAME: TextRules = TextRules { min: 1, max: 63, pattern: None };
}

impl NncRouterArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
        }
    }
}

impl NncRouterArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let name_ = fields.required("name", at, |raw, at| decode::text(raw, at, &Self::NAME));
        fields.close(at);
        Some(Self {
            name: name_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("name", &self.name);
    }
}

impl Decode for NncRouterArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for NncRouterArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Nnc.addRouter` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NncAddRouterArguments {
    /// How you will call it.
    pub name: String,
    /// Where it is, such as `routeros+apis://admin@192.168.88.1`.
    pub url: String,
    /// The field `password` of the schema.
    pub password: Option<Secret>,
    /// The SHA-256 of the certificate that is accepted, as `sha256:` and 64 hexadecimal digits; the system's roots judge where it is absent.
    pub pin: Option<String>,
    /// Accepts any certificate. Whoever sits between can read the password.
    pub insecure: bool,
    /// Remembers it without connecting.
    pub offline: bool,
}

impl NncAddRouterArguments {
    /// The rules of the field `name`.
    pub const NAME: TextRules = TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) };
    /// The rules of the field `url`.
    pub const URL: TextRules = TextRules { min: 1, max: 255, pattern: None };
    /// The rules of the field `password`.
    pub const PASSWORD: TextRules = TextRules { min: 0, max: 1024, pattern: None };
    /// The rules of the field `pin`.
    pub const PIN: TextRules = TextRules { min: 71, max: 71, pattern: Some(&patterns::P1) };
}

impl NncAddRouterArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            url: url.into(),
            password: None,
            pin: None,
            insecure: false,
            offline: false,
        }
    }
}

impl NncAddRouterArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let name_ = fields.required("name", at, |raw, at| decode::text(raw, at, &Self::NAME));
        let url_ = fields.required("url", at, |raw, at| decode::text(raw, at, &Self::URL));
        let password_ = fields.optional("password", at, |raw, at| decode::text(raw, at, &Self::PASSWORD).map(|text| Secret::from(text.as_str())));
        let pin_ = fields.optional("pin", at, |raw, at| decode::text(raw, at, &Self::PIN));
        let insecure_ = fields.omittable("insecure", at, decode::boolean);
        let offline_ = fields.omittable("offline", at, decode::boolean);
        fields.close(at);
        Some(Self {
            name: name_?,
            url: url_?,
            password: password_?,
            pin: pin_?,
            insecure: insecure_?.unwrap_or(false),
            offline: offline_?.unwrap_or(false),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("name", &self.name);
        out.field("url", &self.url);
        out.optional("password", self.password.as_ref());
        out.optional("pin", self.pin.as_ref());
        out.field("insecure", &self.insecure);
        out.field("offline", &self.offline);
    }
}

impl Decode for NncAddRouterArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for NncAddRouterArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Nnc.removeRouter` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NncRemoveRouterArguments {
    /// The field `name` of the schema.
    pub name: String,
    /// The field `keepRows` of the schema.
    pub keep_rows: bool,
}

impl NncRemoveRouterArguments {
    /// The rules of the field `name`.
    pub const NAME: TextRules = TextRules { min: 1, max: 63, pattern: None };
}

impl NncRemoveRouterArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            keep_rows: false,
        }
    }
}

impl NncRemoveRouterArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let name_ = fields.required("name", at, |raw, at| decode::text(raw, at, &Self::NAME));
        let keep_rows_ = fields.omittable("keepRows", at, decode::boolean);
        fields.close(at);
        Some(Self {
            name: name_?,
            keep_rows: keep_rows_?.unwrap_or(false),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("name", &self.name);
        out.field("keepRows", &self.keep_rows);
    }
}

impl Decode for NncRemoveRouterArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for NncRemoveRouterArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Nnc.events` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NncEventsArguments {
    /// Only of this kind, such as `apply.merged`, or of a family of kinds, such as `apply`.
    pub kind: Option<String>,
    /// Only of this router.
    pub router: Option<String>,
    /// Only about this resource, such as `vif/tor-usa`.
    pub resource: Option<String>,
    /// How many events wait for a slow reader; what it misses beyond that it is told as a count.
    pub capacity: i32,
}

impl NncEventsArguments {
    /// The rules of the field `kind`.
    pub const KIND: TextRules = TextRules { min: 1, max: 100, pattern: None };
    /// The rules of the field `router`.
    pub const ROUTER: TextRules = TextRules { min: 1, max: 63, pattern: None };
    /// The rules of the field `resource`.
    pub const RESOURCE: TextRules = TextRules { min: 1, max: 128, pattern: None };
    /// The rules of the field `capacity`.
    pub const CAPACITY: std::ops::RangeInclusive<i64> = 1..=1_000_000;
}

impl NncEventsArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new() -> Self {
        Self {
            kind: None,
            router: None,
            resource: None,
            capacity: 16384,
        }
    }
}

impl Default for NncEventsArguments {
    fn default() -> Self {
        Self::new()
    }
}

impl NncEventsArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let kind_ = fields.optional("kind", at, |raw, at| decode::text(raw, at, &Self::KIND));
        let router_ = fields.optional("router", at, |raw, at| decode::text(raw, at, &Self::ROUTER));
        let resource_ = fields.optional("resource", at, |raw, at| decode::text(raw, at, &Self::RESOURCE));
        let capacity_ = fields.omittable("capacity", at, |raw, at| decode::int(raw, at, &Self::CAPACITY));
        fields.close(at);
        Some(Self {
            kind: kind_?,
            router: router_?,
            resource: resource_?,
            capacity: capacity_?.unwrap_or(16384),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.optional("kind", self.kind.as_ref());
        out.optional("router", self.router.as_ref());
        out.optional("resource", self.resource.as_ref());
        out.field("capacity", &self.capacity);
    }
}

impl Decode for NncEventsArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for NncEventsArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Nnc.setTime` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NncSetTimeArguments {
    /// The field `time` of the schema.
    pub time: DateTime,
}

impl NncSetTimeArguments {
    /// The rules of the field `time`.
    pub const TIME: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;
}

impl NncSetTimeArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(time: DateTime) -> Self {
        Self {
            time,
        }
    }
}

impl NncSetTimeArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let time_ = fields.required("time", at, |raw, at| decode::date_time(raw, at, &Self::TIME));
        fields.close(at);
        Some(Self {
            time: time_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("time", &self.time);
    }
}

impl Decode for NncSetTimeArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for NncSetTimeArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Nnc.attachRouter` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NncAttachRouterArguments {
    /// How you will call it.
    pub name: String,
}

impl NncAttachRouterArguments {
    /// The rules of the field `name`.
    pub const NAME: TextRules = TextRules { min: 1, max: 63, pattern: Some(&patterns::P0) };
}

impl NncAttachRouterArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
        }
    }
}

impl NncAttachRouterArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let name_ = fields.required("name", at, |raw, at| decode::text(raw, at, &Self::NAME));
        fields.close(at);
        Some(Self {
            name: name_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("name", &self.name);
    }
}

impl Decode for NncAttachRouterArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for NncAttachRouterArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `RouterHandle.acceptDifferences` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouterHandleAcceptDifferencesArguments {
    /// The field `ids` of the schema.
    pub ids: Vec<String>,
}

impl RouterHandleAcceptDifferencesArguments {
    /// The rules of the field `ids`.
    pub const IDS: TextRules = TextRules { min: 0, max: 1024, pattern: None };
}

impl RouterHandleAcceptDifferencesArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(ids: Vec<String>) -> Self {
        Self {
            ids,
        }
    }
}

impl RouterHandleAcceptDifferencesArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let ids_ = fields.required("ids", at, |raw, at| decode::items(raw, at, &ItemRules { min: 0, max: 1000, unique: false }, |raw, at| decode::text(raw, at, &Self::IDS)));
        fields.close(at);
        Some(Self {
            ids: ids_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("ids", &self.ids);
    }
}

impl Decode for RouterHandleAcceptDifferencesArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for RouterHandleAcceptDifferencesArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `RouterHandle.adoptDifferences` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouterHandleAdoptDifferencesArguments {
    /// The field `ids` of the schema.
    pub ids: Vec<String>,
}

impl RouterHandleAdoptDifferencesArguments {
    /// The rules of the field `ids`.
    pub const IDS: TextRules = TextRules { min: 0, max: 1024, pattern: None };
}

impl RouterHandleAdoptDifferencesArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(ids: Vec<String>) -> Self {
        Self {
            ids,
        }
    }
}

impl RouterHandleAdoptDifferencesArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let ids_ = fields.required("ids", at, |raw, at| decode::items(raw, at, &ItemRules { min: 0, max: 1000, unique: false }, |raw, at| decode::text(raw, at, &Self::IDS)));
        fields.close(at);
        Some(Self {
            ids: ids_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("ids", &self.ids);
    }
}

impl Decode for RouterHandleAdoptDifferencesArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for RouterHandleAdoptDifferencesArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `RouterHandle.verifyLeaks` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouterHandleVerifyLeaksArguments {
    /// Only this device.
    pub device: Option<String>,
}

impl RouterHandleVerifyLeaksArguments {
    /// The rules of the field `device`.
    pub const DEVICE: TextRules = TextRules { min: 1, max: 100, pattern: None };
}

impl RouterHandleVerifyLeaksArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new() -> Self {
        Self {
            device: None,
        }
    }
}

impl Default for RouterHandleVerifyLeaksArguments {
    fn default() -> Self {
        Self::new()
    }
}

impl RouterHandleVerifyLeaksArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let device_ = fields.optional("device", at, |raw, at| decode::text(raw, at, &Self::DEVICE));
        fields.close(at);
        Some(Self {
            device: device_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.optional("device", self.device.as_ref());
    }
}

impl Decode for RouterHandleVerifyLeaksArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for RouterHandleVerifyLeaksArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `VirtualInterfaces.create` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VirtualInterfacesCreateArguments {
    /// The field `interfaces` of the schema.
    pub interfaces: Vec<CreateVirtualInterfaceInput>,
    /// Says what would be done, and writes nothing.
    pub dry_run: bool,
}

impl VirtualInterfacesCreateArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(interfaces: Vec<CreateVirtualInterfaceInput>) -> Self {
        Self {
            interfaces,
            dry_run: false,
        }
    }
}

impl VirtualInterfacesCreateArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let interfaces_ = fields.required("interfaces", at, |raw, at| decode::items(raw, at, &ItemRules { min: 1, max: 1000, unique: false }, CreateVirtualInterfaceInput::decode));
        let dry_run_ = fields.omittable("dryRun", at, decode::boolean);
        fields.close(at);
        Some(Self {
            interfaces: interfaces_?,
            dry_run: dry_run_?.unwrap_or(false),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("interfaces", &self.interfaces);
        out.field("dryRun", &self.dry_run);
    }
}

impl Decode for VirtualInterfacesCreateArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for VirtualInterfacesCreateArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `VirtualInterfaces.get` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VirtualInterfacesGetArguments {
    /// The field `instance` of the schema.
    pub instance: String,
}

impl VirtualInterfacesGetArguments {
    /// The rules of the field `instance`.
    pub const INSTANCE: TextRules = TextRules { min: 1, max: 63, pattern: None };
}

impl VirtualInterfacesGetArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(instance: impl Into<String>) -> Self {
        Self {
            instance: instance.into(),
        }
    }
}

impl VirtualInterfacesGetArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let instance_ = fields.required("instance", at, |raw, at| decode::text(raw, at, &Self::INSTANCE));
        fields.close(at);
        Some(Self {
            instance: instance_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("instance", &self.instance);
    }
}

impl Decode for VirtualInterfacesGetArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for VirtualInterfacesGetArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `VirtualInterfaces.chain` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VirtualInterfacesChainArguments {
    /// The field `instance` of the schema.
    pub instance: String,
}

impl VirtualInterfacesChainArguments {
    /// The rules of the field `instance`.
    pub const INSTANCE: TextRules = TextRules { min: 1, max: 63, pattern: None };
}

impl VirtualInterfacesChainArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(instance: impl Into<String>) -> Self {
        Self {
            instance: instance.into(),
        }
    }
}

impl VirtualInterfacesChainArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let instance_ = fields.required("instance", at, |raw, at| decode::text(raw, at, &Self::INSTANCE));
        fields.close(at);
        Some(Self {
            instance: instance_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("instance", &self.instance);
    }
}

impl Decode for VirtualInterfacesChainArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for VirtualInterfacesChainArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `VirtualInterfaces.delete` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VirtualInterfacesDeleteArguments {
    /// The field `instances` of the schema.
    pub instances: Vec<String>,
    /// Stops steering the devices that go through them, too.
    pub cascade: bool,
    /// Says what would be done, and writes nothing.
    pub dry_run: bool,
}

impl VirtualInterfacesDeleteArguments {
    /// The rules of the field `instances`.
    pub const INSTANCES: TextRules = TextRules { min: 1, max: 63, pattern: None };
}

impl VirtualInterfacesDeleteArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(instances: Vec<String>) -> Self {
        Self {
            instances,
            cascade: false,
            dry_run: false,
        }
    }
}

impl VirtualInterfacesDeleteArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let instances_ = fields.required("instances", at, |raw, at| decode::items(raw, at, &ItemRules { min: 1, max: 1000, unique: false }, |raw, at| decode::text(raw, at, &Self::INSTANCES)));
        let cascade_ = fields.omittable("cascade", at, decode::boolean);
        let dry_run_ = fields.omittable("dryRun", at, decode::boolean);
        fields.close(at);
        Some(Self {
            instances: instances_?,
            cascade: cascade_?.unwrap_or(false),
            dry_run: dry_run_?.unwrap_or(false),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("instances", &self.instances);
        out.field("cascade", &self.cascade);
        out.field("dryRun", &self.dry_run);
    }
}

impl Decode for VirtualInterfacesDeleteArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for VirtualInterfacesDeleteArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `SteeringRules.add` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SteeringRulesAddArguments {
    /// A MAC address, an address, a network, `vlan:ID` or `list:NAME`.
    pub device: String,
    /// The instance whose virtual interface it goes out by.
    pub via: String,
    /// Leaves the device's IPv6 alone.
    pub ipv4_only: bool,
    /// Says what would be done, and writes nothing.
    pub dry_run: bool,
}

impl SteeringRulesAddArguments {
    /// The rules of the field `device`.
    pub const DEVICE: TextRules = TextRules { min: 1, max: 100, pattern: None };
    /// The rules of the field `via`.
    pub const VIA: TextRules = TextRules { min: 1, max: 63, pattern: None };
}

impl SteeringRulesAddArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(device: impl Into<String>, via: impl Into<String>) -> Self {
        Self {
            device: device.into(),
            via: via.into(),
            ipv4_only: false,
            dry_run: false,
        }
    }
}

impl SteeringRulesAddArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let device_ = fields.required("device", at, |raw, at| decode::text(raw, at, &Self::DEVICE));
        let via_ = fields.required("via", at, |raw, at| decode::text(raw, at, &Self::VIA));
        let ipv4_only_ = fields.omittable("ipv4Only", at, decode::boolean);
        let dry_run_ = fields.omittable("dryRun", at, decode::boolean);
        fields.close(at);
        Some(Self {
            device: device_?,
            via: via_?,
            ipv4_only: ipv4_only_?.unwrap_or(false),
            dry_run: dry_run_?.unwrap_or(false),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("device", &self.device);
        out.field("via", &self.via);
        out.field("ipv4Only", &self.ipv4_only);
        out.field("dryRun", &self.dry_run);
    }
}

impl Decode for SteeringRulesAddArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for SteeringRulesAddArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `SteeringRules.switch` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SteeringRulesSwitchArguments {
    /// The field `device` of the schema.
    pub device: String,
    /// The field `via` of the schema.
    pub via: String,
    /// Says what would be done, and writes nothing.
    pub dry_run: bool,
}

impl SteeringRulesSwitchArguments {
    /// The rules of the field `device`.
    pub const DEVICE: TextRules = TextRules { min: 1, max: 100, pattern: None };
    /// The rules of the field `via`.
    pub const VIA: TextRules = TextRules { min: 1, max: 63, pattern: None };
}

impl SteeringRulesSwitchArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(device: impl Into<String>, via: impl Into<String>) -> Self {
        Self {
            device: device.into(),
            via: via.into(),
            dry_run: false,
        }
    }
}

impl SteeringRulesSwitchArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let device_ = fields.required("device", at, |raw, at| decode::text(raw, at, &Self::DEVICE));
        let via_ = fields.required("via", at, |raw, at| decode::text(raw, at, &Self::VIA));
        let dry_run_ = fields.omittable("dryRun", at, decode::boolean);
        fields.close(at);
        Some(Self {
            device: device_?,
            via: via_?,
            dry_run: dry_run_?.unwrap_or(false),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("device", &self.device);
        out.field("via", &self.via);
        out.field("dryRun", &self.dry_run);
    }
}

impl Decode for SteeringRulesSwitchArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for SteeringRulesSwitchArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `SteeringRules.remove` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SteeringRulesRemoveArguments {
    /// The field `device` of the schema.
    pub device: String,
    /// Says what would be done, and writes nothing.
    pub dry_run: bool,
}

impl SteeringRulesRemoveArguments {
    /// The rules of the field `device`.
    pub const DEVICE: TextRules = TextRules { min: 1, max: 100, pattern: None };
}

impl SteeringRulesRemoveArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(device: impl Into<String>) -> Self {
        Self {
            device: device.into(),
            dry_run: false,
        }
    }
}

impl SteeringRulesRemoveArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let device_ = fields.required("device", at, |raw, at| decode::text(raw, at, &Self::DEVICE));
        let dry_run_ = fields.omittable("dryRun", at, decode::boolean);
        fields.close(at);
        Some(Self {
            device: device_?,
            dry_run: dry_run_?.unwrap_or(false),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("device", &self.device);
        out.field("dryRun", &self.dry_run);
    }
}

impl Decode for SteeringRulesRemoveArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for SteeringRulesRemoveArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `VlanPoolHandle.configure` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VlanPoolHandleConfigureArguments {
    /// The field `change` of the schema.
    pub change: UpdateVlanPoolInput,
}

impl VlanPoolHandleConfigureArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(change: UpdateVlanPoolInput) -> Self {
        Self {
            change,
        }
    }
}

impl VlanPoolHandleConfigureArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let change_ = fields.required("change", at, UpdateVlanPoolInput::decode);
        fields.close(at);
        Some(Self {
            change: change_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("change", &self.change);
    }
}

impl Decode for VlanPoolHandleConfigureArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for VlanPoolHandleConfigureArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Resources.show` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourcesShowArguments {
    /// The field `which` of the schema.
    pub which: String,
    /// The field `layers` of the schema.
    pub layers: Vec<Layer>,
}

impl ResourcesShowArguments {
    /// The rules of the field `which`.
    pub const WHICH: TextRules = TextRules { min: 1, max: 128, pattern: None };
}

impl ResourcesShowArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(which: impl Into<String>) -> Self {
        Self {
            which: which.into(),
            layers: Vec::new(),
        }
    }
}

impl ResourcesShowArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let which_ = fields.required("which", at, |raw, at| decode::text(raw, at, &Self::WHICH));
        let layers_ = fields.omittable("layers", at, |raw, at| decode::items(raw, at, &ItemRules { min: 0, max: 1000, unique: false }, |raw, at| decode::enumeration(raw, at, Layer::WORDS)));
        fields.close(at);
        Some(Self {
            which: which_?,
            layers: layers_?.unwrap_or_default(),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("which", &self.which);
        out.field("layers", &self.layers);
    }
}

impl Decode for ResourcesShowArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for ResourcesShowArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Resources.at` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourcesAtArguments {
    /// The field `which` of the schema.
    pub which: String,
    /// The field `time` of the schema.
    pub time: DateTime,
    /// The field `layers` of the schema.
    pub layers: Vec<Layer>,
}

impl ResourcesAtArguments {
    /// The rules of the field `which`.
    pub const WHICH: TextRules = TextRules { min: 1, max: 128, pattern: None };
    /// The rules of the field `time`.
    pub const TIME: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;
}

impl ResourcesAtArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(which: impl Into<String>, time: DateTime) -> Self {
        Self {
            which: which.into(),
            time,
            layers: Vec::new(),
        }
    }
}

impl ResourcesAtArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let which_ = fields.required("which", at, |raw, at| decode::text(raw, at, &Self::WHICH));
        let time_ = fields.required("time", at, |raw, at| decode::date_time(raw, at, &Self::TIME));
        let layers_ = fields.omittable("layers", at, |raw, at| decode::items(raw, at, &ItemRules { min: 0, max: 1000, unique: false }, |raw, at| decode::enumeration(raw, at, Layer::WORDS)));
        fields.close(at);
        Some(Self {
            which: which_?,
            time: time_?,
            layers: layers_?.unwrap_or_default(),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("which", &self.which);
        out.field("time", &self.time);
        out.field("layers", &self.layers);
    }
}

impl Decode for ResourcesAtArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for ResourcesAtArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Resources.history` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourcesHistoryArguments {
    /// The field `which` of the schema.
    pub which: String,
    /// The field `layers` of the schema.
    pub layers: Vec<Layer>,
    /// The field `limit` of the schema.
    pub limit: i32,
}

impl ResourcesHistoryArguments {
    /// The rules of the field `which`.
    pub const WHICH: TextRules = TextRules { min: 1, max: 128, pattern: None };
    /// The rules of the field `limit`.
    pub const LIMIT: std::ops::RangeInclusive<i64> = 1..=10000;
}

impl ResourcesHistoryArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(which: impl Into<String>) -> Self {
        Self {
            which: which.into(),
            layers: Vec::new(),
            limit: 50,
        }
    }
}

impl ResourcesHistoryArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let which_ = fields.required("which", at, |raw, at| decode::text(raw, at, &Self::WHICH));
        let layers_ = fields.omittable("layers", at, |raw, at| decode::items(raw, at, &ItemRules { min: 0, max: 1000, unique: false }, |raw, at| decode::enumeration(raw, at, Layer::WORDS)));
        let limit_ = fields.omittable("limit", at, |raw, at| decode::int(raw, at, &Self::LIMIT));
        fields.close(at);
        Some(Self {
            which: which_?,
            layers: layers_?.unwrap_or_default(),
            limit: limit_?.unwrap_or(50),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("which", &self.which);
        out.field("layers", &self.layers);
        out.field("limit", &self.limit);
    }
}

impl Decode for ResourcesHistoryArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for ResourcesHistoryArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Resources.diff` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourcesDiffArguments {
    /// The field `which` of the schema.
    pub which: String,
    /// The field `since` of the schema.
    pub since: DateTime,
    /// The field `until` of the schema.
    pub until: DateTime,
    /// The field `layers` of the schema.
    pub layers: Vec<Layer>,
}

impl ResourcesDiffArguments {
    /// The rules of the field `which`.
    pub const WHICH: TextRules = TextRules { min: 1, max: 128, pattern: None };
    /// The rules of the field `since`.
    pub const SINCE: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;
    /// The rules of the field `until`.
    pub const UNTIL: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;
}

impl ResourcesDiffArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(which: impl Into<String>, since: DateTime, until: DateTime) -> Self {
        Self {
            which: which.into(),
            since,
            until,
            layers: Vec::new(),
        }
    }
}

impl ResourcesDiffArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let which_ = fields.required("which", at, |raw, at| decode::text(raw, at, &Self::WHICH));
        let since_ = fields.required("since", at, |raw, at| decode::date_time(raw, at, &Self::SINCE));
        let until_ = fields.required("until", at, |raw, at| decode::date_time(raw, at, &Self::UNTIL));
        let layers_ = fields.omittable("layers", at, |raw, at| decode::items(raw, at, &ItemRules { min: 0, max: 1000, unique: false }, |raw, at| decode::enumeration(raw, at, Layer::WORDS)));
        fields.close(at);
        Some(Self {
            which: which_?,
            since: since_?,
            until: until_?,
            layers: layers_?.unwrap_or_default(),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("which", &self.which);
        out.field("since", &self.since);
        out.field("until", &self.until);
        out.field("layers", &self.layers);
    }
}

impl Decode for ResourcesDiffArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for ResourcesDiffArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Resources.impact` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourcesImpactArguments {
    /// The field `which` of the schema.
    pub which: String,
}

impl ResourcesImpactArguments {
    /// The rules of the field `which`.
    pub const WHICH: TextRules = TextRules { min: 1, max: 128, pattern: None };
}

impl ResourcesImpactArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(which: impl Into<String>) -> Self {
        Self {
            which: which.into(),
        }
    }
}

impl ResourcesImpactArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let which_ = fields.required("which", at, |raw, at| decode::text(raw, at, &Self::WHICH));
        fields.close(at);
        Some(Self {
            which: which_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("which", &self.which);
    }
}

impl Decode for ResourcesImpactArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for ResourcesImpactArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Resources.depend` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourcesDependArguments {
    /// The field `which` of the schema.
    pub which: String,
    /// The field `on` of the schema.
    pub on: String,
    /// The field `reason` of the schema.
    pub reason: Option<String>,
}

impl ResourcesDependArguments {
    /// The rules of the field `which`.
    pub const WHICH: TextRules = TextRules { min: 1, max: 128, pattern: None };
    /// The rules of the field `on`.
    pub const ON: TextRules = TextRules { min: 1, max: 128, pattern: None };
    /// The rules of the field `reason`.
    pub const REASON: TextRules = TextRules { min: 1, max: 200, pattern: None };
}

impl ResourcesDependArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(which: impl Into<String>, on: impl Into<String>) -> Self {
        Self {
            which: which.into(),
            on: on.into(),
            reason: None,
        }
    }
}

impl ResourcesDependArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let which_ = fields.required("which", at, |raw, at| decode::text(raw, at, &Self::WHICH));
        let on_ = fields.required("on", at, |raw, at| decode::text(raw, at, &Self::ON));
        let reason_ = fields.optional("reason", at, |raw, at| decode::text(raw, at, &Self::REASON));
        fields.close(at);
        Some(Self {
            which: which_?,
            on: on_?,
            reason: reason_?,
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("which", &self.which);
        out.field("on", &self.on);
        out.optional("reason", self.reason.as_ref());
    }
}

impl Decode for ResourcesDependArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for ResourcesDependArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Resources.apply` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourcesApplyArguments {
    /// The type, such as `WireGuardClient`.
    pub kind: String,
    /// The document: an object with the fields of the type.
    pub document: Raw,
    /// Says what would be done, and writes nothing.
    pub dry_run: bool,
}

impl ResourcesApplyArguments {
    /// The rules of the field `kind`.
    pub const KIND: TextRules = TextRules { min: 1, max: 63, pattern: None };
}

impl ResourcesApplyArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(kind: impl Into<String>, document: Raw) -> Self {
        Self {
            kind: kind.into(),
            document,
            dry_run: false,
        }
    }
}

impl ResourcesApplyArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let kind_ = fields.required("kind", at, |raw, at| decode::text(raw, at, &Self::KIND));
        let document_ = fields.required("document", at, decode::json);
        let dry_run_ = fields.omittable("dryRun", at, decode::boolean);
        fields.close(at);
        Some(Self {
            kind: kind_?,
            document: document_?,
            dry_run: dry_run_?.unwrap_or(false),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("kind", &self.kind);
        out.field("document", &self.document);
        out.field("dryRun", &self.dry_run);
    }
}

impl Decode for ResourcesApplyArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for ResourcesApplyArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What `Resources.delete` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourcesDeleteArguments {
    /// The field `which` of the schema.
    pub which: String,
    /// Deletes what needs it first.
    pub cascade: bool,
    /// Says what would be done, and writes nothing.
    pub dry_run: bool,
}

impl ResourcesDeleteArguments {
    /// The rules of the field `which`.
    pub const WHICH: TextRules = TextRules { min: 1, max: 128, pattern: None };
}

impl ResourcesDeleteArguments {
    /// With what is needed; everything else is absent or has its default.
    pub fn new(which: impl Into<String>) -> Self {
        Self {
            which: which.into(),
            cascade: false,
            dry_run: false,
        }
    }
}

impl ResourcesDeleteArguments {
    fn decode_fields(mut fields: Fields<'_>, at: &mut Findings) -> Option<Self> {
        let which_ = fields.required("which", at, |raw, at| decode::text(raw, at, &Self::WHICH));
        let cascade_ = fields.omittable("cascade", at, decode::boolean);
        let dry_run_ = fields.omittable("dryRun", at, decode::boolean);
        fields.close(at);
        Some(Self {
            which: which_?,
            cascade: cascade_?.unwrap_or(false),
            dry_run: dry_run_?.unwrap_or(false),
        })
    }

    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("which", &self.which);
        out.field("cascade", &self.cascade);
        out.field("dryRun", &self.dry_run);
    }
}

impl Decode for ResourcesDeleteArguments {
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self> {
        Self::decode_fields(Fields::open(raw, at)?, at)
    }
}

impl Encode for ResourcesDeleteArguments {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

