// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

//! What the schema says, as classes of Python.

use std::sync::Arc;

use async_trait::async_trait;
use nnc::api::{self, arguments_of};
#[allow(unused_imports, reason = "which types a schema uses is its business")]
use nnc_core::decode::Encode;
use nnc_core::model;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyModule;

use super::call::Pending;
use super::error::exception;
use super::feed::Stream;
use super::give::{Give, Given, describe, hash_of, member};
use super::host::Host;
use super::raw::Arguments;
use crate::runtime;

impl Give for model::VirtualInterfaceStatus {
    fn give(self, py: Python<'_>) -> Given {
        static MEMBERS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        member(py, &MEMBERS, "VirtualInterfaceStatus", self.word())
    }
}

impl Give for model::GatewayType {
    fn give(self, py: Python<'_>) -> Given {
        static MEMBERS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        member(py, &MEMBERS, "GatewayType", self.word())
    }
}

impl Give for model::GatewayStatus {
    fn give(self, py: Python<'_>) -> Given {
        static MEMBERS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        member(py, &MEMBERS, "GatewayStatus", self.word())
    }
}

impl Give for model::OnFailure {
    fn give(self, py: Python<'_>) -> Given {
        static MEMBERS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        member(py, &MEMBERS, "OnFailure", self.word())
    }
}

impl Give for model::VlanAllocationState {
    fn give(self, py: Python<'_>) -> Given {
        static MEMBERS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        member(py, &MEMBERS, "VlanAllocationState", self.word())
    }
}

impl Give for model::RouterPlatform {
    fn give(self, py: Python<'_>) -> Given {
        static MEMBERS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        member(py, &MEMBERS, "RouterPlatform", self.word())
    }
}

impl Give for api::Layer {
    fn give(self, py: Python<'_>) -> Given {
        static MEMBERS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        member(py, &MEMBERS, "Layer", self.word())
    }
}

impl Give for api::Weight {
    fn give(self, py: Python<'_>) -> Given {
        static MEMBERS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        member(py, &MEMBERS, "Weight", self.word())
    }
}

impl Give for api::DriftClass {
    fn give(self, py: Python<'_>) -> Given {
        static MEMBERS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        member(py, &MEMBERS, "DriftClass", self.word())
    }
}

/// Something that validation found.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct Finding(api::Finding);

#[pymethods]
impl Finding {
    /// A stable code, listed in `docs/errors.md`.
    #[getter]
    fn code(&self, py: Python<'_>) -> Given {
        self.0.code.clone().give(py)
    }

    /// Where: a JSON pointer (RFC 6901).
    #[getter]
    fn pointer(&self, py: Python<'_>) -> Given {
        self.0.pointer.clone().give(py)
    }

    /// What it is and what to do, for people.
    #[getter]
    fn message(&self, py: Python<'_>) -> Given {
        self.0.message.clone().give(py)
    }

    /// The stage of validation that found it.
    #[getter]
    fn stage(&self, py: Python<'_>) -> Given {
        self.0.stage.clone().give(py)
    }

    /// The field `weight`.
    #[getter]
    fn weight(&self, py: Python<'_>) -> Given {
        self.0.weight.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "Finding", &["code", "pointer", "message", "stage", "weight"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::Finding {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, Finding(self))?.into_any())
    }
}

/// What a call did.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct Change(api::Change);

#[pymethods]
impl Change {
    /// Whether anything was written to the router (or would be, in a dry run).
    #[getter]
    fn changed(&self, py: Python<'_>) -> Given {
        self.0.changed.give(py)
    }

    /// Whether this was a dry run.
    #[getter]
    fn dry_run(&self, py: Python<'_>) -> Given {
        self.0.dry_run.give(py)
    }

    /// What was written (or would be), as a person would type it.
    #[getter]
    fn commands(&self, py: Python<'_>) -> Given {
        self.0.commands.clone().give(py)
    }

    /// What validation found and did not refuse.
    #[getter]
    fn findings(&self, py: Python<'_>) -> Given {
        self.0.findings.clone().give(py)
    }

    /// Two plans of one hash do the same to the same router; None where there was nothing to plan.
    #[getter]
    fn plan_hash(&self, py: Python<'_>) -> Given {
        self.0.plan_hash.clone().give(py)
    }

    /// The resource that was put, where the call put one.
    #[getter]
    fn resource(&self, py: Python<'_>) -> Given {
        self.0.resource.clone().give(py)
    }

    /// Its uuid; None in a dry run of one that is not there yet.
    #[getter]
    fn uuid(&self, py: Python<'_>) -> Given {
        self.0.uuid.clone().give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "Change", &["changed", "dry_run", "commands", "findings", "plan_hash", "resource", "uuid"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::Change {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, Change(self))?.into_any())
    }
}

/// How far a change is.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct Progress(api::Progress);

#[pymethods]
impl Progress {
    /// The phase: `draft`, `validated`, `intent-logged`, `armed`, `applying`, `verifying`, `confirmed`, `disarmed`, `merged`, `rolling-back`, `rolled-back`, `partially-applied`, `unknown` or `reconciling`.
    #[getter]
    fn phase(&self, py: Python<'_>) -> Given {
        self.0.phase.clone().give(py)
    }

    /// While applying: how many operations the router has answered.
    #[getter]
    fn done(&self, py: Python<'_>) -> Given {
        self.0.done.give(py)
    }

    /// While applying: how many there are.
    #[getter]
    fn total(&self, py: Python<'_>) -> Given {
        self.0.total.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "Progress", &["phase", "done", "total"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::Progress {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, Progress(self))?.into_any())
    }
}

/// A detail of an event.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct Detail(api::Detail);

#[pymethods]
impl Detail {
    /// The field `name`.
    #[getter]
    fn name(&self, py: Python<'_>) -> Given {
        self.0.name.clone().give(py)
    }

    /// The field `value`.
    #[getter]
    fn value(&self, py: Python<'_>) -> Given {
        self.0.value.clone().give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "Detail", &["name", "value"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::Detail {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, Detail(self))?.into_any())
    }
}

/// Something that happened.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct Event(api::Event);

#[pymethods]
impl Event {
    /// The field `at`.
    #[getter]
    fn at(&self, py: Python<'_>) -> Given {
        self.0.at.give(py)
    }

    /// What kind, such as `apply.merged`.
    #[getter]
    fn kind(&self, py: Python<'_>) -> Given {
        self.0.kind.clone().give(py)
    }

    /// Details, by name.
    #[getter]
    fn details(&self, py: Python<'_>) -> Given {
        self.0.details.clone().give(py)
    }

    /// How many events before this one the reader has missed because it was slow.
    #[getter]
    fn lost(&self, py: Python<'_>) -> Given {
        self.0.lost.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "Event", &["at", "kind", "details", "lost"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::Event {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, Event(self))?.into_any())
    }
}

/// One row of the router, or one field of it, that is not as it should be.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct Difference(api::Difference);

#[pymethods]
impl Difference {
    /// Names the difference for `accept_differences` and `adopt_differences`, such as `vif/tor-usa:vlan:mtu`.
    #[getter]
    fn id(&self, py: Python<'_>) -> Given {
        self.0.id.clone().give(py)
    }

