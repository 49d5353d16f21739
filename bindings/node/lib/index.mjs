// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

import nnc from "./index.cjs";

export const { Feed, NncError, log, RouterPlatform, DriftClass, Weight, GatewayType, OnFailure, GatewayStatus, VirtualInterfaceStatus, VlanAllocationState, Layer, open, openForTest, version, Nnc, RouterHandle, Operation, VirtualInterfaces, SteeringRules, VlanPoolHandle, Resources } = nnc;
export default nnc;
