// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

#[allow(unused_imports, reason = "which scalars a schema uses is its business")]
use nnc_core::decode::{DateTime, Encode, Object, Writer};
#[allow(unused_imports, reason = "which types a schema uses is its business")]
use nnc_core::model::*;
use super::enums::*;

/// Something that validation found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A stable code, listed in `docs/errors.md`.
    pub code: String,
    /// Where: a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What it is and what to do, for people.
    pub message: String,
    /// The stage of validation that found it.
    pub stage: String,
    /// The field `weight` of the schema.
    pub weight: Weight,
}

impl Finding {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("code", &self.code);
        out.field("pointer", &self.pointer);
        out.field("message", &self.message);
        out.field("stage", &self.stage);
        out.field("weight", &self.weight);
    }
}

impl Encode for Finding {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What a call did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Whether anything was written to the router (or would be, in a dry run).
    pub changed: bool,
    /// Whether this was a dry run.
    pub dry_run: bool,
    /// What was written (or would be), as a person would type it.
    pub commands: Vec<String>,
    /// What validation found and did not refuse.
    pub findings: Vec<Finding>,
    /// Two plans of one hash do the same to the same router; null where there was nothing to plan.
    pub plan_hash: Option<String>,
    /// The resource that was put, where the call put one.
    pub resource: Option<String>,
    /// Its uuid; null in a dry run of one that is not there yet.
    pub uuid: Option<String>,
}

impl Change {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("changed", &self.changed);
        out.field("dryRun", &self.dry_run);
        out.field("commands", &self.commands);
        out.field("findings", &self.findings);
        out.optional("planHash", self.plan_hash.as_ref());
        out.optional("resource", self.resource.as_ref());
        out.optional("uuid", self.uuid.as_ref());
    }
}

impl Encode for Change {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// How far a change is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The phase: `draft`, `validated`, `intent-logged`, `armed`, `applying`, `verifying`, `confirmed`, `disarmed`, `merged`, `rolling-back`, `rolled-back`, `partially-applied`, `unknown` or `reconciling`.
    pub phase: String,
    /// While applying: how many operations the router has answered.
    pub done: Option<i32>,
    /// While applying: how many there are.
    pub total: Option<i32>,
}

impl Progress {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("phase", &self.phase);
        out.optional("done", self.done.as_ref());
        out.optional("total", self.total.as_ref());
    }
}

impl Encode for Progress {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A detail of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The field `name` of the schema.
    pub name: String,
    /// The field `value` of the schema.
    pub value: String,
}

impl Detail {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("name", &self.name);
        out.field("value", &self.value);
    }
}

impl Encode for Detail {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The field `at` of the schema.
    pub at: DateTime,
    /// What kind, such as `apply.merged`.
    pub kind: String,
    /// Details, by name.
    pub details: Vec<Detail>,
    /// How many events before this one the reader has missed because it was slow.
    pub lost: i32,
}

impl Event {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("at", &self.at);
        out.field("kind", &self.kind);
        out.field("details", &self.details);
        out.field("lost", &self.lost);
    }
}

impl Encode for Event {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// One row of the router, or one field of it, that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Names the difference for `acceptDifferences` and `adoptDifferences`, such as `vif/tor-usa:vlan:mtu`.
    pub id: String,
    /// The resource that it belongs to.
    pub resource: String,
    /// What the row is for.
    pub role: String,
    /// The menu of the router.
    pub menu: String,
    /// The field `cause` of the schema.
    pub cause: DriftClass,
    /// The stable code of the class.
    pub code: String,
    /// Where, as a JSON pointer into the deployment of the router.
    pub pointer: String,
    /// The field; null for a whole row.
    pub field: Option<String>,
    /// What is wanted; null where it is left to the router.
    pub intended: Option<String>,
    /// What the router confirmed last, where that is remembered.
    pub deployed: Option<String>,
    /// What the router shows.
    pub actual: Option<String>,
    /// What happened, for people.
    pub message: String,
    /// When it was accepted; null if it was not.
    pub accepted_at: Option<DateTime>,
    /// What would put it right, as a person would type it; empty where nnc does not know.
    pub repair: String,
}

impl Difference {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("id", &self.id);
        out.field("resource", &self.resource);
        out.field("role", &self.role);
        out.field("menu", &self.menu);
        out.field("cause", &self.cause);
        out.field("code", &self.code);
        out.field("pointer", &self.pointer);
        out.optional("field", self.field.as_ref());
        out.optional("intended", self.intended.as_ref());
        out.optional("deployed", self.deployed.as_ref());
        out.optional("actual", self.actual.as_ref());
        out.field("message", &self.message);
        out.optional("acceptedAt", self.accepted_at.as_ref());
        out.field("repair", &self.repair);
    }
}