    /// The resource that it belongs to.
    #[getter]
    fn resource(&self, py: Python<'_>) -> Given {
        self.0.resource.clone().give(py)
    }

    /// What the row is for.
    #[getter]
    fn role(&self, py: Python<'_>) -> Given {
        self.0.role.clone().give(py)
    }

    /// The menu of the router.
    #[getter]
    fn menu(&self, py: Python<'_>) -> Given {
        self.0.menu.clone().give(py)
    }

    /// The field `cause`.
    #[getter]
    fn cause(&self, py: Python<'_>) -> Given {
        self.0.cause.give(py)
    }

    /// The stable code of the class.
    #[getter]
    fn code(&self, py: Python<'_>) -> Given {
        self.0.code.clone().give(py)
    }

    /// Where, as a JSON pointer into the deployment of the router.
    #[getter]
    fn pointer(&self, py: Python<'_>) -> Given {
        self.0.pointer.clone().give(py)
    }

    /// The field; None for a whole row.
    #[getter]
    fn field(&self, py: Python<'_>) -> Given {
        self.0.field.clone().give(py)
    }

    /// What is wanted; None where it is left to the router.
    #[getter]
    fn intended(&self, py: Python<'_>) -> Given {
        self.0.intended.clone().give(py)
    }

    /// What the router confirmed last, where that is remembered.
    #[getter]
    fn deployed(&self, py: Python<'_>) -> Given {
        self.0.deployed.clone().give(py)
    }

    /// What the router shows.
    #[getter]
    fn actual(&self, py: Python<'_>) -> Given {
        self.0.actual.clone().give(py)
    }

    /// What happened, for people.
    #[getter]
    fn message(&self, py: Python<'_>) -> Given {
        self.0.message.clone().give(py)
    }

    /// When it was accepted; None if it was not.
    #[getter]
    fn accepted_at(&self, py: Python<'_>) -> Given {
        self.0.accepted_at.give(py)
    }

    /// What would put it right, as a person would type it; empty where nnc does not know.
    #[getter]
    fn repair(&self, py: Python<'_>) -> Given {
        self.0.repair.clone().give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "Difference", &["id", "resource", "role", "menu", "cause", "code", "pointer", "field", "intended", "deployed", "actual", "message", "accepted_at", "repair"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::Difference {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, Difference(self))?.into_any())
    }
}

/// What on a router is not as wanted.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct DriftReport(api::DriftReport);

#[pymethods]
impl DriftReport {
    /// What differs.
    #[getter]
    fn differences(&self, py: Python<'_>) -> Given {
        self.0.differences.clone().give(py)
    }

    /// What differs and was accepted.
    #[getter]
    fn accepted(&self, py: Python<'_>) -> Given {
        self.0.accepted.clone().give(py)
    }

    /// What means the same and is only spelled otherwise by the router.
    #[getter]
    fn respelled(&self, py: Python<'_>) -> Given {
        self.0.respelled.clone().give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "DriftReport", &["differences", "accepted", "respelled"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::DriftReport {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, DriftReport(self))?.into_any())
    }
}

/// A packet that leaves another way, and how.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct Leak(api::Leak);

#[pymethods]
impl Leak {
    /// Whose packet it is.
    #[getter]
    fn device(&self, py: Python<'_>) -> Given {
        self.0.device.clone().give(py)
    }

    /// What happens to it, in a sentence.
    #[getter]
    fn summary(&self, py: Python<'_>) -> Given {
        self.0.summary.clone().give(py)
    }

    /// The interface that it leaves by; empty where the router's own resolver answers.
    #[getter]
    fn leaves_by(&self, py: Python<'_>) -> Given {
        self.0.leaves_by.clone().give(py)
    }

    /// What is down meanwhile; empty where all is up.
    #[getter]
    fn down(&self, py: Python<'_>) -> Given {
        self.0.down.clone().give(py)
    }

    /// The packet's source and destination.
    #[getter]
    fn packet(&self, py: Python<'_>) -> Given {
        self.0.packet.clone().give(py)
    }

    /// The rows that decide its way, in order.
    #[getter]
    fn path(&self, py: Python<'_>) -> Given {
        self.0.path.clone().give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "Leak", &["device", "summary", "leaves_by", "down", "packet", "path"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::Leak {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, Leak(self))?.into_any())
    }
}

/// Whether a packet of a steered device can leave another way than through its virtual interface.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct LeakReport(api::LeakReport);

#[pymethods]
impl LeakReport {
    /// The devices, and services that go out through others, that were judged.
    #[getter]
    fn judged(&self, py: Python<'_>) -> Given {
        self.0.judged.clone().give(py)
    }

    /// One counterexample for each different way of leaking. None, and nothing undecided: a proof for the rules that were read.
    #[getter]
    fn leaks(&self, py: Python<'_>) -> Given {
        self.0.leaks.clone().give(py)
    }

    /// Those for which the rules are too entangled to decide; take it that they leak.
    #[getter]
    fn undecided(&self, py: Python<'_>) -> Given {
        self.0.undecided.clone().give(py)
    }

    /// Devices whose IPv6 was left alone on purpose, and is not judged.
    #[getter]
    fn ipv4_only(&self, py: Python<'_>) -> Given {
        self.0.ipv4_only.clone().give(py)
    }

    /// Devices that go out unsteered while their service cannot be reached, because that was chosen.
    #[getter]
    fn fail_open(&self, py: Python<'_>) -> Given {
        self.0.fail_open.clone().give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "LeakReport", &["judged", "leaks", "undecided", "ipv4_only", "fail_open"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::LeakReport {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, LeakReport(self))?.into_any())
    }
}

/// What became of a change that had been left open.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct Recovery(api::Recovery);

#[pymethods]
impl Recovery {
    /// On which router.
    #[getter]
    fn router(&self, py: Python<'_>) -> Given {
        self.0.router.clone().give(py)
    }

    /// What the change was.
    #[getter]
    fn description(&self, py: Python<'_>) -> Given {
        self.0.description.clone().give(py)
    }

    /// `confirmed`, `rolled-back`, `partially-applied` or `unknown`.
    #[getter]
    fn outcome(&self, py: Python<'_>) -> Given {
        self.0.outcome.clone().give(py)
    }

    /// Why, in words; empty where it is confirmed.
    #[getter]
    fn reason(&self, py: Python<'_>) -> Given {
        self.0.reason.clone().give(py)
    }

    /// Whether the router's answer is known; otherwise it stays open.
    #[getter]
    fn settled(&self, py: Python<'_>) -> Given {
        self.0.settled.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "Recovery", &["router", "description", "outcome", "reason", "settled"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::Recovery {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, Recovery(self))?.into_any())
    }
}

/// A line of a listing of resources.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct ResourceSummary(api::ResourceSummary);

#[pymethods]
impl ResourceSummary {
    /// What identifies it for ever.
    #[getter]
    fn uuid(&self, py: Python<'_>) -> Given {
        self.0.uuid.clone().give(py)
    }

