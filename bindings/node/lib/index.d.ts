// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

/** What sort of thing went wrong: what a caller can do about it. */
export type ErrorKind =
  /** What was asked for makes no sense; ask for something else. */
  | "invalid"
  /** What was asked for is not there. */
  | "not-found"
  /** Something stands in the way: another object, another user of it. */
  | "conflict"
  /** The router refused, or failed, and is as before. */
  | "refused"
  /** Something cannot be reached or is busy; trying again may help. */
  | "unavailable"
  /** It is not known, or not wholly, what the router has now. Call `recover` of the router. */
  | "unknown"
  /** The data directory or nnc itself failed. */
  | "internal";

/** What every call of nnc fails with. `code` is stable and listed in `docs/errors.md`; `message` says what to do. */
export declare class NncError extends Error {
  private constructor();
  readonly name: "NncError";
  /** What sort of thing. */
  readonly kind: ErrorKind;
  /** What exactly, for programs. */
  readonly code: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** Details by name; never secrets. Of `invalid-argument`: `finding.0` and so on, each a code and a JSON pointer. */
  readonly context: Readonly<Record<string, string>>;
}

/** As much of an `AbortSignal` as is needed: the types stand without those of Node or of the DOM. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** How a call is waited for. */
export interface CallOptions {
  /**
   * Lets go of the call: what it gave is rejected with the signal's reason, and a stream ends. What was begun on the router
   * goes on to its end and is never torn; a change is given up by `cancel` of its `Operation`.
   */
  readonly signal?: AbortSignalLike | undefined;
}

/**
 * Items as they come, for one reader. What nobody reads any more is closed with the object; `close` does it at once.
 *
 * Waiting for an item keeps the process alive, as reading a socket does; see `unref`.
 */
