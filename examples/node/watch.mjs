// Watches what happens while a change is made: all events in a loop, and the progress of the one change.

import { withRouter } from "./support/router.mjs";

await withRouter(async ({ opened, home }) => {
  const events = opened.events({ kind: "apply", router: "home" });
  const operation = home.virtualInterfaces.startCreate({ interfaces: [{ name: "tor-usa", service: "tor" }] });
  const stop = operation.progress().listen(({ phase, done, total }) => {
    if (phase === "applying") console.log(`progress: ${done} of ${total}`);
  });

  for await (const event of events) {
    if (event.lost > 0) console.log(`(${event.lost} events were lost: this reader is too slow)`);
    console.log(`${event.at.toISOString()} ${event.kind}`);
    if (event.kind === "apply.merged") break; // which closes the stream
  }
  stop();
  const change = await operation.result();
  console.log(`${change.commands.length} rows were written`);
});