    /// What it is called among the resources of its router, such as `vif/tor-usa`.
    #[getter]
    fn resource(&self, py: Python<'_>) -> Given {
        self.0.resource.clone().give(py)
    }

    /// Its type in the schema.
    #[getter]
    fn kind(&self, py: Python<'_>) -> Given {
        self.0.kind.clone().give(py)
    }

    /// Where it is in its life.
    #[getter]
    fn status(&self, py: Python<'_>) -> Given {
        self.0.status.give(py)
    }

    /// The field `created_at`.
    #[getter]
    fn created_at(&self, py: Python<'_>) -> Given {
        self.0.created_at.give(py)
    }

    /// The field `updated_at`.
    #[getter]
    fn updated_at(&self, py: Python<'_>) -> Given {
        self.0.updated_at.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "ResourceSummary", &["uuid", "resource", "kind", "status", "created_at", "updated_at"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::ResourceSummary {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, ResourceSummary(self))?.into_any())
    }
}

/// One layer of a resource.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct LayerView(api::LayerView);

#[pymethods]
impl LayerView {
    /// The field `layer`.
    #[getter]
    fn layer(&self, py: Python<'_>) -> Given {
        self.0.layer.give(py)
    }

    /// What it holds; None where nothing is known.
    #[getter]
    fn value(&self, py: Python<'_>) -> Given {
        self.0.value.clone().give(py)
    }

    /// When that was set; None where nothing is known.
    #[getter]
    fn updated_at(&self, py: Python<'_>) -> Given {
        self.0.updated_at.give(py)
    }

    /// Who said so: `user`, `router` or `nnc`.
    #[getter]
    fn source(&self, py: Python<'_>) -> Given {
        self.0.source.clone().give(py)
    }

    /// How old it is.
    #[getter]
    fn age(&self, py: Python<'_>) -> Given {
        self.0.age.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "LayerView", &["layer", "value", "updated_at", "source", "age"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::LayerView {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, LayerView(self))?.into_any())
    }
}

/// A resource with the layers that were asked for.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct ResourceView(api::ResourceView);

#[pymethods]
impl ResourceView {
    /// The field `uuid`.
    #[getter]
    fn uuid(&self, py: Python<'_>) -> Given {
        self.0.uuid.clone().give(py)
    }

    /// The field `resource`.
    #[getter]
    fn resource(&self, py: Python<'_>) -> Given {
        self.0.resource.clone().give(py)
    }

    /// The field `kind`.
    #[getter]
    fn kind(&self, py: Python<'_>) -> Given {
        self.0.kind.clone().give(py)
    }

    /// The field `created_at`.
    #[getter]
    fn created_at(&self, py: Python<'_>) -> Given {
        self.0.created_at.give(py)
    }

    /// When it was deleted; None while it is there.
    #[getter]
    fn removed_at(&self, py: Python<'_>) -> Given {
        self.0.removed_at.give(py)
    }

    /// The field `layers`.
    #[getter]
    fn layers(&self, py: Python<'_>) -> Given {
        self.0.layers.clone().give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "ResourceView", &["uuid", "resource", "kind", "created_at", "removed_at", "layers"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::ResourceView {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, ResourceView(self))?.into_any())
    }
}

/// A layer of a resource at a time in the past.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct LayerAt(api::LayerAt);

#[pymethods]
impl LayerAt {
    /// The field `layer`.
    #[getter]
    fn layer(&self, py: Python<'_>) -> Given {
        self.0.layer.give(py)
    }

    /// What it held then; None where it held nothing or where that is not known any more.
    #[getter]
    fn value(&self, py: Python<'_>) -> Given {
        self.0.value.clone().give(py)
    }

    /// When that was set.
    #[getter]
    fn updated_at(&self, py: Python<'_>) -> Given {
        self.0.updated_at.give(py)
    }

    /// Where what it held then is not known any more: from when on it is known.
    #[getter]
    fn known_from(&self, py: Python<'_>) -> Given {
        self.0.known_from.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "LayerAt", &["layer", "value", "updated_at", "known_from"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::LayerAt {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, LayerAt(self))?.into_any())
    }
}

/// A resource as it was.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct ResourceAt(api::ResourceAt);

#[pymethods]
impl ResourceAt {
    /// The field `uuid`.
    #[getter]
    fn uuid(&self, py: Python<'_>) -> Given {
        self.0.uuid.clone().give(py)
    }

    /// The field `resource`.
    #[getter]
    fn resource(&self, py: Python<'_>) -> Given {
        self.0.resource.clone().give(py)
    }

    /// The field `kind`.
    #[getter]
    fn kind(&self, py: Python<'_>) -> Given {
        self.0.kind.clone().give(py)
    }

    /// The field `layers`.
    #[getter]
    fn layers(&self, py: Python<'_>) -> Given {
        self.0.layers.clone().give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "ResourceAt", &["uuid", "resource", "kind", "layers"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::ResourceAt {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, ResourceAt(self))?.into_any())
    }
}

/// One value that changed.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct ValueChange(api::ValueChange);

#[pymethods]
impl ValueChange {
    /// Where: a JSON pointer (RFC 6901) into the layer.
    #[getter]
    fn pointer(&self, py: Python<'_>) -> Given {
        self.0.pointer.clone().give(py)
    }

    /// What stood there; None where nothing did.
    #[getter]
    fn before(&self, py: Python<'_>) -> Given {
        self.0.before.clone().give(py)
    }

    /// What stands there now; None where nothing does.
    #[getter]
    fn after(&self, py: Python<'_>) -> Given {
        self.0.after.clone().give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "ValueChange", &["pointer", "before", "after"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::ValueChange {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, ValueChange(self))?.into_any())
    }
}

/// Something that happened to a layer of a resource.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct HistoryEntry(api::HistoryEntry);

#[pymethods]
impl HistoryEntry {
    /// Its number; rising over all resources of the router, with gaps.
    #[getter]
    fn seq(&self, py: Python<'_>) -> Given {
        self.0.seq.give(py)
    }

    /// The field `at`.
    #[getter]
    fn at(&self, py: Python<'_>) -> Given {
        self.0.at.give(py)
    }

    /// The field `uuid`.
    #[getter]
    fn uuid(&self, py: Python<'_>) -> Given {
        self.0.uuid.clone().give(py)
    }

    /// The field `resource`.
    #[getter]
    fn resource(&self, py: Python<'_>) -> Given {
        self.0.resource.clone().give(py)
    }

    /// The field `kind`.
    #[getter]
    fn kind(&self, py: Python<'_>) -> Given {
        self.0.kind.clone().give(py)
    }

    /// The field `layer`.
    #[getter]
    fn layer(&self, py: Python<'_>) -> Given {
        self.0.layer.give(py)
    }

    /// Who said so: `user`, `router` or `nnc`.
    #[getter]
    fn source(&self, py: Python<'_>) -> Given {
        self.0.source.clone().give(py)
    }

    /// Who wanted it; None for nnc itself.
    #[getter]
    fn actor(&self, py: Python<'_>) -> Given {
        self.0.actor.clone().give(py)
    }

