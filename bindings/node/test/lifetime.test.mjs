// What lives how long: the process, streams, handles.

import assert from "node:assert/strict";
import { test } from "node:test";

import { folder, program, simulator, PASSWORD } from "./support.mjs";

const open = (t) => `
  import * as nnc from "nnc";
  const opened = await nnc.open({ path: ${JSON.stringify(folder(t))} });
`;

test("a process ends with streams open", async (t) => {
  await program(`${open(t)}
    globalThis.feeds = [opened.events(), opened.events({ kind: "apply" })];
    opened.events().unref().next();
    opened.events().unref().listen(() => {});
    nnc.log("trace", () => {});
  `);
});

test("a process stays for who waits, and can be ended all the same", async (t) => {
  const out = await program(`${open(t)}
    opened.events().next();
    setTimeout(() => { console.log("still here"); process.exit(0); }, 50).unref();
  `);
  assert.equal(out, "still here\n");
});

test("letting go of what waits lets the process end", async (t) => {
  await program(`${open(t)}
    const feed = opened.events();
    feed.next();
    feed.unref();
    const other = opened.events();
    other.listen(() => {});
    other.close();
  `);
});

test("a worker can use nnc, and end with streams open", async (t) => {
  const out = await program(`
    import { Worker } from "node:worker_threads";
    const text = ${JSON.stringify(`
      const nnc = require("nnc");
      nnc.open({ path: ${JSON.stringify(folder(t))} }).then(async (opened) => {
        opened.events().next();
        require("node:worker_threads").parentPort.postMessage(await nnc.version());
        process.exit(0);
      });
    `)};
    const { version } = await import("nnc");
    const worker = new Worker(text, { eval: true, execArgv: [] });
    worker.on("message", async (said) => console.log(said === (await version())));
  `);
  assert.equal(out, "true\n");
});

test("a change goes on when nobody waits for it any more", async (t) => {
  const sim = await simulator("--latency-ms", "5");
  t.after(() => sim.stop());
  const path = folder(t);
  const out = await program(`
    import * as nnc from "nnc";
    const opened = await nnc.open({ path: ${JSON.stringify(path)} });
    await opened.addRouter({ name: "home", url: process.env.ROUTER, password: process.env.PASSWORD });
    const merged = opened.events({ kind: "apply.merged" });
    const router = await opened.router({ name: "home" });
    router.virtualInterfaces.startCreate({ interfaces: [{ name: "tor-usa", service: "tor" }] });
    for (let i = 0; i < 3; i += 1) { globalThis.gc(); await new Promise(setImmediate); }
    await merged.next();
    console.log((await router.virtualInterfaces.list()).length);
  `, { words: ["--expose-gc"], env: { ROUTER: sim.url, PASSWORD } });
  assert.equal(out, "1\n");
});

test("what is collected is closed, and nothing grows", async (t) => {
  const cycles = process.env.NNC_SOAK === "1" ? 300_000 : 6_000;
  const out = await program(`${open(t)}
    import { createRequire } from "node:module";
    const { live } = createRequire(import.meta.url)("../lib/runtime.cjs");
    await opened.addRouter({ name: "home", url: "routeros+api://admin@127.0.0.1:1", offline: true });
    const settle = async () => {
      for (let i = 0; i < 5; i += 1) { globalThis.gc(); await new Promise(setImmediate); }
    };
    const before = live();
    const third = async (count) => {
      for (let i = 0; i < count; i += 1) {
        opened.events({ kind: "apply" });
        const router = await opened.router({ name: "home" });
        router.virtualInterfaces;
        router.steeringRules;
        if (i % 1000 === 0) await settle();
      }
      await settle();
      return process.memoryUsage.rss();
    };
    const sizes = [await third(${cycles / 3}), await third(${cycles / 3}), await third(${cycles / 3})];
    console.log(JSON.stringify({ left: live() - before, sizes }));
  `, { words: ["--expose-gc"] });
  const { left, sizes } = JSON.parse(out);
  t.diagnostic(`${cycles} cycles; resident ${sizes.map((size) => (size / 2 ** 20).toFixed(1)).join(", ")} MB after each third`);
  assert.ok(left <= 3, `${left} are still held`);
  assert.ok(sizes[2] - sizes[1] < 4 * 2 ** 20, `it grows: ${sizes}`);
});
