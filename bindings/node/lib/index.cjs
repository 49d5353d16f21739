// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

"use strict";

const { Feed, Handle, NncError, again, attached, call, log, opened, part, root, started } = require("./runtime.cjs");

const RouterPlatform = Object.freeze({ ROUTEROS: "ROUTEROS", OPEN_VSWITCH: "OPEN_VSWITCH" });
const WORDS_OF_RouterPlatform = ["ROUTEROS", "OPEN_VSWITCH"];
const DriftClass = Object.freeze({ FOREIGN_EDIT: "FOREIGN_EDIT", DEVICE_NORMALISATION: "DEVICE_NORMALISATION", LOST_OBJECT: "LOST_OBJECT", VERSION_CHANGE: "VERSION_CHANGE", UNEXPECTED_OBJECT: "UNEXPECTED_OBJECT", MISPLACED: "MISPLACED", PENDING_CHANGE: "PENDING_CHANGE", UNKNOWN_SECRET: "UNKNOWN_SECRET" });
const WORDS_OF_DriftClass = ["FOREIGN_EDIT", "DEVICE_NORMALISATION", "LOST_OBJECT", "VERSION_CHANGE", "UNEXPECTED_OBJECT", "MISPLACED", "PENDING_CHANGE", "UNKNOWN_SECRET"];
const Weight = Object.freeze({ REFUSAL: "REFUSAL", NOTE: "NOTE" });
const WORDS_OF_Weight = ["REFUSAL", "NOTE"];
const GatewayType = Object.freeze({ NONE: "NONE", HEV_SOCKS5_TUNNEL: "HEV_SOCKS5_TUNNEL" });
const WORDS_OF_GatewayType = ["NONE", "HEV_SOCKS5_TUNNEL"];
const OnFailure = Object.freeze({ CLOSED: "CLOSED", OPEN: "OPEN" });
const WORDS_OF_OnFailure = ["CLOSED", "OPEN"];
const GatewayStatus = Object.freeze({ STOPPED: "STOPPED", STARTING: "STARTING", RUNNING: "RUNNING", FAILED: "FAILED" });
const WORDS_OF_GatewayStatus = ["STOPPED", "STARTING", "RUNNING", "FAILED"];
const VirtualInterfaceStatus = Object.freeze({ CREATING: "CREATING", ACTIVE: "ACTIVE", ERROR: "ERROR", REMOVING: "REMOVING" });
const WORDS_OF_VirtualInterfaceStatus = ["CREATING", "ACTIVE", "ERROR", "REMOVING"];
const VlanAllocationState = Object.freeze({ ALLOCATED: "ALLOCATED", RESERVED: "RESERVED", QUARANTINED: "QUARANTINED", ORPHAN: "ORPHAN" });
const WORDS_OF_VlanAllocationState = ["ALLOCATED", "RESERVED", "QUARANTINED", "ORPHAN"];
const Layer = Object.freeze({ CONFIGURATION: "CONFIGURATION", VALIDATION: "VALIDATION", DEPLOYMENT: "DEPLOYMENT", RUNTIME: "RUNTIME", TELEMETRY: "TELEMETRY", METADATA: "METADATA", RELATIONSHIPS: "RELATIONSHIPS", PLATFORM: "PLATFORM" });
const WORDS_OF_Layer = ["CONFIGURATION", "VALIDATION", "DEPLOYMENT", "RUNTIME", "TELEMETRY", "METADATA", "RELATIONSHIPS", "PLATFORM"];

const makeRouter = (row) => ({
  id: row[0],
  name: row[1],
  url: row[2],
  platform: WORDS_OF_RouterPlatform[row[3]],
  pin: row[4],
  insecure: row[5],
  password: row[6],
  identity: row[7],
  version: row[8],
  bytesSent: row[9] === null ? null : BigInt(row[9]),
  createdAt: new Date(row[10]),
  updatedAt: new Date(row[11]),
});

const makeDetail = (row) => ({
  name: row[0],
  value: row[1],
});

const makeEvent = (row) => ({
  at: new Date(row[0]),
  kind: row[1],
  details: row[2].map((row) => makeDetail(row)),
  lost: row[3],
});