    /// Why.
    #[getter]
    fn reason(&self, py: Python<'_>) -> Given {
        self.0.reason.clone().give(py)
    }

    /// The field `changes`.
    #[getter]
    fn changes(&self, py: Python<'_>) -> Given {
        self.0.changes.clone().give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "HistoryEntry", &["seq", "at", "uuid", "resource", "kind", "layer", "source", "actor", "reason", "changes"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::HistoryEntry {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, HistoryEntry(self))?.into_any())
    }
}

/// What became of a layer between two times.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct LayerDifference(api::LayerDifference);

#[pymethods]
impl LayerDifference {
    /// The field `layer`.
    #[getter]
    fn layer(&self, py: Python<'_>) -> Given {
        self.0.layer.give(py)
    }

    /// The field `changes`.
    #[getter]
    fn changes(&self, py: Python<'_>) -> Given {
        self.0.changes.clone().give(py)
    }

    /// Where one of the times is before what is known: from when on the layer is known.
    #[getter]
    fn known_from(&self, py: Python<'_>) -> Given {
        self.0.known_from.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "LayerDifference", &["layer", "changes", "known_from"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::LayerDifference {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, LayerDifference(self))?.into_any())
    }
}

/// A step of an explanation why something breaks.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct ImpactStep(api::ImpactStep);

#[pymethods]
impl ImpactStep {
    /// What needs the other.
    #[getter]
    fn dependent(&self, py: Python<'_>) -> Given {
        self.0.dependent.clone().give(py)
    }

    /// Why.
    #[getter]
    fn reason(&self, py: Python<'_>) -> Given {
        self.0.reason.clone().give(py)
    }

    /// What it needs.
    #[getter]
    fn depends_on(&self, py: Python<'_>) -> Given {
        self.0.depends_on.clone().give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "ImpactStep", &["dependent", "reason", "depends_on"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::ImpactStep {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, ImpactStep(self))?.into_any())
    }
}

/// Something that breaks.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct Broken(api::Broken);

#[pymethods]
impl Broken {
    /// The field `resource`.
    #[getter]
    fn resource(&self, py: Python<'_>) -> Given {
        self.0.resource.clone().give(py)
    }

    /// Its uuid, where it is kept under one.
    #[getter]
    fn uuid(&self, py: Python<'_>) -> Given {
        self.0.uuid.clone().give(py)
    }

    /// Why, in words.
    #[getter]
    fn because(&self, py: Python<'_>) -> Given {
        self.0.because.clone().give(py)
    }

    /// Why, step by step.
    #[getter]
    fn path(&self, py: Python<'_>) -> Given {
        self.0.path.clone().give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "Broken", &["resource", "uuid", "because", "path"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::Broken {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, Broken(self))?.into_any())
    }
}

/// What breaks if a resource is deleted.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct ImpactReport(api::ImpactReport);

#[pymethods]
impl ImpactReport {
    /// The field `resource`.
    #[getter]
    fn resource(&self, py: Python<'_>) -> Given {
        self.0.resource.clone().give(py)
    }

    /// What breaks, nearest first.
    #[getter]
    fn breaks(&self, py: Python<'_>) -> Given {
        self.0.breaks.clone().give(py)
    }

    /// The order in which all of it can be deleted: nothing before what needs it.
    #[getter]
    fn removal_order(&self, py: Python<'_>) -> Given {
        self.0.removal_order.clone().give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "ImpactReport", &["resource", "breaks", "removal_order"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for api::ImpactReport {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, ImpactReport(self))?.into_any())
    }
}

/// One service instance as an interface of the router: VLAN, address, routing table, routes, marks and rules.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct VirtualInterface(model::VirtualInterface);

#[pymethods]
impl VirtualInterface {
    /// The field `id`.
    #[getter]
    fn id(&self, py: Python<'_>) -> Given {
        self.0.id.clone().give(py)
    }

    /// The router it is on.
    #[getter]
    fn router_id(&self, py: Python<'_>) -> Given {
        self.0.router_id.clone().give(py)
    }

    /// The service instance that it belongs to; None while nnc does not run the service.
    #[getter]
    fn instance_id(&self, py: Python<'_>) -> Given {
        self.0.instance_id.clone().give(py)
    }

    /// What the user calls it.
    #[getter]
    fn instance(&self, py: Python<'_>) -> Given {
        self.0.instance.clone().give(py)
    }

    /// The interface name on the router: `nnc-<instance>`, shortened with a hash where that is longer than 15 characters.
    #[getter]
    fn name(&self, py: Python<'_>) -> Given {
        self.0.name.clone().give(py)
    }

    /// The name in the service catalogue, such as `tor`.
    #[getter]
    fn service(&self, py: Python<'_>) -> Given {
        self.0.service.clone().give(py)
    }

    /// The interface or bridge of the router that carries the VLAN.
    #[getter]
    fn parent(&self, py: Python<'_>) -> Given {
        self.0.parent.clone().give(py)
    }

    /// The VLAN id.
    #[getter]
    fn vlan_id(&self, py: Python<'_>) -> Given {
        self.0.vlan_id.give(py)
    }

    /// The router's address on the interface, such as `10.99.101.1/24`.
    #[getter]
    fn ip_address(&self, py: Python<'_>) -> Given {
        self.0.ip_address.give(py)
    }

    /// The address that the service binds, such as `10.99.101.2`.
    #[getter]
    fn service_address(&self, py: Python<'_>) -> Given {
        self.0.service_address.give(py)
    }

    /// The resolver that steered devices are sent to; the service itself where it is absent.
    #[getter]
    fn dns(&self, py: Python<'_>) -> Given {
        self.0.dns.give(py)
    }

    /// The field `gateway_type`.
    #[getter]
    fn gateway_type(&self, py: Python<'_>) -> Given {
        self.0.gateway_type.give(py)
    }

    /// The field `gateway_status`.
    #[getter]
    fn gateway_status(&self, py: Python<'_>) -> Given {
        self.0.gateway_status.give(py)
    }

    /// The TUN device of the gateway.
    #[getter]
    fn tun_name(&self, py: Python<'_>) -> Given {
        self.0.tun_name.clone().give(py)
    }

    /// The mark, which is also the name of the routing table.
    #[getter]
    fn routing_mark(&self, py: Python<'_>) -> Given {
        self.0.routing_mark.clone().give(py)
    }

    /// The instance whose virtual interface carries this one's own traffic.
    #[getter]
    fn through(&self, py: Python<'_>) -> Given {
        self.0.through.clone().give(py)
    }

    /// The field `on_failure`.
    #[getter]
    fn on_failure(&self, py: Python<'_>) -> Given {
        self.0.on_failure.give(py)
    }

    /// Whether IPv6 goes through the service too; otherwise it is blocked for steered devices.
    #[getter]
    fn ipv6(&self, py: Python<'_>) -> Given {
        self.0.ipv6.give(py)
    }

    /// Whether the router hands out addresses of the interface's subnet.
    #[getter]
    fn dhcp(&self, py: Python<'_>) -> Given {
        self.0.dhcp.give(py)
    }