impl Encode for Difference {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What on a router is not as wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriftReport {
    /// What differs.
    pub differences: Vec<Difference>,
    /// What differs and was accepted.
    pub accepted: Vec<Difference>,
    /// What means the same and is only spelled otherwise by the router.
    pub respelled: Vec<Difference>,
}

impl DriftReport {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("differences", &self.differences);
        out.field("accepted", &self.accepted);
        out.field("respelled", &self.respelled);
    }
}

impl Encode for DriftReport {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A packet that leaves another way, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// Whose packet it is.
    pub device: String,
    /// What happens to it, in a sentence.
    pub summary: String,
    /// The interface that it leaves by; empty where the router's own resolver answers.
    pub leaves_by: String,
    /// What is down meanwhile; empty where all is up.
    pub down: String,
    /// The packet's source and destination.
    pub packet: String,
    /// The rows that decide its way, in order.
    pub path: Vec<String>,
}

impl Leak {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("device", &self.device);
        out.field("summary", &self.summary);
        out.field("leavesBy", &self.leaves_by);
        out.field("down", &self.down);
        out.field("packet", &self.packet);
        out.field("path", &self.path);
    }
}

impl Encode for Leak {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// Whether a packet of a steered device can leave another way than through its virtual interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeakReport {
    /// The devices, and services that go out through others, that were judged.
    pub judged: Vec<String>,
    /// One counterexample for each different way of leaking. None, and nothing undecided: a proof for the rules that were read.
    pub leaks: Vec<Leak>,
    /// Those for which the rules are too entangled to decide; take it that they leak.
    pub undecided: Vec<String>,
    /// Devices whose IPv6 was left alone on purpose, and is not judged.
    pub ipv4_only: Vec<String>,
    /// Devices that go out unsteered while their service cannot be reached, because that was chosen.
    pub fail_open: Vec<String>,
}

impl LeakReport {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("judged", &self.judged);
        out.field("leaks", &self.leaks);
        out.field("undecided", &self.undecided);
        out.field("ipv4Only", &self.ipv4_only);
        out.field("failOpen", &self.fail_open);
    }
}

impl Encode for LeakReport {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What became of a change that had been left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// On which router.
    pub router: String,
    /// What the change was.
    pub description: String,
    /// `confirmed`, `rolled-back`, `partially-applied` or `unknown`.
    pub outcome: String,
    /// Why, in words; empty where it is confirmed.
    pub reason: String,
    /// Whether the router's answer is known; otherwise it stays open.
    pub settled: bool,
}

impl Recovery {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("router", &self.router);
        out.field("description", &self.description);
        out.field("outcome", &self.outcome);
        out.field("reason", &self.reason);
        out.field("settled", &self.settled);
    }
}

impl Encode for Recovery {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A line of a listing of resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceSummary {
    /// What identifies it for ever.
    pub uuid: String,
    /// What it is called among the resources of its router, such as `vif/tor-usa`.
    pub resource: String,
    /// Its type in the schema.
    pub kind: String,
    /// Where it is in its life.
    pub status: VirtualInterfaceStatus,
    /// The field `createdAt` of the schema.
    pub created_at: DateTime,
    /// The field `updatedAt` of the schema.
    pub updated_at: DateTime,
}

impl ResourceSummary {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("uuid", &self.uuid);
        out.field("resource", &self.resource);
        out.field("kind", &self.kind);
        out.field("status", &self.status);
        out.field("createdAt", &self.created_at);
        out.field("updatedAt", &self.updated_at);
    }
}

impl Encode for ResourceSummary {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// One layer of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerView {
    /// The field `layer` of the schema.
    pub layer: Layer,
    /// What it holds; null where nothing is known.
    pub value: Option<serde_json::Value>,
    /// When that was set; null where nothing is known.
    pub updated_at: Option<DateTime>,
    /// Who said so: `user`, `router` or `nnc`.
    pub source: Option<String>,
    /// How old it is.
    pub age: Option<std::time::Duration>,
}

impl LayerView {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("layer", &self.layer);
        out.optional("value", self.value.as_ref());
        out.optional("updatedAt", self.updated_at.as_ref());
        out.optional("source", self.source.as_ref());
        out.optional("age", self.age.as_ref());
    }
}

impl Encode for LayerView {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A resource with the layers that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceView {
    /// The field `uuid` of the schema.
    pub uuid: String,
    /// The field `resource` of the schema.
    pub resource: String,
    /// The field `kind` of the schema.
    pub kind: String,
    /// The field `createdAt` of the schema.
    pub created_at: DateTime,
    /// When it was deleted; null while it is there.
    pub removed_at: Option<DateTime>,
    /// The field `layers` of the schema.
    pub layers: Vec<LayerView>,
}

impl ResourceView {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("uuid", &self.uuid);
        out.field("resource", &self.resource);
        out.field("kind", &self.kind);
        out.field("createdAt", &self.created_at);
        out.optional("removedAt", self.removed_at.as_ref());
        out.field("layers", &self.layers);
    }
}

