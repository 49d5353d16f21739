// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

import { z } from "zod";

import { crossFields, dateTime, exactlyOne, integer, ipAddress, ipPrefix, items, mac, secretRef, text, u64 } from "../runtime/rules.js";
import { type FirewallAction, FirewallActionSchema, type GatewayStatus, GatewayStatusSchema, type GatewayType, GatewayTypeSchema, type OnFailure, OnFailureSchema, type RouterPlatform, RouterPlatformSchema, type ServiceInstanceStatus, ServiceInstanceStatusSchema, type VirtualInterfaceStatus, VirtualInterfaceStatusSchema, type VlanAllocationState, VlanAllocationStateSchema } from "./enums.js";

/** One service instance as an interface of the router: VLAN, address, routing table, routes, marks and rules. */
export interface VirtualInterface {
  readonly id: string;
  /** The router it is on. */
  readonly routerId: string;
  /** The service instance that it belongs to; null while nnc does not run the service. */
  readonly instanceId?: string | null | undefined;
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
  readonly dns?: string | null | undefined;
  readonly gatewayType: GatewayType;
  readonly gatewayStatus: GatewayStatus;
  /** The TUN device of the gateway. */
  readonly tunName?: string | null | undefined;
  /** The mark, which is also the name of the routing table. */
  readonly routingMark: string;
  /** The instance whose virtual interface carries this one's own traffic. */
  readonly through?: string | null | undefined;
  readonly onFailure: OnFailure;
  /** Whether IPv6 goes through the service too; otherwise it is blocked for steered devices. */
  readonly ipv6: boolean;
  /** Whether the router hands out addresses of the interface's subnet. */
  readonly dhcp: boolean;
  readonly status: VirtualInterfaceStatus;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
export const VirtualInterfaceSchema = z.strictObject({
  id: text({ min: 1, max: 128 }),
  routerId: text({ min: 1, max: 128 }),
  instanceId: text({ min: 1, max: 128 }).nullish(),
  instance: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }),
  name: text({ min: 5, max: 15, pattern: /^(?:nnc-[\-0-9a-z]{1,11})$/u }),
  service: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }),
  parent: text({ min: 1, max: 64 }),
  vlanId: integer(2, 4094),
  ipAddress: ipPrefix({ version: 4, noHostBits: false }),
  serviceAddress: ipAddress({ version: 4 }),
  dns: ipAddress({ version: 4 }).nullish(),
  gatewayType: GatewayTypeSchema,
  gatewayStatus: GatewayStatusSchema,
  tunName: text({ min: 1, max: 15, pattern: /^(?:[\-.0-9A-Z_a-z]+)$/u }).nullish(),
  routingMark: text({ min: 1, max: 63, pattern: /^(?:[\-0-9A-Z_a-z]+)$/u }),
  through: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }).nullish(),
  onFailure: OnFailureSchema,
  ipv6: z.boolean(),
  dhcp: z.boolean(),
  status: VirtualInterfaceStatusSchema,
  createdAt: dateTime(-62135596800000, 253402300799999),
  updatedAt: dateTime(-62135596800000, 253402300799999),
});

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
  readonly gatewayType: GatewayType;
  /** The instance whose virtual interface carries this one's own traffic. */
  readonly through?: string | null | undefined;
  readonly onFailure: OnFailure;
  readonly ipv6: boolean;
  readonly dhcp: boolean;
}
export const CreateVirtualInterfaceInputSchema = z.strictObject({
  name: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }),
  service: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }),
  parent: text({ min: 1, max: 64 }).nullish(),
  vlanId: integer(2, 4094).nullish(),
  dns: ipAddress({ version: 4 }).nullish(),
  gatewayType: GatewayTypeSchema.default("NONE"),
  through: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }).nullish(),
  onFailure: OnFailureSchema.default("CLOSED"),
  ipv6: z.boolean().default(false),
  dhcp: z.boolean().default(false),
});