    /// The field `status`.
    #[getter]
    fn status(&self, py: Python<'_>) -> Given {
        self.0.status.give(py)
    }

    /// The field `created_at`.
    #[getter]
    fn created_at(&self, py: Python<'_>) -> Given {
        self.0.created_at.give(py)
    }

    /// The field `updated_at`.
    #[getter]
    fn updated_at(&self, py: Python<'_>) -> Given {
        self.0.updated_at.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "VirtualInterface", &["id", "router_id", "instance_id", "instance", "name", "service", "parent", "vlan_id", "ip_address", "service_address", "dns", "gateway_type", "gateway_status", "tun_name", "routing_mark", "through", "on_failure", "ipv6", "dhcp", "status", "created_at", "updated_at"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for model::VirtualInterface {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, VirtualInterface(self))?.into_any())
    }
}

/// The VLAN ids and the address space that virtual interfaces are made from.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct VlanPool(model::VlanPool);

#[pymethods]
impl VlanPool {
    /// The field `router_id`.
    #[getter]
    fn router_id(&self, py: Python<'_>) -> Given {
        self.0.router_id.clone().give(py)
    }

    /// The field `first`.
    #[getter]
    fn first(&self, py: Python<'_>) -> Given {
        self.0.first.give(py)
    }

    /// The field `last`.
    #[getter]
    fn last(&self, py: Python<'_>) -> Given {
        self.0.last.give(py)
    }

    /// Each virtual interface gets a /24 of it.
    #[getter]
    fn prefix(&self, py: Python<'_>) -> Given {
        self.0.prefix.give(py)
    }

    /// How long a released id rests.
    #[getter]
    fn quarantine(&self, py: Python<'_>) -> Given {
        self.0.quarantine.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "VlanPool", &["router_id", "first", "last", "prefix", "quarantine"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for model::VlanPool {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, VlanPool(self))?.into_any())
    }
}

/// How full a VLAN pool is.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct VlanPoolStatus(model::VlanPoolStatus);

#[pymethods]
impl VlanPoolStatus {
    /// The field `pool`.
    #[getter]
    fn pool(&self, py: Python<'_>) -> Given {
        self.0.pool.clone().give(py)
    }

    /// How many ids the pool has.
    #[getter]
    fn total(&self, py: Python<'_>) -> Given {
        self.0.total.give(py)
    }

    /// The field `allocated`.
    #[getter]
    fn allocated(&self, py: Python<'_>) -> Given {
        self.0.allocated.give(py)
    }

    /// The field `quarantined`.
    #[getter]
    fn quarantined(&self, py: Python<'_>) -> Given {
        self.0.quarantined.give(py)
    }

    /// Ids that somebody else uses on the router; None where the router was not asked.
    #[getter]
    fn foreign(&self, py: Python<'_>) -> Given {
        self.0.foreign.give(py)
    }

    /// Ids of ours on the router that no virtual interface is known for; None where the router was not asked.
    #[getter]
    fn orphans(&self, py: Python<'_>) -> Given {
        self.0.orphans.give(py)
    }

    /// The field `available`.
    #[getter]
    fn available(&self, py: Python<'_>) -> Given {
        self.0.available.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "VlanPoolStatus", &["pool", "total", "allocated", "quarantined", "foreign", "orphans", "available"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for model::VlanPoolStatus {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, VlanPoolStatus(self))?.into_any())
    }
}

/// One VLAN id that is not free.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct VlanAllocation(model::VlanAllocation);

#[pymethods]
impl VlanAllocation {
    /// The field `router_id`.
    #[getter]
    fn router_id(&self, py: Python<'_>) -> Given {
        self.0.router_id.clone().give(py)
    }

    /// The field `vlan_id`.
    #[getter]
    fn vlan_id(&self, py: Python<'_>) -> Given {
        self.0.vlan_id.give(py)
    }

    /// The field `state`.
    #[getter]
    fn state(&self, py: Python<'_>) -> Given {
        self.0.state.give(py)
    }

    /// The subnet that goes with it.
    #[getter]
    fn subnet(&self, py: Python<'_>) -> Given {
        self.0.subnet.give(py)
    }

    /// The instance that has it or had it.
    #[getter]
    fn instance(&self, py: Python<'_>) -> Given {
        self.0.instance.clone().give(py)
    }

    /// When it was released; None while it is in use.
    #[getter]
    fn since(&self, py: Python<'_>) -> Given {
        self.0.since.give(py)
    }

    /// When the quarantine ends.
    #[getter]
    fn until(&self, py: Python<'_>) -> Given {
        self.0.until.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "VlanAllocation", &["router_id", "vlan_id", "state", "subnet", "instance", "since", "until"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for model::VlanAllocation {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, VlanAllocation(self))?.into_any())
    }
}

/// Which device, or which devices, a steering rule is about.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct DeviceSelector(model::DeviceSelector);

#[pymethods]
impl DeviceSelector {
    /// The field `mac`.
    #[getter]
    fn mac(&self, py: Python<'_>) -> Given {
        match &self.0 {
            model::DeviceSelector::Mac(value) => (*value).give(py),
            _ => Ok(py.None()),
        }
    }

    /// The field `address`.
    #[getter]
    fn address(&self, py: Python<'_>) -> Given {
        match &self.0 {
            model::DeviceSelector::Address(value) => (*value).give(py),
            _ => Ok(py.None()),
        }
    }

    /// The field `subnet`.
    #[getter]
    fn subnet(&self, py: Python<'_>) -> Given {
        match &self.0 {
            model::DeviceSelector::Subnet(value) => (*value).give(py),
            _ => Ok(py.None()),
        }
    }

    /// The field `vlan`.
    #[getter]
    fn vlan(&self, py: Python<'_>) -> Given {
        match &self.0 {
            model::DeviceSelector::Vlan(value) => (*value).give(py),
            _ => Ok(py.None()),
        }
    }

    /// An address list of the router. The name is part of the marks of its rows, which have room for 30 characters.
    #[getter]
    fn address_list(&self, py: Python<'_>) -> Given {
        match &self.0 {
            model::DeviceSelector::AddressList(value) => value.clone().give(py),
            _ => Ok(py.None()),
        }
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "DeviceSelector", &["mac", "address", "subnet", "vlan", "address_list"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for model::DeviceSelector {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, DeviceSelector(self))?.into_any())
    }
}

/// Sends the traffic of a device out through a virtual interface, and never any other way.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct SteeringRule(model::SteeringRule);

#[pymethods]
impl SteeringRule {
    /// The field `id`.
    #[getter]
    fn id(&self, py: Python<'_>) -> Given {
        self.0.id.clone().give(py)
    }

    /// The field `router_id`.
    #[getter]
    fn router_id(&self, py: Python<'_>) -> Given {
        self.0.router_id.clone().give(py)
    }

    /// The field `device`.
    #[getter]
    fn device(&self, py: Python<'_>) -> Given {
        self.0.device.clone().give(py)
    }