impl Encode for ResourceView {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A layer of a resource at a time in the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerAt {
    /// The field `layer` of the schema.
    pub layer: Layer,
    /// What it held then; null where it held nothing or where that is not known any more.
    pub value: Option<serde_json::Value>,
    /// When that was set.
    pub updated_at: Option<DateTime>,
    /// Where what it held then is not known any more: from when on it is known.
    pub known_from: Option<DateTime>,
}

impl LayerAt {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("layer", &self.layer);
        out.optional("value", self.value.as_ref());
        out.optional("updatedAt", self.updated_at.as_ref());
        out.optional("knownFrom", self.known_from.as_ref());
    }
}

impl Encode for LayerAt {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A resource as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceAt {
    /// The field `uuid` of the schema.
    pub uuid: String,
    /// The field `resource` of the schema.
    pub resource: String,
    /// The field `kind` of the schema.
    pub kind: String,
    /// The field `layers` of the schema.
    pub layers: Vec<LayerAt>,
}

impl ResourceAt {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("uuid", &self.uuid);
        out.field("resource", &self.resource);
        out.field("kind", &self.kind);
        out.field("layers", &self.layers);
    }
}

impl Encode for ResourceAt {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// One value that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueChange {
    /// Where: a JSON pointer (RFC 6901) into the layer.
    pub pointer: String,
    /// What stood there; null where nothing did.
    pub before: Option<serde_json::Value>,
    /// What stands there now; null where nothing does.
    pub after: Option<serde_json::Value>,
}

impl ValueChange {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("pointer", &self.pointer);
        out.optional("before", self.before.as_ref());
        out.optional("after", self.after.as_ref());
    }
}

impl Encode for ValueChange {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// Something that happened to a layer of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Its number; rising over all resources of the router, with gaps.
    pub seq: u64,
    /// The field `at` of the schema.
    pub at: DateTime,
    /// The field `uuid` of the schema.
    pub uuid: String,
    /// The field `resource` of the schema.
    pub resource: String,
    /// The field `kind` of the schema.
    pub kind: String,
    /// The field `layer` of the schema.
    pub layer: Layer,
    /// Who said so: `user`, `router` or `nnc`.
    pub source: String,
    /// Who wanted it; null for nnc itself.
    pub actor: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The field `changes` of the schema.
    pub changes: Vec<ValueChange>,
}

impl HistoryEntry {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("seq", &self.seq);
        out.field("at", &self.at);
        out.field("uuid", &self.uuid);
        out.field("resource", &self.resource);
        out.field("kind", &self.kind);
        out.field("layer", &self.layer);
        out.field("source", &self.source);
        out.optional("actor", self.actor.as_ref());
        out.optional("reason", self.reason.as_ref());
        out.field("changes", &self.changes);
    }
}

impl Encode for HistoryEntry {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What became of a layer between two times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerDifference {
    /// The field `layer` of the schema.
    pub layer: Layer,
    /// The field `changes` of the schema.
    pub changes: Vec<ValueChange>,
    /// Where one of the times is before what is known: from when on the layer is known.
    pub known_from: Option<DateTime>,
}

impl LayerDifference {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("layer", &self.layer);
        out.field("changes", &self.changes);
        out.optional("knownFrom", self.known_from.as_ref());
    }
}

impl Encode for LayerDifference {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// A step of an explanation why something breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpactStep {
    /// What needs the other.
    pub dependent: String,
    /// Why.
    pub reason: String,
    /// What it needs.
    pub depends_on: String,
}

impl ImpactStep {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("dependent", &self.dependent);
        out.field("reason", &self.reason);
        out.field("dependsOn", &self.depends_on);
    }
}

impl Encode for ImpactStep {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// Something that breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The field `resource` of the schema.
    pub resource: String,
    /// Its uuid, where it is kept under one.
    pub uuid: Option<String>,
    /// Why, in words.
    pub because: String,
    /// Why, step by step.
    pub path: Vec<ImpactStep>,
}

impl Broken {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("resource", &self.resource);
        out.optional("uuid", self.uuid.as_ref());
        out.field("because", &self.because);
        out.field("path", &self.path);
    }
}

impl Encode for Broken {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

/// What breaks if a resource is deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpactReport {
    /// The field `resource` of the schema.
    pub resource: String,
    /// What breaks, nearest first.
    pub breaks: Vec<Broken>,
    /// The order in which all of it can be deleted: nothing before what needs it.
    pub removal_order: Vec<String>,
}

impl ImpactReport {
    fn encode_fields(&self, out: &mut Object<'_>) {
        out.field("resource", &self.resource);
        out.field("breaks", &self.breaks);
        out.field("removalOrder", &self.removal_order);
    }
}

impl Encode for ImpactReport {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        self.encode_fields(&mut object);
        object.end();
    }
}

