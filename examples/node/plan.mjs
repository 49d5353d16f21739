// Shows what a change would do, and writes nothing.

import { NncError } from "nnc";

import { withRouter } from "./support/router.mjs";

await withRouter(async ({ home }) => {
  const interfaces = [{ name: "tor-usa", service: "tor", dns: "10.99.7.7" }];
  const plan = await home.virtualInterfaces.create({ interfaces, dryRun: true });
  for (const command of plan.commands) console.log(command);
  console.log(`plan ${plan.planHash}: ${plan.commands.length} rows; ${(await home.virtualInterfaces.list()).length} interfaces are there`);

  try {
    await home.virtualInterfaces.create({ interfaces: [{ name: "Tor USA", service: "tor", vlanId: 1 }], dryRun: true });
  } catch (error) {
    if (!(error instanceof NncError)) throw error;
    console.log(`refused: ${error.code}: ${Object.values(error.context).join(", ")}`);
  }
});
