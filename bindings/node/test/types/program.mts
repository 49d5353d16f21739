// What users write; it only has to compile. Lines under @ts-expect-error must not.

import * as nnc from "nnc";
import { type Change, type CreateVirtualInterfaceInput, type DeviceSelector, GatewayType, NncError } from "nnc";
import { VirtualInterfaceSchema, validate } from "nnc/schemas";

const opened: nnc.Nnc = await nnc.open({ path: "data", wait: 5_000, actor: null });
const router: nnc.RouterHandle = await opened.router({ name: "home" });
const wish: CreateVirtualInterfaceInput = { name: "tor-usa", service: "tor", gatewayType: GatewayType.NONE, onFailure: "OPEN" };
const change: Change = await router.virtualInterfaces.create({ interfaces: [wish], dryRun: true });
const commands: ReadonlyArray<string> = change.commands;
const hash: string | null = change.planHash;

for (const vif of await router.virtualInterfaces.list()) {
  const since: Date = vif.createdAt;
  const through: string | null | undefined = vif.through;
  const status: "CREATING" | "ACTIVE" | "ERROR" | "REMOVING" = vif.status;
  console.log(since, through, status);
}
for (const entry of await router.resources.history({ which: "vif/tor-usa" })) {
  const seq: bigint = entry.seq;
  const before: unknown = entry.changes[0]?.before;
  console.log(seq, before);
}
const at: nnc.ResourceAt | null = await router.resources.at({ which: "vif/tor-usa", time: new Date(), layers: ["CONFIGURATION"] });
const selector: DeviceSelector | undefined = (await router.steeringRules.list())[0]?.device;

const operation: nnc.Operation = router.virtualInterfaces.startCreate({ interfaces: [wish] });
for await (const progress of operation.progress()) console.log(progress.phase, progress.done);
const patient = await router.virtualInterfaces.list({ signal: AbortSignal.timeout(5_000) });
await router.virtualInterfaces.get({ instance: "tor-usa" }, { signal: new AbortController().signal });
// @ts-expect-error a number is no signal
await router.virtualInterfaces.get({ instance: "tor-usa" }, { signal: 7 });
console.log(patient.length);
const events: nnc.Feed<nnc.Event> = opened.events();
const stop: () => void = events.listen((event) => console.log(event.kind), (error?: unknown) => console.log(error));
stop();
nnc.log("info", (record) => console.log(record.message, record.fields["router"]));

try {
  await router.recover();
} catch (error) {
  if (error instanceof NncError && error.kind === "unavailable" && error.retryable) console.log(error.code, error.context["finding.0"]);
}
const judged = validate(VirtualInterfaceSchema, "{}");
if (judged.ok) console.log(judged.value.name);
console.log(commands, hash, at, selector);

class Own implements nnc.HostRouter {
  version(): string {
    return "7.22.3";
  }
  async identity(): Promise<string> {
    return "own";
  }
  read(menu: string): Record<string, string>[] {
    return [{ ".id": "*1", name: menu }];
  }
  async write(_menu: string, verb: string, values: Record<string, string>): Promise<string | null> {
    return verb === "add" ? (values["name"] ?? null) : null;
  }
  begin(): void {}
  async commit(): Promise<void> {}
  rollBack(): void {}
}
const own: nnc.Router = await opened.attachRouter({ name: "own" }, new Own());
console.log(own.identity);

// @ts-expect-error a router has more to do
await opened.attachRouter({ name: "own" }, { version: () => "7.22.3" });
// @ts-expect-error a version is a text
const version: nnc.HostRouter["version"] = () => 7;
console.log(version);
// @ts-expect-error a name is needed
await opened.router({});
// @ts-expect-error arguments have names
await opened.router("home");
// @ts-expect-error no such field
await router.virtualInterfaces.create({ interfaces: [{ name: "a", service: "tor", vlan: 5 }] });
// @ts-expect-error no such word
await router.virtualInterfaces.create({ interfaces: [{ name: "a", service: "tor", onFailure: "MAYBE" }] });
// @ts-expect-error handles come from other handles
new nnc.RouterHandle();
// @ts-expect-error records are read only
change.changed = false;
// @ts-expect-error a seed is a bigint
await nnc.openForTest({ path: "data", seed: 5, time: new Date() });