/** A change to a virtual interface. */
export interface UpdateVirtualInterfaceInput {
  readonly dns?: string | null | undefined;
  readonly gatewayType?: GatewayType | undefined;
  readonly through?: string | null | undefined;
  readonly onFailure?: OnFailure | undefined;
  readonly ipv6?: boolean | undefined;
  readonly dhcp?: boolean | undefined;
}
export const UpdateVirtualInterfaceInputSchema = z.strictObject({
  dns: ipAddress({ version: 4 }).nullish(),
  gatewayType: GatewayTypeSchema.optional(),
  through: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }).nullish(),
  onFailure: OnFailureSchema.optional(),
  ipv6: z.boolean().optional(),
  dhcp: z.boolean().optional(),
});

/** One running copy of a service of the catalogue. */
export interface ServiceInstance {
  readonly id: string;
  readonly routerId: string;
  readonly name: string;
  readonly service: string;
  readonly status: ServiceInstanceStatus;
  /** Its virtual interface, where it has one. */
  readonly virtualInterfaceId?: string | null | undefined;
  /** Where it offers SOCKS5 to the gateway. */
  readonly socksPort?: number | null | undefined;
  readonly tags: ReadonlyArray<string>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
export const ServiceInstanceSchema = z.strictObject({
  id: text({ min: 1, max: 128 }),
  routerId: text({ min: 1, max: 128 }),
  name: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }),
  service: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }),
  status: ServiceInstanceStatusSchema,
  virtualInterfaceId: text({ min: 1, max: 128 }).nullish(),
  socksPort: integer(1, 65535).nullish(),
  tags: items({ min: 0, max: 20, unique: true }, text({ min: 1, max: 40 })),
  createdAt: dateTime(-62135596800000, 253402300799999),
  updatedAt: dateTime(-62135596800000, 253402300799999),
});

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
export const VlanPoolSchema = z.strictObject({
  routerId: text({ min: 1, max: 128 }),
  first: integer(2, 4094),
  last: integer(2, 4094),
  prefix: ipPrefix({ version: 4, noHostBits: true }),
  quarantine: integer(0, 315360000000000),
}).check(crossFields([{ kind: "ordered", lower: "first", upper: "last", equal: true }]));

/** How full a VLAN pool is. */
export interface VlanPoolStatus {
  readonly pool: VlanPool;
  /** How many ids the pool has. */
  readonly total: number;
  readonly allocated: number;
  readonly quarantined: number;
  /** Ids that somebody else uses on the router; null where the router was not asked. */
  readonly foreign?: number | null | undefined;
  /** Ids of ours on the router that no virtual interface is known for; null where the router was not asked. */
  readonly orphans?: number | null | undefined;
  readonly available: number;
}
export const VlanPoolStatusSchema = z.strictObject({
  pool: VlanPoolSchema,
  total: integer(0, 4094),
  allocated: integer(0, 4094),
  quarantined: integer(0, 4094),
  foreign: integer(0, 4094).nullish(),
  orphans: integer(0, 4094).nullish(),
  available: integer(0, 4094),
});

/** One VLAN id that is not free. */
export interface VlanAllocation {
  readonly routerId: string;
  readonly vlanId: number;
  readonly state: VlanAllocationState;
  /** The subnet that goes with it. */
  readonly subnet?: string | null | undefined;
  /** The instance that has it or had it. */
  readonly instance?: string | null | undefined;
  /** When it was released; null while it is in use. */
  readonly since?: Date | null | undefined;
  /** When the quarantine ends. */
  readonly until?: Date | null | undefined;
}
export const VlanAllocationSchema = z.strictObject({
  routerId: text({ min: 1, max: 128 }),
  vlanId: integer(2, 4094),
  state: VlanAllocationStateSchema,
  subnet: ipPrefix({ version: 4, noHostBits: true }).nullish(),
  instance: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }).nullish(),
  since: dateTime(-62135596800000, 253402300799999).nullish(),
  until: dateTime(-62135596800000, 253402300799999).nullish(),
}).check(crossFields([{ kind: "ordered", lower: "since", upper: "until", equal: true }]));