const makeDifference = (row) => ({
  id: row[0],
  resource: row[1],
  role: row[2],
  menu: row[3],
  cause: WORDS_OF_DriftClass[row[4]],
  code: row[5],
  pointer: row[6],
  field: row[7],
  intended: row[8],
  deployed: row[9],
  actual: row[10],
  message: row[11],
  acceptedAt: row[12] === null ? null : new Date(row[12]),
  repair: row[13],
});

const makeDriftReport = (row) => ({
  differences: row[0].map((row) => makeDifference(row)),
  accepted: row[1].map((row) => makeDifference(row)),
  respelled: row[2].map((row) => makeDifference(row)),
});

const makeFinding = (row) => ({
  code: row[0],
  pointer: row[1],
  message: row[2],
  stage: row[3],
  weight: WORDS_OF_Weight[row[4]],
});

const makeChange = (row) => ({
  changed: row[0],
  dryRun: row[1],
  commands: row[2],
  findings: row[3].map((row) => makeFinding(row)),
  planHash: row[4],
  resource: row[5],
  uuid: row[6],
});

const makeLeak = (row) => ({
  device: row[0],
  summary: row[1],
  leavesBy: row[2],
  down: row[3],
  packet: row[4],
  path: row[5],
});

const makeLeakReport = (row) => ({
  judged: row[0],
  leaks: row[1].map((row) => makeLeak(row)),
  undecided: row[2],
  ipv4Only: row[3],
  failOpen: row[4],
});

const makeRecovery = (row) => ({
  router: row[0],
  description: row[1],
  outcome: row[2],
  reason: row[3],
  settled: row[4],
});

const makeProgress = (row) => ({
  phase: row[0],
  done: row[1],
  total: row[2],
});

const makeVirtualInterface = (row) => ({
  id: row[0],
  routerId: row[1],
  instanceId: row[2],
  instance: row[3],
  name: row[4],
  service: row[5],
  parent: row[6],
  vlanId: row[7],
  ipAddress: row[8],
  serviceAddress: row[9],
  dns: row[10],
  gatewayType: WORDS_OF_GatewayType[row[11]],
  gatewayStatus: WORDS_OF_GatewayStatus[row[12]],
  tunName: row[13],
  routingMark: row[14],
  through: row[15],
  onFailure: WORDS_OF_OnFailure[row[16]],
  ipv6: row[17],
  dhcp: row[18],
  status: WORDS_OF_VirtualInterfaceStatus[row[19]],
  createdAt: new Date(row[20]),
  updatedAt: new Date(row[21]),
});

const makeDeviceSelector = (row) => ({
  mac: row[0],
  address: row[1],
  subnet: row[2],
  vlan: row[3],
  addressList: row[4],
});

const makeSteeringRule = (row) => ({
  id: row[0],
  routerId: row[1],
  device: makeDeviceSelector(row[2]),
  via: row[3],
  ipv4Only: row[4],
  createdAt: new Date(row[5]),
  updatedAt: new Date(row[6]),
});

const makeVlanPool = (row) => ({
  routerId: row[0],
  first: row[1],
  last: row[2],
  prefix: row[3],
  quarantine: row[4],
});

const makeVlanPoolStatus = (row) => ({
  pool: makeVlanPool(row[0]),
  total: row[1],
  allocated: row[2],
  quarantined: row[3],
  foreign: row[4],
  orphans: row[5],
  available: row[6],
});

const makeVlanAllocation = (row) => ({
  routerId: row[0],
  vlanId: row[1],
  state: WORDS_OF_VlanAllocationState[row[2]],
  subnet: row[3],
  instance: row[4],
  since: row[5] === null ? null : new Date(row[5]),
  until: row[6] === null ? null : new Date(row[6]),
});

const makeResourceSummary = (row) => ({
  uuid: row[0],
  resource: row[1],
  kind: row[2],
  status: WORDS_OF_VirtualInterfaceStatus[row[3]],
  createdAt: new Date(row[4]),
  updatedAt: new Date(row[5]),
});