    /// The instance whose virtual interface it goes out by.
    #[getter]
    fn via(&self, py: Python<'_>) -> Given {
        self.0.via.clone().give(py)
    }

    /// Leaves the device's IPv6 alone; listings and the leak check show it.
    #[getter]
    fn ipv4_only(&self, py: Python<'_>) -> Given {
        self.0.ipv4_only.give(py)
    }

    /// The field `created_at`.
    #[getter]
    fn created_at(&self, py: Python<'_>) -> Given {
        self.0.created_at.give(py)
    }

    /// The field `updated_at`.
    #[getter]
    fn updated_at(&self, py: Python<'_>) -> Given {
        self.0.updated_at.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "SteeringRule", &["id", "router_id", "device", "via", "ipv4_only", "created_at", "updated_at"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for model::SteeringRule {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, SteeringRule(self))?.into_any())
    }
}

/// A router under control.
#[pyclass(frozen, eq, module = "nnc")]
#[derive(PartialEq)]
pub(super) struct Router(model::Router);

#[pymethods]
impl Router {
    /// The field `id`.
    #[getter]
    fn id(&self, py: Python<'_>) -> Given {
        self.0.id.clone().give(py)
    }

    /// The field `name`.
    #[getter]
    fn name(&self, py: Python<'_>) -> Given {
        self.0.name.clone().give(py)
    }

    /// The field `url`.
    #[getter]
    fn url(&self, py: Python<'_>) -> Given {
        self.0.url.clone().give(py)
    }

    /// The field `platform`.
    #[getter]
    fn platform(&self, py: Python<'_>) -> Given {
        self.0.platform.give(py)
    }

    /// The SHA-256 of the certificate that is accepted, as `sha256:` and 64 hexadecimal digits.
    #[getter]
    fn pin(&self, py: Python<'_>) -> Given {
        self.0.pin.clone().give(py)
    }

    /// Whether a certificate is accepted unseen.
    #[getter]
    fn insecure(&self, py: Python<'_>) -> Given {
        self.0.insecure.give(py)
    }

    /// Where the password is kept.
    #[getter]
    fn password(&self, py: Python<'_>) -> Given {
        self.0.password.clone().give(py)
    }

    /// The router's own name for itself.
    #[getter]
    fn identity(&self, py: Python<'_>) -> Given {
        self.0.identity.clone().give(py)
    }

    /// The field `version`.
    #[getter]
    fn version(&self, py: Python<'_>) -> Given {
        self.0.version.clone().give(py)
    }

    /// What the controller has sent to it since the start; None where nobody counts.
    #[getter]
    fn bytes_sent(&self, py: Python<'_>) -> Given {
        self.0.bytes_sent.give(py)
    }

    /// The field `created_at`.
    #[getter]
    fn created_at(&self, py: Python<'_>) -> Given {
        self.0.created_at.give(py)
    }

    /// The field `updated_at`.
    #[getter]
    fn updated_at(&self, py: Python<'_>) -> Given {
        self.0.updated_at.give(py)
    }

    /// The record as the schema spells it, as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        describe(slf, "Router", &["id", "name", "url", "platform", "pin", "insecure", "password", "identity", "version", "bytes_sent", "created_at", "updated_at"])
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_json())
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

impl Give for model::Router {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, Router(self))?.into_any())
    }
}

/// Where everything starts.
#[pyclass(frozen, module = "nnc._native")]
pub(super) struct Query(Arc<dyn api::RootApi>);

#[pymethods]
impl Query {
    #[new]
    fn new() -> Self {
        Self(api::root())
    }

    /// Opens a data directory, and makes it if it is missing. Settles nothing: a change that a crash left open is settled
    /// by the first call that changes its router, or by `recover`.
    fn open(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.open(arguments_of::<api::OpenArguments>(&arguments.0)?).await })
    }

    /// Opens a data directory for a test: ids are drawn from the seed, and time stands at a moment until `set_time` moves it,
    /// so that two runs give the same. Whoever knows the seed knows every key: never use it for anything but tests.
    fn open_for_test(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.open_for_test(arguments_of::<api::OpenForTestArguments>(&arguments.0)?).await })
    }

    /// The version of nnc.
    fn version(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.version().await })
    }
}

/// An opened data directory: which routers there are.
#[pyclass(frozen, module = "nnc._native")]
pub(super) struct Nnc(Arc<dyn api::NncApi>);

#[pymethods]
impl Nnc {
    /// The routers, by name.
    fn routers(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.routers().await })
    }

    /// One router.
    fn router(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.router(arguments_of::<api::NncRouterArguments>(&arguments.0)?).await })
    }

    /// Connects to a router, reads what it is, and remembers it. On failure nothing is stored. The password is stored
    /// encrypted.
    fn add_router(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.add_router(arguments_of::<api::NncAddRouterArguments>(&arguments.0)?).await })
    }

    /// Forgets a router and what is known of it. Nothing is changed on the router, so what nnc made there must be gone
    /// unless `keep_rows` says that it may stay.
    fn remove_router(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.remove_router(arguments_of::<api::NncRemoveRouterArguments>(&arguments.0)?).await })
    }

    /// What this program does, from now on: the phases of each change as `apply.<phase>`, and what monitors see.
    fn events(&self, py: Python<'_>, arguments: Arguments) -> PyResult<Stream> {
        let arguments = arguments_of::<api::NncEventsArguments>(&arguments.0).map_err(|error| exception(py, &error))?;
        let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
        let opened = self.0.events(arguments).map_err(|error| exception(py, &error))?;
        Ok(Stream::new(opened))
    }

    /// Moves the time of one that was opened with `open_for_test`.
    fn set_time(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.set_time(arguments_of::<api::NncSetTimeArguments>(&arguments.0)?).await })
    }

    /// Adds a router that your program implements, or attaches it again after a start: what is remembered of it stays. nnc
    /// calls it from then on as it calls any router.
    fn attach_router(&self, arguments: Arguments, host: Host) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.attach_router(arguments_of::<api::NncAttachRouterArguments>(&arguments.0)?, Arc::new(host)).await })
    }
}

impl Give for Arc<dyn api::NncApi> {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, Nnc(self))?.into_any())
    }
}

/// One router. It connects when something needs the router.
#[pyclass(frozen, module = "nnc._native")]
pub(super) struct RouterHandle(Arc<dyn api::RouterApi>);

