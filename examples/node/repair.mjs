// Finds out that somebody has changed the router behind our back, and puts it right.

import { withRouter } from "./support/router.mjs";

await withRouter(async ({ home, rest }) => {
  await home.virtualInterfaces.create({ interfaces: [{ name: "tor-usa", service: "tor" }] });
  console.log(`differences: ${(await home.drift()).differences.length}`);

  if (rest === undefined) return console.log("now change something with WinBox, and run this again");
  await somebodyElse(rest);

  for (const difference of (await home.drift()).differences) {
    console.log(`${difference.id}: ${difference.message}`);
    console.log(`  mended by: ${difference.repair}`);
  }
  await home.repair();
  console.log(`differences after the repair: ${(await home.drift()).differences.length}`);
});

/** Takes the route of the interface away, over the router's REST interface. */
async function somebodyElse(rest) {
  const headers = { authorization: `Basic ${btoa("admin:secret")}` };
  const routes = await (await fetch(`${rest}/ip/route`, { headers })).json();
  const ours = routes.find((route) => route["routing-table"] === "nnc-tor-usa" && route.gateway);
  await fetch(`${rest}/ip/route/${ours[".id"]}`, { method: "DELETE", headers });
}