const makeLayerView = (row) => ({
  layer: WORDS_OF_Layer[row[0]],
  value: row[1],
  updatedAt: row[2] === null ? null : new Date(row[2]),
  source: row[3],
  age: row[4],
});

const makeResourceView = (row) => ({
  uuid: row[0],
  resource: row[1],
  kind: row[2],
  createdAt: new Date(row[3]),
  removedAt: row[4] === null ? null : new Date(row[4]),
  layers: row[5].map((row) => makeLayerView(row)),
});

const makeLayerAt = (row) => ({
  layer: WORDS_OF_Layer[row[0]],
  value: row[1],
  updatedAt: row[2] === null ? null : new Date(row[2]),
  knownFrom: row[3] === null ? null : new Date(row[3]),
});

const makeResourceAt = (row) => ({
  uuid: row[0],
  resource: row[1],
  kind: row[2],
  layers: row[3].map((row) => makeLayerAt(row)),
});

const makeValueChange = (row) => ({
  pointer: row[0],
  before: row[1],
  after: row[2],
});

const makeHistoryEntry = (row) => ({
  seq: BigInt(row[0]),
  at: new Date(row[1]),
  uuid: row[2],
  resource: row[3],
  kind: row[4],
  layer: WORDS_OF_Layer[row[5]],
  source: row[6],
  actor: row[7],
  reason: row[8],
  changes: row[9].map((row) => makeValueChange(row)),
});

const makeLayerDifference = (row) => ({
  layer: WORDS_OF_Layer[row[0]],
  changes: row[1].map((row) => makeValueChange(row)),
  knownFrom: row[2] === null ? null : new Date(row[2]),
});

const makeImpactStep = (row) => ({
  dependent: row[0],
  reason: row[1],
  dependsOn: row[2],
});

const makeBroken = (row) => ({
  resource: row[0],
  uuid: row[1],
  because: row[2],
  path: row[3].map((row) => makeImpactStep(row)),
});

const makeImpactReport = (row) => ({
  resource: row[0],
  breaks: row[1].map((row) => makeBroken(row)),
  removalOrder: row[2],
});

const list = (make) => (rows) => {
  const made = new Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) made[at] = make(rows[at]);
  return made;
};

const listRouter = again(list(makeRouter));
const listRecovery = again(list(makeRecovery));
const listVirtualInterface = again(list(makeVirtualInterface));
const listSteeringRule = again(list(makeSteeringRule));
const listVlanAllocation = again(list(makeVlanAllocation));
const listResourceSummary = again(list(makeResourceSummary));

const METHODS_OF_HostRouter = ["version", "identity", "read", "write", "begin", "commit", "rollBack"];

class Nnc extends Handle {
  routers(options) {
    return call(this, 0, {}, listRouter, options);
  }

  router(args, options) {
    return call(this, 1, args, (native) => new RouterHandle(native), options);
  }

  addRouter(args, options) {
    return call(this, 2, args, makeRouter, options);
  }

  removeRouter(args, options) {
    return call(this, 3, args, undefined, options);
  }

  events(args, options) {
    return opened(this, 4, args, makeEvent, options);
  }

  setTime(args, options) {
    return call(this, 5, args, undefined, options);
  }

  attachRouter(args, router, options) {
    return attached(this, 6, args, { argument: "router", host: router, methods: METHODS_OF_HostRouter }, makeRouter, options);
  }
}

class RouterHandle extends Handle {
  info(options) {
    return call(this, 0, {}, makeRouter, options);
  }