#[pymethods]
impl RouterHandle {
    /// What is remembered of it.
    fn info(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.info().await })
    }

    /// Its virtual interfaces.
    fn virtual_interfaces(&self) -> VirtualInterfaces {
        VirtualInterfaces(self.0.virtual_interfaces())
    }

    /// The devices steered through them.
    fn steering_rules(&self) -> SteeringRules {
        SteeringRules(self.0.steering_rules())
    }

    /// Its VLAN ids and subnets.
    fn vlan_pool(&self) -> VlanPoolHandle {
        VlanPoolHandle(self.0.vlan_pool())
    }

    /// Its resources of every type, with all that is known of them.
    fn resources(&self) -> Resources {
        Resources(self.0.resources())
    }

    /// What differs between what is wanted and what the router has. Writes nothing to the router.
    fn drift(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.drift().await })
    }

    /// Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.
    fn repair(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.repair().await })
    }

    /// Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.
    fn start_repair(&self, py: Python<'_>) -> PyResult<Operation> {
        let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
        let opened = self.0.start_repair().map_err(|error| exception(py, &error))?;
        Ok(Operation(opened))
    }

    /// Remembers that differences are accepted: they are drift no longer until they change again. Gives what still differs.
    fn accept_differences(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.accept_differences(arguments_of::<api::RouterHandleAcceptDifferencesArguments>(&arguments.0)?).await })
    }

    /// Takes what the router shows for what is wanted, where that follows from something that a user configures.
    fn adopt_differences(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.adopt_differences(arguments_of::<api::RouterHandleAdoptDifferencesArguments>(&arguments.0)?).await })
    }

    /// Takes what the router shows for what is wanted, where that follows from something that a user configures.
    fn start_adopt_differences(&self, py: Python<'_>, arguments: Arguments) -> PyResult<Operation> {
        let arguments = arguments_of::<api::RouterHandleAdoptDifferencesArguments>(&arguments.0).map_err(|error| exception(py, &error))?;
        let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
        let opened = self.0.start_adopt_differences(arguments).map_err(|error| exception(py, &error))?;
        Ok(Operation(opened))
    }

    /// Judges the router's rules as they are: can a packet of a steered device leave another way than through its virtual
    /// interface? Reads, and writes nothing.
    fn verify_leaks(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.verify_leaks(arguments_of::<api::RouterHandleVerifyLeaksArguments>(&arguments.0)?).await })
    }

    /// Reads the router once and keeps what its rows do as the runtime layers of the resources. Gives those of which that is other than before.
    fn refresh(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.refresh().await })
    }

    /// Settles what a crash left open, by asking the router. What cannot be settled while the router cannot be reached is listed.
    fn recover(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.recover().await })
    }
}

impl Give for Arc<dyn api::RouterApi> {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, RouterHandle(self))?.into_any())
    }
}

/// A change under way. Letting it go does not stop the change: it goes on to its end.
#[pyclass(frozen, module = "nnc._native")]
pub(super) struct Operation(Arc<dyn api::OperationApi>);

#[pymethods]
impl Operation {
    /// Waits for its end.
    fn result(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.result().await })
    }

    /// How far it is, until it ends. A slow reader sees only the newest.
    fn progress(&self, py: Python<'_>) -> PyResult<Stream> {
        let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
        let opened = self.0.progress().map_err(|error| exception(py, &error))?;
        Ok(Stream::new(opened))
    }

    /// Gives it up at the next safe point; what was done by then is taken back. Where it is too late for that, it goes on.
    fn cancel(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.cancel().await })
    }
}

impl Give for Arc<dyn api::OperationApi> {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, Operation(self))?.into_any())
    }
}

/// The virtual interfaces of one router.
#[pyclass(frozen, module = "nnc._native")]
pub(super) struct VirtualInterfaces(Arc<dyn api::VirtualInterfacesApi>);

#[pymethods]
impl VirtualInterfaces {
    /// Creates virtual interfaces: all of them or none. What exists already as asked is left alone.
    fn create(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.create(arguments_of::<api::VirtualInterfacesCreateArguments>(&arguments.0)?).await })
    }

    /// Creates virtual interfaces: all of them or none. What exists already as asked is left alone.
    fn start_create(&self, py: Python<'_>, arguments: Arguments) -> PyResult<Operation> {
        let arguments = arguments_of::<api::VirtualInterfacesCreateArguments>(&arguments.0).map_err(|error| exception(py, &error))?;
        let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
        let opened = self.0.start_create(arguments).map_err(|error| exception(py, &error))?;
        Ok(Operation(opened))
    }

    /// The virtual interfaces, by instance, as last confirmed by the router.
    fn list(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.list().await })
    }

    /// One virtual interface.
    fn get(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.get(arguments_of::<api::VirtualInterfacesGetArguments>(&arguments.0)?).await })
    }

    /// The way that its traffic takes: itself, then what it goes through, to the last.
    fn chain(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.chain(arguments_of::<api::VirtualInterfacesChainArguments>(&arguments.0)?).await })
    }

    /// Deletes virtual interfaces: all of them or none.
    fn delete(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.delete(arguments_of::<api::VirtualInterfacesDeleteArguments>(&arguments.0)?).await })
    }

    /// Deletes virtual interfaces: all of them or none.
    fn start_delete(&self, py: Python<'_>, arguments: Arguments) -> PyResult<Operation> {
        let arguments = arguments_of::<api::VirtualInterfacesDeleteArguments>(&arguments.0).map_err(|error| exception(py, &error))?;
        let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
        let opened = self.0.start_delete(arguments).map_err(|error| exception(py, &error))?;
        Ok(Operation(opened))
    }
}

impl Give for Arc<dyn api::VirtualInterfacesApi> {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, VirtualInterfaces(self))?.into_any())
    }
}

/// The steered devices of one router.
#[pyclass(frozen, module = "nnc._native")]
pub(super) struct SteeringRules(Arc<dyn api::SteeringRulesApi>);

#[pymethods]
impl SteeringRules {
    /// Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
    /// is cut off, unless the interface was made to fail open.
    fn add(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.add(arguments_of::<api::SteeringRulesAddArguments>(&arguments.0)?).await })
    }

    /// Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
    /// is cut off, unless the interface was made to fail open.
    fn start_add(&self, py: Python<'_>, arguments: Arguments) -> PyResult<Operation> {
        let arguments = arguments_of::<api::SteeringRulesAddArguments>(&arguments.0).map_err(|error| exception(py, &error))?;
        let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
        let opened = self.0.start_add(arguments).map_err(|error| exception(py, &error))?;
        Ok(Operation(opened))
    }

    /// Sends a steered device through another virtual interface, at once.
    fn switch(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.switch(arguments_of::<api::SteeringRulesSwitchArguments>(&arguments.0)?).await })
    }

    /// Sends a steered device through another virtual interface, at once.
    fn start_switch(&self, py: Python<'_>, arguments: Arguments) -> PyResult<Operation> {
        let arguments = arguments_of::<api::SteeringRulesSwitchArguments>(&arguments.0).map_err(|error| exception(py, &error))?;
        let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
        let opened = self.0.start_switch(arguments).map_err(|error| exception(py, &error))?;
        Ok(Operation(opened))
    }

    /// Stops steering a device.
    fn remove(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.remove(arguments_of::<api::SteeringRulesRemoveArguments>(&arguments.0)?).await })
    }

    /// Stops steering a device.
    fn start_remove(&self, py: Python<'_>, arguments: Arguments) -> PyResult<Operation> {
        let arguments = arguments_of::<api::SteeringRulesRemoveArguments>(&arguments.0).map_err(|error| exception(py, &error))?;
        let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
        let opened = self.0.start_remove(arguments).map_err(|error| exception(py, &error))?;
        Ok(Operation(opened))
    }

    /// The steered devices, as last confirmed by the router.
    fn list(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.list().await })
    }
}

