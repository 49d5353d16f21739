// Makes a way out through a service, sends a device through it, and checks that nothing of it can leave another way.

import { withRouter } from "./support/router.mjs";

await withRouter(async ({ home }) => {
  await home.virtualInterfaces.create({ interfaces: [{ name: "tor-usa", service: "tor" }] });
  await home.steeringRules.add({ device: "192.168.88.50", via: "tor-usa", ipv4Only: true });

  for (const vif of await home.virtualInterfaces.list()) {
    console.log(`${vif.name}: VLAN ${vif.vlanId}, ${vif.ipAddress}, the service binds ${vif.serviceAddress}`);
  }
  const { judged, leaks, undecided } = await home.verifyLeaks();
  console.log(`judged ${judged.join(", ")}: ${leaks.length + undecided.length === 0 ? "nothing leaks" : "it leaks"}`);
  for (const leak of leaks) console.log(`  ${leak.summary}`);
  process.exitCode = leaks.length + undecided.length === 0 ? 0 : 4;
});
