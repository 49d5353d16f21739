//! The intermediate representation: what the emitters read. It holds nothing that an emitter may ignore.

use crate::pattern::Pattern;

/// Everything that a schema says, in the order in which it says it.
#[derive(Debug, Clone, Default)]
pub struct Ir {
    /// The enums that hosts see.
    pub enums: Vec<Enum>,
    /// Objects and inputs, internal ones included.
    pub records: Vec<Record>,
    /// Unions, told apart by `__typename`.
    pub unions: Vec<Union>,
    /// What hosts call.
    pub api: Api,
}

/// What hosts call, and what that gives.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// The enums that only come out of nnc.
    pub enums: Vec<Enum>,
    /// The objects that only come out of nnc.
    pub outputs: Vec<Record>,
    /// The handles; `Query`, whose methods need none, is the first.
    pub handles: Vec<Handle>,
    /// What host programs implement and nnc calls. Their methods are calls; the arguments go out, the rest comes in.
    pub hosts: Vec<Handle>,
}

/// Something that lives, whose fields are methods.
#[derive(Debug, Clone)]
pub struct Handle {
    /// Its name in the schema.
    pub name: String,
    /// Its description.
    pub doc: String,
    /// What it can do.
    pub methods: Vec<Method>,
    /// Methods that take something that the host program implements, beside their arguments.
    pub attachments: Vec<Attachment>,
}

/// A call that takes something that the host program implements.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// The call, with its plain arguments.
    pub method: Method,
    /// What the argument is called that the host program implements; it stands last.
    pub argument: String,
    /// The name of what it implements, among the [hosts](Api::hosts).
    pub host: String,
}

/// What a method is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// It gives another handle at once, and takes no arguments.
    Part,
    /// It is called and waited for.
    Call,
    /// It changes a router: it can be waited for, or started.
    Operation,
    /// It opens a stream.
    Feed,
}

/// A method of a handle.
#[derive(Debug, Clone)]
pub struct Method {
    /// Its name in the schema.
    pub name: String,
    /// Its description.
    pub doc: String,
    /// What it is.
    pub shape: Shape,
    /// Its arguments, as an input of their own; `None` where there are none.
    pub arguments: Option<Record>,
    /// What it gives; of a stream, one item.
    pub gives: Ty,
    /// The codes by which it fails for reasons of its own.
    pub fails: Vec<String>,
}

impl Ir {
    /// The enum of a name.
    pub fn find_enum(&self, name: &str) -> Option<&Enum> {
        self.enums.iter().find(|e| e.name == name)
    }

    /// The record of a name.
    pub fn find_record(&self, name: &str) -> Option<&Record> {
        self.records.iter().find(|r| r.name == name)
    }

    /// The union of a name.
    pub fn find_union(&self, name: &str) -> Option<&Union> {
        self.unions.iter().find(|u| u.name == name)
    }

    /// The enum of a name, of the model or of the API.
    pub fn any_enum(&self, name: &str) -> Option<&Enum> {
        let api = || self.api.enums.iter().find(|e| e.name == name);
        self.find_enum(name).or_else(api)
    }

    /// The record of a name, of the model or of the API.
    pub fn any_record(&self, name: &str) -> Option<&Record> {
        let api = || self.api.outputs.iter().find(|r| r.name == name);
        self.find_record(name).or_else(api)
    }

    /// The handle of a name.
    pub fn find_handle(&self, name: &str) -> Option<&Handle> {
        self.api.handles.iter().find(|h| h.name == name)
    }

    /// The records that have a model: all but the internal ones.
    pub fn modelled(&self) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(|r| !r.internal)
    }
}

/// A closed set of words.
#[derive(Debug, Clone)]
pub struct Enum {
    /// Its name in the schema.
    pub name: String,
    /// Its description; empty where the schema has none.
    pub doc: String,
    /// The words, with their descriptions.
    pub values: Vec<(String, String)>,
}

/// One of several records, told apart by `__typename`.
#[derive(Debug, Clone)]
pub struct Union {
    /// Its name in the schema.
    pub name: String,
    /// Its description.
    pub doc: String,
    /// The names of its records.
    pub members: Vec<String>,
}

/// What a record is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It comes out of nnc.
    Object,
    /// It goes into nnc.
    Input,
    /// It goes into nnc and changes something: absent is not null.
    Patch,
}

/// An object or an input.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its name in the schema.
    pub name: String,
    /// Its description.
    pub doc: String,
    /// What it is for.
    pub kind: Kind,
    /// Exactly one of its fields is given.
    pub one_of: bool,
    /// Its fields against each other.
    pub cross_rules: Vec<CrossRule>,
    /// It has no model and lives in platform maps only.
    pub internal: bool,
    /// The RouterOS menu that it is.
    pub mikrotik_path: Option<String>,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A rule between two fields of a record, judged once each field by itself is in order. A field is given where it is