impl Give for Arc<dyn api::SteeringRulesApi> {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, SteeringRules(self))?.into_any())
    }
}

/// The VLAN ids and the address space of one router.
#[pyclass(frozen, module = "nnc._native")]
pub(super) struct VlanPoolHandle(Arc<dyn api::VlanPoolApi>);

#[pymethods]
impl VlanPoolHandle {
    /// The pool, and how much of it is left, so far as is known without asking the router.
    fn status(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.status().await })
    }

    /// What was given out, by VLAN id.
    fn allocations(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.allocations().await })
    }

    /// Changes the pool for what is created from now on; what exists keeps what it has.
    fn configure(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.configure(arguments_of::<api::VlanPoolHandleConfigureArguments>(&arguments.0)?).await })
    }

    /// Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known.
    fn clean(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.clean().await })
    }

    /// Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known.
    fn start_clean(&self, py: Python<'_>) -> PyResult<Operation> {
        let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
        let opened = self.0.start_clean().map_err(|error| exception(py, &error))?;
        Ok(Operation(opened))
    }
}

impl Give for Arc<dyn api::VlanPoolApi> {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, VlanPoolHandle(self))?.into_any())
    }
}

/// The resources of one router, of every type. `which` names one by its uuid or by what it is called, such as `vif/tor-usa`.
#[pyclass(frozen, module = "nnc._native")]
pub(super) struct Resources(Arc<dyn api::ResourcesApi>);

#[pymethods]
impl Resources {
    /// All resources, by what they are called.
    fn list(&self) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.list().await })
    }

    /// A resource with the wanted layers; all of them where none is named. One that was deleted has its uuid and its times still.
    fn show(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.show(arguments_of::<api::ResourcesShowArguments>(&arguments.0)?).await })
    }

    /// A resource as it was at a time; None if it was not there then. A layer whose past is not kept that far says so.
    fn at(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.at(arguments_of::<api::ResourcesAtArguments>(&arguments.0)?).await })
    }

    /// What happened to the wanted layers of a resource: what changed, who wanted it and why; newest first.
    fn history(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.history(arguments_of::<api::ResourcesHistoryArguments>(&arguments.0)?).await })
    }

    /// What differs in the wanted layers of a resource between two times.
    fn diff(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.diff(arguments_of::<api::ResourcesDiffArguments>(&arguments.0)?).await })
    }

    /// What breaks if a resource is deleted, and why. `which` may also be something of the router that resources need, such as `interface/ether1`.
    fn impact(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.impact(arguments_of::<api::ResourcesImpactArguments>(&arguments.0)?).await })
    }

    /// Notes that a resource needs another: deleting the other is refused from now on unless what needs it goes too.
    fn depend(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.depend(arguments_of::<api::ResourcesDependArguments>(&arguments.0)?).await })
    }

    /// Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
    /// in the document are stored, encrypted, and only referred to from then on.
    fn apply(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.apply(arguments_of::<api::ResourcesApplyArguments>(&arguments.0)?).await })
    }

    /// Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
    /// in the document are stored, encrypted, and only referred to from then on.
    fn start_apply(&self, py: Python<'_>, arguments: Arguments) -> PyResult<Operation> {
        let arguments = arguments_of::<api::ResourcesApplyArguments>(&arguments.0).map_err(|error| exception(py, &error))?;
        let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
        let opened = self.0.start_apply(arguments).map_err(|error| exception(py, &error))?;
        Ok(Operation(opened))
    }

    /// Deletes a resource, on the router too.
    fn delete(&self, arguments: Arguments) -> Pending {
        let api = Arc::clone(&self.0);
        Pending::new(async move { api.delete(arguments_of::<api::ResourcesDeleteArguments>(&arguments.0)?).await })
    }

    /// Deletes a resource, on the router too.
    fn start_delete(&self, py: Python<'_>, arguments: Arguments) -> PyResult<Operation> {
        let arguments = arguments_of::<api::ResourcesDeleteArguments>(&arguments.0).map_err(|error| exception(py, &error))?;
        let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
        let opened = self.0.start_delete(arguments).map_err(|error| exception(py, &error))?;
        Ok(Operation(opened))
    }
}

impl Give for Arc<dyn api::ResourcesApi> {
    fn give(self, py: Python<'_>) -> Given {
        Ok(Py::new(py, Resources(self))?.into_any())
    }
}

#[async_trait]
impl api::HostRouterApi for Host {
    async fn version(&self) -> Result<String, nnc::Error> {
        self.ask("version", vec![]).await
    }

    async fn identity(&self) -> Result<String, nnc::Error> {
        self.ask("identity", vec![]).await
    }

    async fn read(&self, menu: String) -> Result<Vec<std::collections::BTreeMap<String, String>>, nnc::Error> {
        self.ask("read", vec![Box::new(menu)]).await
    }

    async fn write(&self, menu: String, verb: String, values: std::collections::BTreeMap<String, String>) -> Result<Option<String>, nnc::Error> {
        self.ask("write", vec![Box::new(menu), Box::new(verb), Box::new(values)]).await
    }

    async fn begin(&self) -> Result<(), nnc::Error> {
        self.ask("begin", vec![]).await
    }

    async fn commit(&self) -> Result<(), nnc::Error> {
        self.ask("commit", vec![]).await
    }

    async fn roll_back(&self) -> Result<(), nnc::Error> {
        self.ask("roll_back", vec![]).await
    }

}

/// Puts the classes into the module.
pub(super) fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Finding>()?;
    module.add_class::<Change>()?;
    module.add_class::<Progress>()?;
    module.add_class::<Detail>()?;
    module.add_class::<Event>()?;
    module.add_class::<Difference>()?;
    module.add_class::<DriftReport>()?;
    module.add_class::<Leak>()?;
    module.add_class::<LeakReport>()?;
    module.add_class::<Recovery>()?;
    module.add_class::<ResourceSummary>()?;
    module.add_class::<LayerView>()?;
    module.add_class::<ResourceView>()?;
    module.add_class::<LayerAt>()?;
    module.add_class::<ResourceAt>()?;
    module.add_class::<ValueChange>()?;
    module.add_class::<HistoryEntry>()?;
    module.add_class::<LayerDifference>()?;
    module.add_class::<ImpactStep>()?;
    module.add_class::<Broken>()?;
    module.add_class::<ImpactReport>()?;
    module.add_class::<VirtualInterface>()?;
    module.add_class::<VlanPool>()?;
    module.add_class::<VlanPoolStatus>()?;
    module.add_class::<VlanAllocation>()?;
    module.add_class::<DeviceSelector>()?;
    module.add_class::<SteeringRule>()?;
    module.add_class::<Router>()?;
    module.add_class::<Query>()?;
    module.add_class::<Nnc>()?;
    module.add_class::<RouterHandle>()?;
    module.add_class::<Operation>()?;
    module.add_class::<VirtualInterfaces>()?;
    module.add_class::<SteeringRules>()?;
    module.add_class::<VlanPoolHandle>()?;
    module.add_class::<Resources>()?;
    Ok(())
}