export declare class Feed<T> implements AsyncIterableIterator<T> {
  private constructor();
  /** Waits for the next item. */
  next(): Promise<IteratorResult<T, undefined>>;
  /** Waits for one item, and takes what else is there already, up to so many; none means that there will be none any more. */
  nextBatch(most?: number): Promise<T[]>;
  /**
   * Calls back for each item, until what it gives is called. The callback is never called after that.
   * @param onEnd Called once when there will be no item any more, unless it was stopped; with what went wrong, if
   * anything did. Without it what went wrong is an unhandled rejection.
   */
  listen(onItem: (item: T) => void, onEnd?: (error?: unknown) => void): () => void;
  /** Ends it; who waits for an item is told that there is none any more. */
  close(): void;
  /** Lets the process end while somebody waits for an item. */
  unref(): this;
  /** Keeps the process alive while somebody waits for an item; so it is in the beginning. */
  ref(): this;
  return(): Promise<IteratorResult<T, undefined>>;
  [Symbol.asyncIterator](): this;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How much is told. */
export type LogLevel = "error" | "warn" | "info" | "debug" | "trace";

/** Something that nnc tells about its work. */
export interface LogRecord {
  readonly level: LogLevel;
  /** The module that tells it, such as `nnc_state::driver`. */
  readonly target: string;
  readonly message: string;
  /** Details by name; never secrets. */
  readonly fields: Readonly<Record<string, string>>;
  readonly at: Date;
  /** How many records before this one were dropped because they came faster than they were read. */
  readonly lost: number;
}

/**
 * Calls back for what nnc tells about its work, in the whole process, until what it gives is called. It does not keep
 * the process alive.
 * @throws {NncError} `invalid-argument`.
 */
export declare function log(level: LogLevel, onRecord: (record: LogRecord) => void): () => void;

/** What a router runs. */
export declare const RouterPlatform: {
  readonly ROUTEROS: "ROUTEROS";
  readonly OPEN_VSWITCH: "OPEN_VSWITCH";
};
/** What a router runs. */
export type RouterPlatform = (typeof RouterPlatform)[keyof typeof RouterPlatform];

/** Who changed what, where the router is not as wanted. */
export declare const DriftClass: {
  /** Somebody else changed it. */
  readonly FOREIGN_EDIT: "FOREIGN_EDIT";
  /** The router spells it otherwise or sets it itself. */
  readonly DEVICE_NORMALISATION: "DEVICE_NORMALISATION";
  /** The row is gone. */
  readonly LOST_OBJECT: "LOST_OBJECT";
  /** Another version of the platform means it otherwise. */
  readonly VERSION_CHANGE: "VERSION_CHANGE";
  /** A row of ours that belongs to nothing. */
  readonly UNEXPECTED_OBJECT: "UNEXPECTED_OBJECT";
  /** The row stands in another place. */
  readonly MISPLACED: "MISPLACED";
  /** What is wanted has changed since the router confirmed it, for example because the router has a new network. */
  readonly PENDING_CHANGE: "PENDING_CHANGE";
  /** A secret that nnc does not know, and that the router did not tell when the resource was taken over. */
  readonly UNKNOWN_SECRET: "UNKNOWN_SECRET";
};
/** Who changed what, where the router is not as wanted. */
export type DriftClass = (typeof DriftClass)[keyof typeof DriftClass];

/** How much a finding weighs. */
export declare const Weight: {
  /** The change is refused. */
  readonly REFUSAL: "REFUSAL";
  /** It is told, and the change goes on. */
  readonly NOTE: "NOTE";
};
/** How much a finding weighs. */
export type Weight = (typeof Weight)[keyof typeof Weight];

/** How traffic goes from the virtual interface on to the service. */
export declare const GatewayType: {
  /** The service routes packets itself. */
  readonly NONE: "NONE";
  /** A tunnel carries the packets to the service's SOCKS5 port. */
  readonly HEV_SOCKS5_TUNNEL: "HEV_SOCKS5_TUNNEL";
};
/** How traffic goes from the virtual interface on to the service. */
export type GatewayType = (typeof GatewayType)[keyof typeof GatewayType];

/** What happens to steered traffic when its way out is gone. */
export declare const OnFailure: {
  /** It is refused. */
  readonly CLOSED: "CLOSED";
  /** It leaves by the main table, as if it were not steered. An explicit choice. */
  readonly OPEN: "OPEN";
};
/** What happens to steered traffic when its way out is gone. */
export type OnFailure = (typeof OnFailure)[keyof typeof OnFailure];

/** Whether the gateway of a virtual interface runs. */
export declare const GatewayStatus: {
  readonly STOPPED: "STOPPED";
  readonly STARTING: "STARTING";
  readonly RUNNING: "RUNNING";
  readonly FAILED: "FAILED";
};
/** Whether the gateway of a virtual interface runs. */
export type GatewayStatus = (typeof GatewayStatus)[keyof typeof GatewayStatus];

/** Where a virtual interface is in its life. A create that was rolled back leaves no interface. */
export declare const VirtualInterfaceStatus: {
  /** It is being made on the router. */
  readonly CREATING: "CREATING";
  /** The router confirmed it. */
  readonly ACTIVE: "ACTIVE";
  /** It is partly there, or nobody knows, or a repair failed. */
  readonly ERROR: "ERROR";
  /** It is being removed from the router. */
  readonly REMOVING: "REMOVING";
};
/** Where a virtual interface is in its life. A create that was rolled back leaves no interface. */
export type VirtualInterfaceStatus = (typeof VirtualInterfaceStatus)[keyof typeof VirtualInterfaceStatus];

/** What a VLAN id of the pool is used for. */
export declare const VlanAllocationState: {
  /** A virtual interface uses it. */
  readonly ALLOCATED: "ALLOCATED";
  /** A change that is under way means to use it. */
  readonly RESERVED: "RESERVED";
  /** It was released and rests before it is used again. */
  readonly QUARANTINED: "QUARANTINED";
  /** It is on the router under our mark, but no virtual interface is known for it. */
  readonly ORPHAN: "ORPHAN";
};
/** What a VLAN id of the pool is used for. */
export type VlanAllocationState = (typeof VlanAllocationState)[keyof typeof VlanAllocationState];

/** The layers of a resource, from what the user wants to what the platform can do. */
export declare const Layer: {
  /** What the user wants. Holds references to secrets, never secrets. */
  readonly CONFIGURATION: "CONFIGURATION";
  /** What checking it found. */
  readonly VALIDATION: "VALIDATION";
  /** Only what was read from the router after a change. */
  readonly DEPLOYMENT: "DEPLOYMENT";
  /** What it does now: up or down, running or not. */
  readonly RUNTIME: "RUNTIME";
  /** Counters and measurements. */
  readonly TELEMETRY: "TELEMETRY";
  /** What nnc keeps about it: its status, what was allocated to it, tags. */
  readonly METADATA: "METADATA";
  /** What it needs and what needs it. */
  readonly RELATIONSHIPS: "RELATIONSHIPS";
  /** What the platform can do for it. */
  readonly PLATFORM: "PLATFORM";
};
/** The layers of a resource, from what the user wants to what the platform can do. */
export type Layer = (typeof Layer)[keyof typeof Layer];

/** A router under control. */
export interface Router {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly platform: RouterPlatform;
  /** The SHA-256 of the certificate that is accepted, as `sha256:` and 64 hexadecimal digits. */
  readonly pin: string | null;
  /** Whether a certificate is accepted unseen. */
  readonly insecure: boolean;
  /** Where the password is kept. */
  readonly password: string | null;
  /** The router's own name for itself. */
  readonly identity: string | null;
  readonly version: string | null;
  /** What the controller has sent to it since the start; null where nobody counts. */
  readonly bytesSent: bigint | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A detail of an event. */
export interface Detail {
  readonly name: string;
  readonly value: string;
}

/** Something that happened. */
export interface Event {
  readonly at: Date;
  /** What kind, such as `apply.merged`. */
  readonly kind: string;
  /** Details, by name. */
  readonly details: ReadonlyArray<Detail>;
  /** How many events before this one the reader has missed because it was slow. */
  readonly lost: number;
}

/** One row of the router, or one field of it, that is not as it should be. */
export interface Difference {
  /** Names the difference for `acceptDifferences` and `adoptDifferences`, such as `vif/tor-usa:vlan:mtu`. */
  readonly id: string;
  /** The resource that it belongs to. */
  readonly resource: string;
  /** What the row is for. */
  readonly role: string;
  /** The menu of the router. */
  readonly menu: string;
  readonly cause: DriftClass;
  /** The stable code of the class. */
  readonly code: string;
  /** Where, as a JSON pointer into the deployment of the router. */
  readonly pointer: string;
  /** The field; null for a whole row. */
  readonly field: string | null;
  /** What is wanted; null where it is left to the router. */
  readonly intended: string | null;
  /** What the router confirmed last, where that is remembered. */
  readonly deployed: string | null;
  /** What the router shows. */
  readonly actual: string | null;
  /** What happened, for people. */
  readonly message: string;
  /** When it was accepted; null if it was not. */
  readonly acceptedAt: Date | null;
  /** What would put it right, as a person would type it; empty where nnc does not know. */
  readonly repair: string;
}

/** What on a router is not as wanted. */
export interface DriftReport {
  /** What differs. */
  readonly differences: ReadonlyArray<Difference>;
  /** What differs and was accepted. */
  readonly accepted: ReadonlyArray<Difference>;
  /** What means the same and is only spelled otherwise by the router. */
  readonly respelled: ReadonlyArray<Difference>;
}

/** Something that validation found. */
export interface Finding {
  /** A stable code, listed in `docs/errors.md`. */
  readonly code: string;
  /** Where: a JSON pointer (RFC 6901). */
  readonly pointer: string;
  /** What it is and what to do, for people. */
  readonly message: string;
  /** The stage of validation that found it. */
  readonly stage: string;
  readonly weight: Weight;
}

/** What a call did. */
export interface Change {
  /** Whether anything was written to the router (or would be, in a dry run). */
  readonly changed: boolean;
  /** Whether this was a dry run. */
  readonly dryRun: boolean;
  /** What was written (or would be), as a person would type it. */
  readonly commands: ReadonlyArray<string>;
  /** What validation found and did not refuse. */
  readonly findings: ReadonlyArray<Finding>;
  /** Two plans of one hash do the same to the same router; null where there was nothing to plan. */
  readonly planHash: string | null;
  /** The resource that was put, where the call put one. */
  readonly resource: string | null;
  /** Its uuid; null in a dry run of one that is not there yet. */
  readonly uuid: string | null;
}

/** A packet that leaves another way, and how. */
export interface Leak {
  /** Whose packet it is. */
  readonly device: string;
  /** What happens to it, in a sentence. */
  readonly summary: string;
  /** The interface that it leaves by; empty where the router's own resolver answers. */
  readonly leavesBy: string;
  /** What is down meanwhile; empty where all is up. */
  readonly down: string;
  /** The packet's source and destination. */
  readonly packet: string;
  /** The rows that decide its way, in order. */
  readonly path: ReadonlyArray<string>;
}

/** Whether a packet of a steered device can leave another way than through its virtual interface. */
export interface LeakReport {
  /** The devices, and services that go out through others, that were judged. */
  readonly judged: ReadonlyArray<string>;
  /** One counterexample for each different way of leaking. None, and nothing undecided: a proof for the rules that were read. */
  readonly leaks: ReadonlyArray<Leak>;
  /** Those for which the rules are too entangled to decide; take it that they leak. */
  readonly undecided: ReadonlyArray<string>;
  /** Devices whose IPv6 was left alone on purpose, and is not judged. */
  readonly ipv4Only: ReadonlyArray<string>;
  /** Devices that go out unsteered while their service cannot be reached, because that was chosen. */
  readonly failOpen: ReadonlyArray<string>;
}

/** What became of a change that had been left open. */
export interface Recovery {
  /** On which router. */
  readonly router: string;
  /** What the change was. */
  readonly description: string;
  /** `confirmed`, `rolled-back`, `partially-applied` or `unknown`. */
  readonly outcome: string;
  /** Why, in words; empty where it is confirmed. */
  readonly reason: string;
  /** Whether the router's answer is known; otherwise it stays open. */
  readonly settled: boolean;
}

/** How far a change is. */
export interface Progress {
  /** The phase: `draft`, `validated`, `intent-logged`, `armed`, `applying`, `verifying`, `confirmed`, `disarmed`, `merged`, `rolling-back`, `rolled-back`, `partially-applied`, `unknown` or `reconciling`. */
  readonly phase: string;
  /** While applying: how many operations the router has answered. */
  readonly done: number | null;
  /** While applying: how many there are. */
  readonly total: number | null;
}

/** One service instance as an interface of the router: VLAN, address, routing table, routes, marks and rules. */
export interface VirtualInterface {
  readonly id: string;
  /** The router it is on. */
  readonly routerId: string;
  /** The service instance that it belongs to; null while nnc does not run the service. */
  readonly instanceId: string | null;
  /** What the user calls it. */
  readonly instance: string;
  /** The interface name on the router: `nnc-<instance>`, shortened with a hash where that is longer than 15 characters. */
  readonly name: string;
  /** The name in the service catalogue, such as `tor`. */
  readonly service: string;
  /** The interface or bridge of the router that carries the VLAN. */
  readonly parent: string;
  /** The VLAN id. */
  readonly vlanId: number;
  /** The router's address on the interface, such as `10.99.101.1/24`. */
  readonly ipAddress: string;
  /** The address that the service binds, such as `10.99.101.2`. */
  readonly serviceAddress: string;
  /** The resolver that steered devices are sent to; the service itself where it is absent. */
  readonly dns: string | null;
  readonly gatewayType: GatewayType;
  readonly gatewayStatus: GatewayStatus;
  /** The TUN device of the gateway. */
  readonly tunName: string | null;
  /** The mark, which is also the name of the routing table. */
  readonly routingMark: string;
  /** The instance whose virtual interface carries this one's own traffic. */
  readonly through: string | null;
  readonly onFailure: OnFailure;
  /** Whether IPv6 goes through the service too; otherwise it is blocked for steered devices. */
  readonly ipv6: boolean;
  /** Whether the router hands out addresses of the interface's subnet. */
  readonly dhcp: boolean;
  readonly status: VirtualInterfaceStatus;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * Which device, or which devices, a steering rule is about.
 * Exactly one of the fields is not null.
 */
export interface DeviceSelector {
  readonly mac: string | null;
  readonly address: string | null;
  readonly subnet: string | null;
  readonly vlan: number | null;
  /** An address list of the router. The name is part of the marks of its rows, which have room for 30 characters. */
  readonly addressList: string | null;
}

/** Sends the traffic of a device out through a virtual interface, and never any other way. */
export interface SteeringRule {
  readonly id: string;
  readonly routerId: string;
  readonly device: DeviceSelector;
  /** The instance whose virtual interface it goes out by. */
  readonly via: string;
  /** Leaves the device's IPv6 alone; listings and the leak check show it. */
  readonly ipv4Only: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The VLAN ids and the address space that virtual interfaces are made from. */
export interface VlanPool {
  readonly routerId: string;
  readonly first: number;
  readonly last: number;
  /** Each virtual interface gets a /24 of it. */
  readonly prefix: string;
  /** How long a released id rests. */
  readonly quarantine: number;
}

/** How full a VLAN pool is. */
export interface VlanPoolStatus {
  readonly pool: VlanPool;
  /** How many ids the pool has. */
  readonly total: number;
  readonly allocated: number;
  readonly quarantined: number;
  /** Ids that somebody else uses on the router; null where the router was not asked. */
  readonly foreign: number | null;
  /** Ids of ours on the router that no virtual interface is known for; null where the router was not asked. */
  readonly orphans: number | null;
  readonly available: number;
}

/** One VLAN id that is not free. */
export interface VlanAllocation {
  readonly routerId: string;
  readonly vlanId: number;
  readonly state: VlanAllocationState;
  /** The subnet that goes with it. */
  readonly subnet: string | null;
  /** The instance that has it or had it. */
  readonly instance: string | null;
  /** When it was released; null while it is in use. */
  readonly since: Date | null;
  /** When the quarantine ends. */
  readonly until: Date | null;
}

/** A line of a listing of resources. */
export interface ResourceSummary {
  /** What identifies it for ever. */
  readonly uuid: string;
  /** What it is called among the resources of its router, such as `vif/tor-usa`. */
  readonly resource: string;
  /** Its type in the schema. */
  readonly kind: string;
  /** Where it is in its life. */
  readonly status: VirtualInterfaceStatus;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** One layer of a resource. */
export interface LayerView {
  readonly layer: Layer;
  /** What it holds; null where nothing is known. */
  readonly value: unknown | null;
  /** When that was set; null where nothing is known. */
  readonly updatedAt: Date | null;
  /** Who said so: `user`, `router` or `nnc`. */
  readonly source: string | null;
  /** How old it is. */
  readonly age: number | null;
}

/** A resource with the layers that were asked for. */
export interface ResourceView {
  readonly uuid: string;
  readonly resource: string;
  readonly kind: string;
  readonly createdAt: Date;
  /** When it was deleted; null while it is there. */
  readonly removedAt: Date | null;
  readonly layers: ReadonlyArray<LayerView>;
}

/** A layer of a resource at a time in the past. */
export interface LayerAt {
  readonly layer: Layer;
  /** What it held then; null where it held nothing or where that is not known any more. */
  readonly value: unknown | null;
  /** When that was set. */
  readonly updatedAt: Date | null;
  /** Where what it held then is not known any more: from when on it is known. */
  readonly knownFrom: Date | null;
}

/** A resource as it was. */
export interface ResourceAt {
  readonly uuid: string;
  readonly resource: string;
  readonly kind: string;
  readonly layers: ReadonlyArray<LayerAt>;
}

/** One value that changed. */
export interface ValueChange {
  /** Where: a JSON pointer (RFC 6901) into the layer. */
  readonly pointer: string;
  /** What stood there; null where nothing did. */
  readonly before: unknown | null;
  /** What stands there now; null where nothing does. */
  readonly after: unknown | null;
}

/** Something that happened to a layer of a resource. */
export interface HistoryEntry {
  /** Its number; rising over all resources of the router, with gaps. */
  readonly seq: bigint;
  readonly at: Date;
  readonly uuid: string;
  readonly resource: string;
  readonly kind: string;
  readonly layer: Layer;
  /** Who said so: `user`, `router` or `nnc`. */
  readonly source: string;
  /** Who wanted it; null for nnc itself. */
  readonly actor: string | null;
  /** Why. */
  readonly reason: string | null;
  readonly changes: ReadonlyArray<ValueChange>;
}

/** What became of a layer between two times. */
export interface LayerDifference {
  readonly layer: Layer;
  readonly changes: ReadonlyArray<ValueChange>;
  /** Where one of the times is before what is known: from when on the layer is known. */
  readonly knownFrom: Date | null;
}

/** A step of an explanation why something breaks. */
export interface ImpactStep {
  /** What needs the other. */
  readonly dependent: string;
  /** Why. */
  readonly reason: string;
  /** What it needs. */
  readonly dependsOn: string;
}

/** Something that breaks. */
export interface Broken {
  readonly resource: string;
  /** Its uuid, where it is kept under one. */
  readonly uuid: string | null;
  /** Why, in words. */
  readonly because: string;
  /** Why, step by step. */
  readonly path: ReadonlyArray<ImpactStep>;
}

/** What breaks if a resource is deleted. */
export interface ImpactReport {
  readonly resource: string;
  /** What breaks, nearest first. */
  readonly breaks: ReadonlyArray<Broken>;
  /** The order in which all of it can be deleted: nothing before what needs it. */
  readonly removalOrder: ReadonlyArray<string>;
}

/** A wish for a virtual interface. */
export interface CreateVirtualInterfaceInput {
  /** Names the instance; unique on the router. */
  readonly name: string;
  /** The name in the service catalogue, such as `tor`. */
  readonly service: string;
  /** The interface that the service is behind; `ether1` where it is absent. A bridge port means its bridge. */
  readonly parent?: string | null | undefined;
  /** The VLAN id; from the pool where it is absent. */
  readonly vlanId?: number | null | undefined;
  /** The resolver that steered devices are sent to. */
  readonly dns?: string | null | undefined;
  /** @defaultValue `"NONE"` */
  readonly gatewayType?: GatewayType | undefined;
  /** The instance whose virtual interface carries this one's own traffic. */
  readonly through?: string | null | undefined;
  /** @defaultValue `"CLOSED"` */
  readonly onFailure?: OnFailure | undefined;
  /** @defaultValue `false` */
  readonly ipv6?: boolean | undefined;
  /** @defaultValue `false` */
  readonly dhcp?: boolean | undefined;
}

/** A change to a VLAN pool. */
export interface UpdateVlanPoolInput {
  readonly first?: number | undefined;
  readonly last?: number | undefined;
  readonly prefix?: string | undefined;
  readonly quarantine?: number | undefined;
}

/** What `open` takes. */
export interface OpenArguments {
  /** The folder. */
  readonly path: string;
  /** Who wants the changes that are made from here: history tells it. */
  readonly actor?: string | null | undefined;
  /** How long to wait for another process that is changing the same router; 30 seconds where it is absent. */
  readonly wait?: number | null | undefined;
  /** How long a router may take to let us in, and for each answer; 10 seconds where it is absent. */
  readonly patience?: number | null | undefined;
  /**
   * Makes changes that are foreseen to lock this program out of the router, too.
   * @defaultValue `false`
   */
  readonly allowLockout?: boolean | undefined;
}

/** What `openForTest` takes. */
export interface OpenForTestArguments {
  readonly path: string;
  readonly seed: bigint;
  /** Where time stands. */
  readonly time: Date;
  readonly actor?: string | null | undefined;
  readonly wait?: number | null | undefined;
  readonly patience?: number | null | undefined;
  /** @defaultValue `false` */
  readonly allowLockout?: boolean | undefined;
}

/** What `Nnc.router` takes. */
export interface NncRouterArguments {
  readonly name: string;
}

/** What `Nnc.addRouter` takes. */
export interface NncAddRouterArguments {
  /** How you will call it. */
  readonly name: string;
  /** Where it is, such as `routeros+apis://admin@192.168.88.1`. */
  readonly url: string;
  /** A secret: do not log it. */
  readonly password?: string | null | undefined;
  /** The SHA-256 of the certificate that is accepted, as `sha256:` and 64 hexadecimal digits; the system's roots judge where it is absent. */
  readonly pin?: string | null | undefined;
  /**
   * Accepts any certificate. Whoever sits between can read the password.
   * @defaultValue `false`
   */
  readonly insecure?: boolean | undefined;
  /**
   * Remembers it without connecting.
   * @defaultValue `false`
   */
  readonly offline?: boolean | undefined;
}

/** What `Nnc.removeRouter` takes. */
export interface NncRemoveRouterArguments {
  readonly name: string;
  /** @defaultValue `false` */
  readonly keepRows?: boolean | undefined;
}

/** What `Nnc.events` takes. */
export interface NncEventsArguments {
  /** Only of this kind, such as `apply.merged`, or of a family of kinds, such as `apply`. */
  readonly kind?: string | null | undefined;
  /** Only of this router. */
  readonly router?: string | null | undefined;
  /** Only about this resource, such as `vif/tor-usa`. */
  readonly resource?: string | null | undefined;
  /**
   * How many events wait for a slow reader; what it misses beyond that it is told as a count.
   * @defaultValue `16384`
   */
  readonly capacity?: number | undefined;
}

/** What `Nnc.setTime` takes. */
export interface NncSetTimeArguments {
  readonly time: Date;
}

/** What `Nnc.attachRouter` takes. */
export interface NncAttachRouterArguments {
  /** How you will call it. */
  readonly name: string;
}

/** What `RouterHandle.acceptDifferences` takes. */
export interface RouterHandleAcceptDifferencesArguments {
  readonly ids: ReadonlyArray<string>;
}

/** What `RouterHandle.adoptDifferences` takes. */
export interface RouterHandleAdoptDifferencesArguments {
  readonly ids: ReadonlyArray<string>;
}

/** What `RouterHandle.verifyLeaks` takes. */
export interface RouterHandleVerifyLeaksArguments {
  /** Only this device. */
  readonly device?: string | null | undefined;
}

/** What `VirtualInterfaces.create` takes. */
export interface VirtualInterfacesCreateArguments {
  readonly interfaces: ReadonlyArray<CreateVirtualInterfaceInput>;
  /**
   * Says what would be done, and writes nothing.
   * @defaultValue `false`
   */
  readonly dryRun?: boolean | undefined;
}

/** What `VirtualInterfaces.get` takes. */
export interface VirtualInterfacesGetArguments {
  readonly instance: string;
}

/** What `VirtualInterfaces.chain` takes. */
export interface VirtualInterfacesChainArguments {
  readonly instance: string;
}

/** What `VirtualInterfaces.delete` takes. */
export interface VirtualInterfacesDeleteArguments {
  readonly instances: ReadonlyArray<string>;
  /**
   * Stops steering the devices that go through them, too.
   * @defaultValue `false`
   */
  readonly cascade?: boolean | undefined;
  /**
   * Says what would be done, and writes nothing.
   * @defaultValue `false`
   */
  readonly dryRun?: boolean | undefined;
}

/** What `SteeringRules.add` takes. */
export interface SteeringRulesAddArguments {
  /** A MAC address, an address, a network, `vlan:ID` or `list:NAME`. */
  readonly device: string;
  /** The instance whose virtual interface it goes out by. */
  readonly via: string;
  /**
   * Leaves the device's IPv6 alone.
   * @defaultValue `false`
   */
  readonly ipv4Only?: boolean | undefined;
  /**
   * Says what would be done, and writes nothing.
   * @defaultValue `false`
   */
  readonly dryRun?: boolean | undefined;
}

/** What `SteeringRules.switch` takes. */
export interface SteeringRulesSwitchArguments {
  readonly device: string;
  readonly via: string;
  /**
   * Says what would be done, and writes nothing.
   * @defaultValue `false`
   */
  readonly dryRun?: boolean | undefined;
}

/** What `SteeringRules.remove` takes. */
export interface SteeringRulesRemoveArguments {
  readonly device: string;
  /**
   * Says what would be done, and writes nothing.
   * @defaultValue `false`
   */
  readonly dryRun?: boolean | undefined;
}

/** What `VlanPoolHandle.configure` takes. */
export interface VlanPoolHandleConfigureArguments {
  readonly change: UpdateVlanPoolInput;
}

/** What `Resources.show` takes. */
export interface ResourcesShowArguments {
  readonly which: string;
  /** @defaultValue `[]` */
  readonly layers?: ReadonlyArray<Layer> | undefined;
}

/** What `Resources.at` takes. */
export interface ResourcesAtArguments {
  readonly which: string;
  readonly time: Date;
  /** @defaultValue `[]` */
  readonly layers?: ReadonlyArray<Layer> | undefined;
}

/** What `Resources.history` takes. */
export interface ResourcesHistoryArguments {
  readonly which: string;
  /** @defaultValue `[]` */
  readonly layers?: ReadonlyArray<Layer> | undefined;
  /** @defaultValue `50` */
  readonly limit?: number | undefined;
}

/** What `Resources.diff` takes. */
export interface ResourcesDiffArguments {
  readonly which: string;
  readonly since: Date;
  readonly until: Date;
  /** @defaultValue `[]` */
  readonly layers?: ReadonlyArray<Layer> | undefined;
}

/** What `Resources.impact` takes. */
export interface ResourcesImpactArguments {
  readonly which: string;
}

/** What `Resources.depend` takes. */
export interface ResourcesDependArguments {
  readonly which: string;
  readonly on: string;
  readonly reason?: string | null | undefined;
}

/** What `Resources.apply` takes. */
export interface ResourcesApplyArguments {
  /** The type, such as `WireGuardClient`. */
  readonly kind: string;
  /**
   * The document: an object with the fields of the type.
   * A secret: do not log it.
   */
  readonly document: unknown;
  /**
   * Says what would be done, and writes nothing.
   * @defaultValue `false`
   */
  readonly dryRun?: boolean | undefined;
}

/** What `Resources.delete` takes. */
export interface ResourcesDeleteArguments {
  readonly which: string;
  /**
   * Deletes what needs it first.
   * @defaultValue `false`
   */
  readonly cascade?: boolean | undefined;
  /**
   * Says what would be done, and writes nothing.
   * @defaultValue `false`
   */
  readonly dryRun?: boolean | undefined;
}

/**
 * A router that your program implements. It keeps rows as RouterOS does, in whatever way it can: each menu, such as
 * `/interface/vlan`, has rows in an order, each with a handle under `.id` and texts spelled as RouterOS spells them. An
 * error with the code `router-unreachable` or `connection-lost` means that nobody answers, `unsupported` that there is no
 * such menu; any other that it refuses and has changed nothing.
 * It fails with a code by throwing an `Error` that has it as `code`; whatever else it throws is a refusal.
 */
export interface HostRouter {
  /** The version of RouterOS whose rows it keeps, such as `7.22.3`. */
  version(): string | Promise<string>;
  /** Its own name. */
  identity(): string | Promise<string>;
  /** The rows of a menu, in their order. */
  read(menu: string): ReadonlyArray<Readonly<Record<string, string>>> | Promise<ReadonlyArray<Readonly<Record<string, string>>>>;
  /**
   * Carries out `add` (with `place-before`: the handle of the row that it goes before), `set` and `remove` (with `.id`),
   * `move` (with `numbers` and `destination`) or `unset` (with `.id` and `value-name`). Gives the handle of a row that was
   * added.
   */
  write(menu: string, verb: string, values: Record<string, string>): string | null | undefined | Promise<string | null | undefined>;
  /** Begins what `commit` makes stand and `rollBack` takes back. Refuse it while another is open. */
  begin(): void | Promise<void>;
  /** Makes everything since `begin` stand. */
  commit(): void | Promise<void>;
  /** Takes everything since `begin` back. */
  rollBack(): void | Promise<void>;
}

/**
 * Opens a data directory, and makes it if it is missing. Settles nothing: a change that a crash left open is settled
 * by the first call that changes its router, or by `recover`.
 */
export function open(args: OpenArguments, options?: CallOptions): Promise<Nnc>;

/**
 * Opens a data directory for a test: ids are drawn from the seed, and time stands at a moment until `setTime` moves it,
 * so that two runs give the same. Whoever knows the seed knows every key: never use it for anything but tests.
 */
export function openForTest(args: OpenForTestArguments, options?: CallOptions): Promise<Nnc>;

/** The version of nnc. */
export function version(options?: CallOptions): Promise<string>;

/** An opened data directory: which routers there are. */
export declare class Nnc {
  private constructor();
  /** The routers, by name. */
  routers(options?: CallOptions): Promise<ReadonlyArray<Router>>;
  /**
   * One router.
   * @throws {NncError} `no-such-router`; or why the router or the database could not be used.
   */
  router(args: NncRouterArguments, options?: CallOptions): Promise<RouterHandle>;
  /**
   * Connects to a router, reads what it is, and remembers it. On failure nothing is stored. The password is stored
   * encrypted.
   * @throws {NncError} `router-exists`, `login-failed`, `router-unreachable`; or why the router or the database could not be used.
   */
  addRouter(args: NncAddRouterArguments, options?: CallOptions): Promise<Router>;
  /**
   * Forgets a router and what is known of it. Nothing is changed on the router, so what nnc made there must be gone
   * unless `keepRows` says that it may stay.
   * @throws {NncError} `no-such-router`, `router-in-use`, `router-busy`; or why the router or the database could not be used.
   */
  removeRouter(args: NncRemoveRouterArguments, options?: CallOptions): Promise<void>;
  /** What this program does, from now on: the phases of each change as `apply.<phase>`, and what monitors see. */
  events(args?: NncEventsArguments, options?: CallOptions): Feed<Event>;
  /**
   * Moves the time of one that was opened with `openForTest`.
   * @throws {NncError} `unsupported`; or why the router or the database could not be used.
   */
  setTime(args: NncSetTimeArguments, options?: CallOptions): Promise<void>;
  /**
   * Adds a router that your program implements, or attaches it again after a start: what is remembered of it stays. nnc
   * calls it from then on as it calls any router.
   * @throws {NncError} `router-exists`; or why the router or the database could not be used.
   */
  attachRouter(args: NncAttachRouterArguments, router: HostRouter, options?: CallOptions): Promise<Router>;
}

/** One router. It connects when something needs the router. */
export declare class RouterHandle {
  private constructor();
  /** What is remembered of it. */
  info(options?: CallOptions): Promise<Router>;
  /** Its virtual interfaces. */
  get virtualInterfaces(): VirtualInterfaces;
  /** The devices steered through them. */
  get steeringRules(): SteeringRules;
  /** Its VLAN ids and subnets. */
  get vlanPool(): VlanPoolHandle;
  /** Its resources of every type, with all that is known of them. */
  get resources(): Resources;
  /** What differs between what is wanted and what the router has. Writes nothing to the router. */
  drift(options?: CallOptions): Promise<DriftReport>;
  /** Puts right what differs, rows of ours that belong to nothing included. What was accepted stays. */
  repair(options?: CallOptions): Promise<Change>;
  /**
   * Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.
   * Gives the operation at once; what is refused is told by its result.
   * @throws {NncError} `invalid-argument`.
   */
  startRepair(): Operation;
  /**
   * Remembers that differences are accepted: they are drift no longer until they change again. Gives what still differs.
   * @throws {NncError} `drift-not-found`, `drift-not-acceptable`; or why the router or the database could not be used.
   */
  acceptDifferences(args: RouterHandleAcceptDifferencesArguments, options?: CallOptions): Promise<DriftReport>;
  /**
   * Takes what the router shows for what is wanted, where that follows from something that a user configures.
   * @throws {NncError} `drift-not-found`, `drift-not-adoptable`; or why the router or the database could not be used.
   */
  adoptDifferences(args: RouterHandleAdoptDifferencesArguments, options?: CallOptions): Promise<Change>;
  /**
   * Takes what the router shows for what is wanted, where that follows from something that a user configures.
   * Gives the operation at once; what is refused is told by its result.
   * @throws {NncError} `invalid-argument`.
   */
  startAdoptDifferences(args: RouterHandleAdoptDifferencesArguments): Operation;
  /**
   * Judges the router's rules as they are: can a packet of a steered device leave another way than through its virtual
   * interface? Reads, and writes nothing.
   * @throws {NncError} `invalid-device`, `device-not-found`; or why the router or the database could not be used.
   */
  verifyLeaks(args?: RouterHandleVerifyLeaksArguments, options?: CallOptions): Promise<LeakReport>;
  /** Reads the router once and keeps what its rows do as the runtime layers of the resources. Gives those of which that is other than before. */
  refresh(options?: CallOptions): Promise<ReadonlyArray<string>>;
  /**
   * Settles what a crash left open, by asking the router. What cannot be settled while the router cannot be reached is listed.
   * @throws {NncError} `router-busy`; or why the router or the database could not be used.
   */
  recover(options?: CallOptions): Promise<ReadonlyArray<Recovery>>;
}

/** A change under way. Letting it go does not stop the change: it goes on to its end. */
export declare class Operation {
  private constructor();
  /**
   * Waits for its end.
   * @throws {NncError} `rolled-back`, `partially-applied`, `outcome-unknown`; or why the router or the database could not be used.
   */
  result(options?: CallOptions): Promise<Change>;
  /** How far it is, until it ends. A slow reader sees only the newest. */
  progress(options?: CallOptions): Feed<Progress>;
  /** Gives it up at the next safe point; what was done by then is taken back. Where it is too late for that, it goes on. */
  cancel(options?: CallOptions): Promise<void>;
}

/** The virtual interfaces of one router. */
export declare class VirtualInterfaces {
  private constructor();
  /**
   * Creates virtual interfaces: all of them or none. What exists already as asked is left alone.
   * @throws {NncError} `name-taken`, `parent-not-found`, `vlan-taken`, `subnet-overlap`, `pool-exhausted`, `vif-not-found`, `chain-loop`, `unsupported`; or why the router or the database could not be used.
   */
  create(args: VirtualInterfacesCreateArguments, options?: CallOptions): Promise<Change>;
  /**
   * Creates virtual interfaces: all of them or none. What exists already as asked is left alone.
   * Gives the operation at once; what is refused is told by its result.
   * @throws {NncError} `invalid-argument`.
   */
  startCreate(args: VirtualInterfacesCreateArguments): Operation;
  /** The virtual interfaces, by instance, as last confirmed by the router. */
  list(options?: CallOptions): Promise<ReadonlyArray<VirtualInterface>>;
  /**
   * One virtual interface.
   * @throws {NncError} `vif-not-found`; or why the router or the database could not be used.
   */
  get(args: VirtualInterfacesGetArguments, options?: CallOptions): Promise<VirtualInterface>;
  /**
   * The way that its traffic takes: itself, then what it goes through, to the last.
   * @throws {NncError} `vif-not-found`; or why the router or the database could not be used.
   */
  chain(args: VirtualInterfacesChainArguments, options?: CallOptions): Promise<ReadonlyArray<VirtualInterface>>;
  /**
   * Deletes virtual interfaces: all of them or none.
   * @throws {NncError} `vif-not-found`, `vif-in-use`, `resource-in-use`; or why the router or the database could not be used.
   */
  delete(args: VirtualInterfacesDeleteArguments, options?: CallOptions): Promise<Change>;
  /**
   * Deletes virtual interfaces: all of them or none.
   * Gives the operation at once; what is refused is told by its result.
   * @throws {NncError} `invalid-argument`.
   */
  startDelete(args: VirtualInterfacesDeleteArguments): Operation;
}

/** The steered devices of one router. */
export declare class SteeringRules {
  private constructor();
  /**
   * Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
   * is cut off, unless the interface was made to fail open.
   * @throws {NncError} `invalid-device`, `vif-not-found`, `device-steered`, `ipv6-not-coverable`, `vlan-not-found`; or why the router or the database could not be used.
   */
  add(args: SteeringRulesAddArguments, options?: CallOptions): Promise<Change>;
  /**
   * Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
   * is cut off, unless the interface was made to fail open.
   * Gives the operation at once; what is refused is told by its result.
   * @throws {NncError} `invalid-argument`.
   */
  startAdd(args: SteeringRulesAddArguments): Operation;
  /**
   * Sends a steered device through another virtual interface, at once.
   * @throws {NncError} `device-not-found`, `vif-not-found`; or why the router or the database could not be used.
   */
  switch(args: SteeringRulesSwitchArguments, options?: CallOptions): Promise<Change>;
  /**
   * Sends a steered device through another virtual interface, at once.
   * Gives the operation at once; what is refused is told by its result.
   * @throws {NncError} `invalid-argument`.
   */
  startSwitch(args: SteeringRulesSwitchArguments): Operation;
  /**
   * Stops steering a device.
   * @throws {NncError} `device-not-found`, `resource-in-use`; or why the router or the database could not be used.
   */
  remove(args: SteeringRulesRemoveArguments, options?: CallOptions): Promise<Change>;
  /**
   * Stops steering a device.
   * Gives the operation at once; what is refused is told by its result.
   * @throws {NncError} `invalid-argument`.
   */
  startRemove(args: SteeringRulesRemoveArguments): Operation;
  /** The steered devices, as last confirmed by the router. */
  list(options?: CallOptions): Promise<ReadonlyArray<SteeringRule>>;
}

/** The VLAN ids and the address space of one router. */
export declare class VlanPoolHandle {
  private constructor();
  /** The pool, and how much of it is left, so far as is known without asking the router. */
  status(options?: CallOptions): Promise<VlanPoolStatus>;
  /** What was given out, by VLAN id. */
  allocations(options?: CallOptions): Promise<ReadonlyArray<VlanAllocation>>;
  /**
   * Changes the pool for what is created from now on; what exists keeps what it has.
   * @throws {NncError} `invalid-pool`, `router-busy`; or why the router or the database could not be used.
   */
  configure(args: VlanPoolHandleConfigureArguments, options?: CallOptions): Promise<VlanPoolStatus>;
  /** Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known. */
  clean(options?: CallOptions): Promise<Change>;
  /**
   * Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known.
   * Gives the operation at once; what is refused is told by its result.
   * @throws {NncError} `invalid-argument`.
   */
  startClean(): Operation;
}

/** The resources of one router, of every type. `which` names one by its uuid or by what it is called, such as `vif/tor-usa`. */
export declare class Resources {
  private constructor();
  /** All resources, by what they are called. */
  list(options?: CallOptions): Promise<ReadonlyArray<ResourceSummary>>;
  /**
   * A resource with the wanted layers; all of them where none is named. One that was deleted has its uuid and its times still.
   * @throws {NncError} `no-such-resource`; or why the router or the database could not be used.
   */
  show(args: ResourcesShowArguments, options?: CallOptions): Promise<ResourceView>;
  /**
   * A resource as it was at a time; null if it was not there then. A layer whose past is not kept that far says so.
   * @throws {NncError} `no-such-resource`; or why the router or the database could not be used.
   */
  at(args: ResourcesAtArguments, options?: CallOptions): Promise<ResourceAt | null>;
  /**
   * What happened to the wanted layers of a resource: what changed, who wanted it and why; newest first.
   * @throws {NncError} `no-such-resource`; or why the router or the database could not be used.
   */
  history(args: ResourcesHistoryArguments, options?: CallOptions): Promise<ReadonlyArray<HistoryEntry>>;
  /**
   * What differs in the wanted layers of a resource between two times.
   * @throws {NncError} `no-such-resource`; or why the router or the database could not be used.
   */
  diff(args: ResourcesDiffArguments, options?: CallOptions): Promise<ReadonlyArray<LayerDifference>>;
  /**
   * What breaks if a resource is deleted, and why. `which` may also be something of the router that resources need, such as `interface/ether1`.
   * @throws {NncError} `no-such-resource`; or why the router or the database could not be used.
   */
  impact(args: ResourcesImpactArguments, options?: CallOptions): Promise<ImpactReport>;
  /**
   * Notes that a resource needs another: deleting the other is refused from now on unless what needs it goes too.
   * @throws {NncError} `no-such-resource`, `relationship-cycle`; or why the router or the database could not be used.
   */
  depend(args: ResourcesDependArguments, options?: CallOptions): Promise<void>;
  /**
   * Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
   * in the document are stored, encrypted, and only referred to from then on.
   * @throws {NncError} `unknown-type`, `invalid-input`, `immutable-field`, `name-taken`, `unsupported`; or why the router or the database could not be used.
   */
  apply(args: ResourcesApplyArguments, options?: CallOptions): Promise<Change>;
  /**
   * Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
   * in the document are stored, encrypted, and only referred to from then on.
   * Gives the operation at once; what is refused is told by its result.
   * @throws {NncError} `invalid-argument`.
   */
  startApply(args: ResourcesApplyArguments): Operation;
  /**
   * Deletes a resource, on the router too.
   * @throws {NncError} `no-such-resource`, `resource-in-use`; or why the router or the database could not be used.
   */
  delete(args: ResourcesDeleteArguments, options?: CallOptions): Promise<Change>;
  /**
   * Deletes a resource, on the router too.
   * Gives the operation at once; what is refused is told by its result.
   * @throws {NncError} `invalid-argument`.
   */
  startDelete(args: ResourcesDeleteArguments): Operation;
}