/** A change to a VLAN pool. */
export interface UpdateVlanPoolInput {
  readonly first?: number | undefined;
  readonly last?: number | undefined;
  readonly prefix?: string | undefined;
  readonly quarantine?: number | undefined;
}
export const UpdateVlanPoolInputSchema = z.strictObject({
  first: integer(2, 4094).optional(),
  last: integer(2, 4094).optional(),
  prefix: ipPrefix({ version: 4, noHostBits: true }).optional(),
  quarantine: integer(0, 604800000).optional(),
}).check(crossFields([{ kind: "ordered", lower: "first", upper: "last", equal: true }]));

/**
 * Which device, or which devices, a steering rule is about.
 * Exactly one of the fields is given.
 */
export interface DeviceSelector {
  readonly mac?: string | null | undefined;
  readonly address?: string | null | undefined;
  readonly subnet?: string | null | undefined;
  readonly vlan?: number | null | undefined;
  /** An address list of the router. The name is part of the marks of its rows, which have room for 30 characters. */
  readonly addressList?: string | null | undefined;
}
export const DeviceSelectorSchema = z.strictObject({
  mac: mac().nullish(),
  address: ipAddress({ version: 0 }).nullish(),
  subnet: ipPrefix({ version: 0, noHostBits: true }).nullish(),
  vlan: integer(1, 4094).nullish(),
  addressList: text({ min: 1, max: 30, pattern: /^(?:[\-.0-9A-Z_a-z]+(?: [\-.0-9A-Z_a-z]+)*)$/u }).nullish(),
}).check(exactlyOne(["mac", "address", "subnet", "vlan", "addressList"]));

/**
 * Which device, or which devices, a steering rule is about.
 * Exactly one of the fields is given.
 */
export interface DeviceSelectorInput {
  readonly mac?: string | null | undefined;
  readonly address?: string | null | undefined;
  readonly subnet?: string | null | undefined;
  readonly vlan?: number | null | undefined;
  /** An address list of the router. The name is part of the marks of its rows, which have room for 30 characters. */
  readonly addressList?: string | null | undefined;
}
export const DeviceSelectorInputSchema = z.strictObject({
  mac: mac().nullish(),
  address: ipAddress({ version: 0 }).nullish(),
  subnet: ipPrefix({ version: 0, noHostBits: true }).nullish(),
  vlan: integer(1, 4094).nullish(),
  addressList: text({ min: 1, max: 30, pattern: /^(?:[\-.0-9A-Z_a-z]+(?: [\-.0-9A-Z_a-z]+)*)$/u }).nullish(),
}).check(exactlyOne(["mac", "address", "subnet", "vlan", "addressList"]));

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
export const SteeringRuleSchema = z.strictObject({
  id: text({ min: 1, max: 128 }),
  routerId: text({ min: 1, max: 128 }),
  device: DeviceSelectorSchema,
  via: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }),
  ipv4Only: z.boolean(),
  createdAt: dateTime(-62135596800000, 253402300799999),
  updatedAt: dateTime(-62135596800000, 253402300799999),
});

/** A wish for a steering rule. */
export interface CreateSteeringRuleInput {
  readonly device: DeviceSelectorInput;
  readonly via: string;
  readonly ipv4Only: boolean;
}
export const CreateSteeringRuleInputSchema = z.strictObject({
  device: DeviceSelectorInputSchema,
  via: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }),
  ipv4Only: z.boolean().default(false),
});

/** Moves a device to another virtual interface. */
export interface SwitchSteeringRuleInput {
  readonly device: DeviceSelectorInput;
  readonly via: string;
}
export const SwitchSteeringRuleInputSchema = z.strictObject({
  device: DeviceSelectorInputSchema,
  via: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }),
});