  #virtualInterfaces;
  get virtualInterfaces() {
    return (this.#virtualInterfaces ??= part(this, 1, VirtualInterfaces));
  }

  #steeringRules;
  get steeringRules() {
    return (this.#steeringRules ??= part(this, 2, SteeringRules));
  }

  #vlanPool;
  get vlanPool() {
    return (this.#vlanPool ??= part(this, 3, VlanPoolHandle));
  }

  #resources;
  get resources() {
    return (this.#resources ??= part(this, 4, Resources));
  }

  drift(options) {
    return call(this, 5, {}, makeDriftReport, options);
  }

  repair(options) {
    return call(this, 6, {}, makeChange, options);
  }

  startRepair() {
    return started(this, 6, {}, Operation);
  }

  acceptDifferences(args, options) {
    return call(this, 7, args, makeDriftReport, options);
  }

  adoptDifferences(args, options) {
    return call(this, 8, args, makeChange, options);
  }

  startAdoptDifferences(args) {
    return started(this, 8, args, Operation);
  }

  verifyLeaks(args, options) {
    return call(this, 9, args, makeLeakReport, options);
  }

  refresh(options) {
    return call(this, 10, {}, undefined, options);
  }

  recover(options) {
    return call(this, 11, {}, listRecovery, options);
  }
}

class Operation extends Handle {
  result(options) {
    return call(this, 0, {}, makeChange, options);
  }

  progress(options) {
    return opened(this, 1, {}, makeProgress, options);
  }

  cancel(options) {
    return call(this, 2, {}, undefined, options);
  }
}

class VirtualInterfaces extends Handle {
  create(args, options) {
    return call(this, 0, args, makeChange, options);
  }

  startCreate(args) {
    return started(this, 0, args, Operation);
  }

  list(options) {
    return call(this, 1, {}, listVirtualInterface, options);
  }

  get(args, options) {
    return call(this, 2, args, makeVirtualInterface, options);
  }

  chain(args, options) {
    return call(this, 3, args, listVirtualInterface, options);
  }

  delete(args, options) {
    return call(this, 4, args, makeChange, options);
  }

  startDelete(args) {
    return started(this, 4, args, Operation);
  }
}

class SteeringRules extends Handle {
  add(args, options) {
    return call(this, 0, args, makeChange, options);
  }

  startAdd(args) {
    return started(this, 0, args, Operation);
  }

  switch(args, options) {
    return call(this, 1, args, makeChange, options);
  }

  startSwitch(args) {
    return started(this, 1, args, Operation);
  }

  remove(args, options) {
    return call(this, 2, args, makeChange, options);
  }

  startRemove(args) {
    return started(this, 2, args, Operation);
  }

  list(options) {
    return call(this, 3, {}, listSteeringRule, options);
  }
}

class VlanPoolHandle extends Handle {
  status(options) {
    return call(this, 0, {}, makeVlanPoolStatus, options);
  }

  allocations(options) {
    return call(this, 1, {}, listVlanAllocation, options);
  }

  configure(args, options) {
    return call(this, 2, args, makeVlanPoolStatus, options);
  }

  clean(options) {
    return call(this, 3, {}, makeChange, options);
  }

  startClean() {
    return started(this, 3, {}, Operation);
  }
}

class Resources extends Handle {
  list(options) {
    return call(this, 0, {}, listResourceSummary, options);
  }

  show(args, options) {
    return call(this, 1, args, makeResourceView, options);
  }

  at(args, options) {
    return call(this, 2, args, (row) => row === null ? null : makeResourceAt(row), options);
  }

  history(args, options) {
    return call(this, 3, args, list(makeHistoryEntry), options);
  }

  diff(args, options) {
    return call(this, 4, args, list(makeLayerDifference), options);
  }

  impact(args, options) {
    return call(this, 5, args, makeImpactReport, options);
  }

  depend(args, options) {
    return call(this, 6, args, undefined, options);
  }

  apply(args, options) {
    return call(this, 7, args, makeChange, options);
  }

  startApply(args) {
    return started(this, 7, args, Operation);
  }

  delete(args, options) {
    return call(this, 8, args, makeChange, options);
  }

  startDelete(args) {
    return started(this, 8, args, Operation);
  }
}

function open(args, options) {
  return call(root(), 0, args, (native) => new Nnc(native), options);
}

function openForTest(args, options) {
  return call(root(), 1, args, (native) => new Nnc(native), options);
}

function version(options) {
  return call(root(), 2, {}, undefined, options);
}

module.exports = { Feed, NncError, log, RouterPlatform, DriftClass, Weight, GatewayType, OnFailure, GatewayStatus, VirtualInterfaceStatus, VlanAllocationState, Layer, open, openForTest, version, Nnc, RouterHandle, Operation, VirtualInterfaces, SteeringRules, VlanPoolHandle, Resources };