/// neither absent nor null nor false.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrossRule {
    /// Where both are given, one is not above the other.
    Ordered {
        /// The field of the lower value.
        lower: String,
        /// The field of the upper value.
        upper: String,
        /// Whether they may be equal. They always may; only a mistake says otherwise.
        equal: bool,
    },
    /// Where the field is given, the other is given too; if there are words, as one of them.
    Requires(Pair),
    /// Where the field is given, the other is not; if there are words, not as one of them.
    Excludes(Pair),
}

/// Two fields of which one says something of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The field that has the rule.
    pub field: String,
    /// The field that it says something of.
    pub other: String,
    /// The values of the other field that are meant; empty for any.
    pub words: Vec<String>,
}

impl CrossRule {
    /// A rule that finds nothing: of fields that no record has.
    pub(crate) fn none() -> Self {
        Self::Ordered {
            lower: String::new(),
            upper: String::new(),
            equal: true,
        }
    }

    /// The field at which its finding stands.
    pub fn field(&self) -> &str {
        match self {
            Self::Ordered { upper, .. } => upper,
            Self::Requires(pair) | Self::Excludes(pair) => &pair.field,
        }
    }

    /// The other field.
    pub fn other(&self) -> &str {
        match self {
            Self::Ordered { lower, .. } => lower,
            Self::Requires(pair) | Self::Excludes(pair) => &pair.other,
        }
    }
}

/// A field of a record.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in the schema, which is its name in JSON.
    pub name: String,
    /// Its description.
    pub doc: String,
    /// Its type.
    pub ty: Ty,
    /// What its value must satisfy; complete, defaults of the scalars included.
    pub rules: Rules,
    /// The value where it is absent.
    pub default: Option<Literal>,
    /// It is a secret.
    pub sensitive: bool,
    /// It is made by nnc or the router.
    pub generated: bool,
    /// It cannot change after creation.
    pub immutable: bool,
    /// In a patch: null takes the value away.
    pub clearable: bool,
    /// Whether the number says where a row stands in its list.
    pub order: bool,
    /// The layer that it belongs to, lower case.
    pub layer: String,
    /// How RouterOS spells it.
    pub mikrotik: Option<Mikrotik>,
    /// How OpenWrt's UCI spells it.
    pub openwrt: Option<String>,
}

/// How RouterOS spells a field.
#[derive(Debug, Clone)]
pub struct Mikrotik {
    /// The property.
    pub field: String,
    /// The first version that knows it.
    pub since: Option<(u16, u16)>,
    /// The last version that knows it.
    pub until: Option<(u16, u16)>,
    /// How two spellings of its value are compared; the name in the schema, such as `IP_PREFIX`.
    pub transform: String,
    /// What the value is where a row does not say; empty for "not set".
    pub default: Option<String>,
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ty {
    /// What the value, or each item of it, is.
    pub base: Base,
    /// Whether it is a list; its items are never null.
    pub list: bool,
    /// Whether the field may be absent or null.
    pub nullable: bool,
}

/// What one value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// Text.
    Text,
    /// Text that identifies something.
    Id,
    /// A 32-bit integer.
    Int,
    /// True or false.
    Boolean,
    /// An unsigned 64-bit integer.
    U64,
    /// Milliseconds since 1970 in UTC.
    DateTime,
    /// Milliseconds.
    Duration,
    /// An Ethernet address.
    Mac,
    /// An address.
    IpAddress,
    /// An address with a prefix length.
    IpPrefix,
    /// A reference to a secret.
    SecretRef,
    /// One of the words of an enum.
    Enum(String),
    /// An object or an input.
    Record(String),
    /// One of several objects.
    Union(String),
    /// Any JSON value.
    Json,
    /// Texts by name.
    Values,
    /// Nothing.
    Void,
    /// A handle.
    Handle(String),
}

/// A default value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// Text.
    Text(String),
    /// A number.
    Int(i64),
    /// True or false.
    Boolean(bool),
    /// A word of the field's enum.
    Word(String),
    /// A list without items.
    EmptyList,
}

/// An address family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// What a value must satisfy. `None` where a rule does not apply to the type.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Fewest and most Unicode scalar values of a text.
    pub length: Option<(u32, u32)>,
    /// What the whole text must match.
    pub pattern: Option<Pattern>,
    /// The smallest and the largest number.
    pub range: Option<(i64, i64)>,
    /// Fewest and most items of a list.
    pub items: Option<(u32, u32)>,
    /// Whether no two items of a list may be equal.
    pub unique_items: bool,
    /// The only address family that is accepted.
    pub family: Option<Family>,
    /// Whether bits after the prefix length are refused.
    pub no_host_bits: bool,
}