/** A router under control. */
export interface Router {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly platform: RouterPlatform;
  /** The SHA-256 of the certificate that is accepted, as `sha256:` and 64 hexadecimal digits. */
  readonly pin?: string | null | undefined;
  /** Whether a certificate is accepted unseen. */
  readonly insecure: boolean;
  /** Where the password is kept. */
  readonly password?: string | null | undefined;
  /** The router's own name for itself. */
  readonly identity?: string | null | undefined;
  readonly version?: string | null | undefined;
  /** What the controller has sent to it since the start; null where nobody counts. */
  readonly bytesSent?: bigint | null | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
export const RouterSchema = z.strictObject({
  id: text({ min: 1, max: 128 }),
  name: text({ min: 1, max: 63, pattern: /^(?:[0-9A-Za-z][\-.0-9A-Z_a-z]{0,62})$/u }),
  url: text({ min: 1, max: 255, pattern: /^(?:routeros\+(?:apis?|https?):\/\/[!-~]+|ovs\+unix:\/\/\/[!-~]+|host:\/\/[!-~]+)$/u }),
  platform: RouterPlatformSchema,
  pin: text({ min: 71, max: 71, pattern: /^(?:sha256:[0-9a-f]{64})$/u }).nullish(),
  insecure: z.boolean(),
  password: secretRef().nullish(),
  identity: text({ min: 0, max: 255 }).nullish(),
  version: text({ min: 1, max: 32, pattern: /^(?:[0-9]+(?:\.[0-9]+){1,3}[\-.0-9A-Za-z]*)$/u }).nullish(),
  bytesSent: u64().nullish(),
  createdAt: dateTime(-62135596800000, 253402300799999),
  updatedAt: dateTime(-62135596800000, 253402300799999),
}).check(crossFields([{ kind: "excludes", field: "pin", other: "insecure", words: [] }]));

/** A wish to control a router. The password never travels in it in clear: it is stored first and referred to. */
export interface AddRouterInput {
  readonly name: string;
  readonly url: string;
  readonly pin?: string | null | undefined;
  readonly insecure: boolean;
  readonly password?: string | null | undefined;
  /** Stores the router without connecting to it. */
  readonly offline: boolean;
  /** Interfaces that virtual interfaces may use as a parent; any where it is empty. */
  readonly parents: ReadonlyArray<string>;
}
export const AddRouterInputSchema = z.strictObject({
  name: text({ min: 1, max: 63, pattern: /^(?:[0-9A-Za-z][\-.0-9A-Z_a-z]{0,62})$/u }),
  url: text({ min: 1, max: 255, pattern: /^(?:routeros\+(?:apis?|https?):\/\/[!-~]+|ovs\+unix:\/\/\/[!-~]+)$/u }),
  pin: text({ min: 71, max: 71, pattern: /^(?:sha256:[0-9a-f]{64})$/u }).nullish(),
  insecure: z.boolean().default(false),
  password: secretRef().nullish(),
  offline: z.boolean().default(false),
  parents: items({ min: 0, max: 32, unique: true }, text({ min: 1, max: 64 })).default([]),
}).check(crossFields([{ kind: "excludes", field: "pin", other: "insecure", words: [] }]));

/** A change to a router. */
export interface UpdateRouterInput {
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly pin?: string | null | undefined;
  readonly insecure?: boolean | undefined;
  readonly password?: string | null | undefined;
}
export const UpdateRouterInputSchema = z.strictObject({
  name: text({ min: 1, max: 63, pattern: /^(?:[0-9A-Za-z][\-.0-9A-Z_a-z]{0,62})$/u }).optional(),
  url: text({ min: 1, max: 255, pattern: /^(?:routeros\+(?:apis?|https?):\/\/[!-~]+|ovs\+unix:\/\/\/[!-~]+)$/u }).optional(),
  pin: text({ min: 71, max: 71, pattern: /^(?:sha256:[0-9a-f]{64})$/u }).nullish(),
  insecure: z.boolean().optional(),
  password: secretRef().nullish(),
}).check(crossFields([{ kind: "excludes", field: "pin", other: "insecure", words: [] }]));

/** A WireGuard client of the router. */
export interface WireGuardClient {
  readonly uuid: string;
  readonly name: string;
  /** A secret: do not log it. */
  readonly privateKey: string;
  readonly listenPort: number;
}
export const WireGuardClientSchema = z.strictObject({
  uuid: text({ min: 1, max: 128 }),
  name: text({ min: 1, max: 100 }),
  privateKey: text({ min: 0, max: 1024, pattern: /^(?:[+/0-9A-Za-z]{43}=)$/u }),
  listenPort: integer(1, 65535),
});

/** A VLAN interface that no service stands behind. */
export interface Vlan {
  readonly uuid: string;
  readonly name: string;
  /** The VLAN id. */
  readonly vlanId: number;
  /** The interface or bridge that carries it. */
  readonly parent: string;
  readonly mtu?: number | null | undefined;
  /** Whether it is up. */
  readonly running?: boolean | null | undefined;
}
export const VlanSchema = z.strictObject({
  uuid: text({ min: 1, max: 128 }),
  name: text({ min: 1, max: 64, pattern: /^(?:[\-.0-9A-Z_a-z]+)$/u }),
  vlanId: integer(1, 4094),
  parent: text({ min: 1, max: 64 }),
  mtu: integer(68, 65535).nullish(),
  running: z.boolean().nullish(),
});

/** A rule of the IPv4 firewall filter. It stands before every rule that nnc did not make, and after those of steering. */
export interface FirewallRule {
  readonly uuid: string;
  /** What the user calls it. */
  readonly name: string;
  /** The chain, such as `input` or `forward`. */
  readonly chain: string;
  readonly action: FirewallAction;
  /** Where it stands among the rules of its chain: lower first. Rules of one number, and those without, are in any order. */
  readonly order?: number | null | undefined;
  readonly srcAddress?: string | null | undefined;
  readonly dstAddress?: string | null | undefined;
  /** The interface that the packet came in by. */
  readonly inInterface?: string | null | undefined;
  /** The interface that the packet leaves by. */
  readonly outInterface?: string | null | undefined;
  /** The protocol, such as `tcp`. */
  readonly protocol?: string | null | undefined;
  /** Ports and ranges of ports, such as `22,8000-8080`. */
  readonly dstPort?: string | null | undefined;
  /** Whether what it matches is logged. */
  readonly log?: boolean | null | undefined;
  /** How many bytes it matched. */
  readonly bytes?: bigint | null | undefined;
  /** How many packets it matched. */
  readonly packets?: bigint | null | undefined;
}
export const FirewallRuleSchema = z.strictObject({
  uuid: text({ min: 1, max: 128 }),
  name: text({ min: 1, max: 63, pattern: /^(?:[0-9a-z](?:[\-0-9a-z]{0,61}[0-9a-z])?)$/u }),
  chain: text({ min: 1, max: 64, pattern: /^(?:[\-.0-9A-Z_a-z]+)$/u }),
  action: FirewallActionSchema,
  order: integer(0, 65535).nullish(),
  srcAddress: ipPrefix({ version: 4, noHostBits: true }).nullish(),
  dstAddress: ipPrefix({ version: 4, noHostBits: true }).nullish(),
  inInterface: text({ min: 1, max: 64 }).nullish(),
  outInterface: text({ min: 1, max: 64 }).nullish(),
  protocol: text({ min: 1, max: 16, pattern: /^(?:[\-0-9a-z]+)$/u }).nullish(),
  dstPort: text({ min: 1, max: 100, pattern: /^(?:[0-9]+(?:-[0-9]+)?(?:,[0-9]+(?:-[0-9]+)?)*)$/u }).nullish(),
  log: z.boolean().nullish(),
  bytes: u64().nullish(),
  packets: u64().nullish(),
}).check(crossFields([{ kind: "requires", field: "dstPort", other: "protocol", words: ["tcp", "udp", "udp-lite", "dccp", "sctp", "6", "17", "33", "132", "136"] }, { kind: "excludes", field: "inInterface", other: "chain", words: ["output"] }, { kind: "excludes", field: "outInterface", other: "chain", words: ["input"] }]));

/** Anything that nnc keeps under a uuid and has a history of. */
export type Resource =
  | (VirtualInterface & { readonly __typename: "VirtualInterface" })
  | (ServiceInstance & { readonly __typename: "ServiceInstance" })
  | (SteeringRule & { readonly __typename: "SteeringRule" })
  | (Router & { readonly __typename: "Router" })
  | (WireGuardClient & { readonly __typename: "WireGuardClient" })
  | (Vlan & { readonly __typename: "Vlan" })
  | (FirewallRule & { readonly __typename: "FirewallRule" });
export const ResourceSchema = z.discriminatedUnion("__typename", [
  VirtualInterfaceSchema.safeExtend({ __typename: z.literal("VirtualInterface") }),
  ServiceInstanceSchema.safeExtend({ __typename: z.literal("ServiceInstance") }),
  SteeringRuleSchema.safeExtend({ __typename: z.literal("SteeringRule") }),
  RouterSchema.safeExtend({ __typename: z.literal("Router") }),
  WireGuardClientSchema.safeExtend({ __typename: z.literal("WireGuardClient") }),
  VlanSchema.safeExtend({ __typename: z.literal("Vlan") }),
  FirewallRuleSchema.safeExtend({ __typename: z.literal("FirewallRule") }),
]);

/** Every schema by the name of its type. */
export const SCHEMAS = {
  VirtualInterface: VirtualInterfaceSchema,
  CreateVirtualInterfaceInput: CreateVirtualInterfaceInputSchema,
  UpdateVirtualInterfaceInput: UpdateVirtualInterfaceInputSchema,
  ServiceInstance: ServiceInstanceSchema,
  VlanPool: VlanPoolSchema,
  VlanPoolStatus: VlanPoolStatusSchema,
  VlanAllocation: VlanAllocationSchema,
  UpdateVlanPoolInput: UpdateVlanPoolInputSchema,
  DeviceSelector: DeviceSelectorSchema,
  DeviceSelectorInput: DeviceSelectorInputSchema,
  SteeringRule: SteeringRuleSchema,
  CreateSteeringRuleInput: CreateSteeringRuleInputSchema,
  SwitchSteeringRuleInput: SwitchSteeringRuleInputSchema,
  Router: RouterSchema,
  AddRouterInput: AddRouterInputSchema,
  UpdateRouterInput: UpdateRouterInputSchema,
  WireGuardClient: WireGuardClientSchema,
  Vlan: VlanSchema,
  FirewallRule: FirewallRuleSchema,
  Resource: ResourceSchema,
} satisfies {
  VirtualInterface: z.ZodType<VirtualInterface>;
  CreateVirtualInterfaceInput: z.ZodType<CreateVirtualInterfaceInput>;
  UpdateVirtualInterfaceInput: z.ZodType<UpdateVirtualInterfaceInput>;
  ServiceInstance: z.ZodType<ServiceInstance>;
  VlanPool: z.ZodType<VlanPool>;
  VlanPoolStatus: z.ZodType<VlanPoolStatus>;
  VlanAllocation: z.ZodType<VlanAllocation>;
  UpdateVlanPoolInput: z.ZodType<UpdateVlanPoolInput>;
  DeviceSelector: z.ZodType<DeviceSelector>;
  DeviceSelectorInput: z.ZodType<DeviceSelectorInput>;
  SteeringRule: z.ZodType<SteeringRule>;
  CreateSteeringRuleInput: z.ZodType<CreateSteeringRuleInput>;
  SwitchSteeringRuleInput: z.ZodType<SwitchSteeringRuleInput>;
  Router: z.ZodType<Router>;
  AddRouterInput: z.ZodType<AddRouterInput>;
  UpdateRouterInput: z.ZodType<UpdateRouterInput>;
  WireGuardClient: z.ZodType<WireGuardClient>;
  Vlan: z.ZodType<Vlan>;
  FirewallRule: z.ZodType<FirewallRule>;
  Resource: z.ZodType<Resource>;
};
