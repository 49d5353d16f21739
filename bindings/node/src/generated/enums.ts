// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

import { z } from "zod";

/** Where a virtual interface is in its life. A create that was rolled back leaves no interface. */
export const VirtualInterfaceStatus = {
  /** It is being made on the router. */
  CREATING: "CREATING",
  /** The router confirmed it. */
  ACTIVE: "ACTIVE",
  /** It is partly there, or nobody knows, or a repair failed. */
  ERROR: "ERROR",
  /** It is being removed from the router. */
  REMOVING: "REMOVING",
} as const;
/** Where a virtual interface is in its life. A create that was rolled back leaves no interface. */
export type VirtualInterfaceStatus = (typeof VirtualInterfaceStatus)[keyof typeof VirtualInterfaceStatus];
export const VirtualInterfaceStatusSchema = z.enum(["CREATING", "ACTIVE", "ERROR", "REMOVING"]);

/** How traffic goes from the virtual interface on to the service. */
export const GatewayType = {
  /** The service routes packets itself. */
  NONE: "NONE",
  /** A tunnel carries the packets to the service's SOCKS5 port. */
  HEV_SOCKS5_TUNNEL: "HEV_SOCKS5_TUNNEL",
} as const;
/** How traffic goes from the virtual interface on to the service. */
export type GatewayType = (typeof GatewayType)[keyof typeof GatewayType];
export const GatewayTypeSchema = z.enum(["NONE", "HEV_SOCKS5_TUNNEL"]);

/** Whether the gateway of a virtual interface runs. */
export const GatewayStatus = {
  STOPPED: "STOPPED",
  STARTING: "STARTING",
  RUNNING: "RUNNING",
  FAILED: "FAILED",
} as const;
/** Whether the gateway of a virtual interface runs. */
export type GatewayStatus = (typeof GatewayStatus)[keyof typeof GatewayStatus];
export const GatewayStatusSchema = z.enum(["STOPPED", "STARTING", "RUNNING", "FAILED"]);

/** What happens to steered traffic when its way out is gone. */
export const OnFailure = {
  /** It is refused. */
  CLOSED: "CLOSED",
  /** It leaves by the main table, as if it were not steered. An explicit choice. */
  OPEN: "OPEN",
} as const;
/** What happens to steered traffic when its way out is gone. */
export type OnFailure = (typeof OnFailure)[keyof typeof OnFailure];
export const OnFailureSchema = z.enum(["CLOSED", "OPEN"]);

/** Where a service instance is in its life. */
export const ServiceInstanceStatus = {
  INSTALLED: "INSTALLED",
  STARTING: "STARTING",
  RUNNING: "RUNNING",
  STOPPED: "STOPPED",
  FAILED: "FAILED",
} as const;
/** Where a service instance is in its life. */
export type ServiceInstanceStatus = (typeof ServiceInstanceStatus)[keyof typeof ServiceInstanceStatus];
export const ServiceInstanceStatusSchema = z.enum(["INSTALLED", "STARTING", "RUNNING", "STOPPED", "FAILED"]);

/** What a VLAN id of the pool is used for. */
export const VlanAllocationState = {
  /** A virtual interface uses it. */
  ALLOCATED: "ALLOCATED",
  /** A change that is under way means to use it. */
  RESERVED: "RESERVED",
  /** It was released and rests before it is used again. */
  QUARANTINED: "QUARANTINED",
  /** It is on the router under our mark, but no virtual interface is known for it. */
  ORPHAN: "ORPHAN",
} as const;
/** What a VLAN id of the pool is used for. */
export type VlanAllocationState = (typeof VlanAllocationState)[keyof typeof VlanAllocationState];
export const VlanAllocationStateSchema = z.enum(["ALLOCATED", "RESERVED", "QUARANTINED", "ORPHAN"]);

/** What a router runs. */
export const RouterPlatform = {
  ROUTEROS: "ROUTEROS",
  OPEN_VSWITCH: "OPEN_VSWITCH",
} as const;
/** What a router runs. */
export type RouterPlatform = (typeof RouterPlatform)[keyof typeof RouterPlatform];
export const RouterPlatformSchema = z.enum(["ROUTEROS", "OPEN_VSWITCH"]);

/** What a firewall rule does with a packet. */
export const FirewallAction = {
  ACCEPT: "ACCEPT",
  DROP: "DROP",
  REJECT: "REJECT",
  LOG: "LOG",
  PASSTHROUGH: "PASSTHROUGH",
} as const;
/** What a firewall rule does with a packet. */
export type FirewallAction = (typeof FirewallAction)[keyof typeof FirewallAction];
export const FirewallActionSchema = z.enum(["ACCEPT", "DROP", "REJECT", "LOG", "PASSTHROUGH"]);
