// Calls that are let go of by an `AbortSignal`.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";

import * as nnc from "nnc";

import { PASSWORD, folder, home, program, simulator } from "./support.mjs";

test("a call that was let go of before it began is not made", async (t) => {
  const { router } = await home(t);
  const interfaces = [{ name: "tor-usa", service: "tor" }];
  await assert.rejects(
    router.virtualInterfaces.create({ interfaces }, { signal: AbortSignal.abort() }),
    (error) => error.name === "AbortError",
  );
  assert.deepEqual(await router.virtualInterfaces.list(), []);
});

test("a change that is let go of goes on to its end", async (t) => {
  const { nnc: opened, router } = await home(t);
  const merged = opened.events({ kind: "apply.merged" });
  const controller = new AbortController();
  const reason = new Error("not interested any more");
  const interfaces = [{ name: "tor-usa", service: "tor" }];
  const creating = router.virtualInterfaces.create({ interfaces }, { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(creating, (error) => error === reason);
  assert.equal((await merged.next()).value.kind, "apply.merged");
  merged.close();
  assert.deepEqual((await router.virtualInterfaces.list()).map((vif) => vif.instance), ["tor-usa"]);
});

test("a change that is let go of keeps the process until its end", async (t) => {
  const sim = await simulator();
  t.after(() => sim.stop());
  const path = folder(t);
  const opened = await nnc.open({ path });
  await opened.addRouter({ name: "home", url: sim.url, password: PASSWORD });
  const out = await program(
    `import * as nnc from "nnc";
    const router = await (await nnc.open({ path: process.env.DATA })).router({ name: "home" });
    const controller = new AbortController();
    const interfaces = [{ name: "tor-usa", service: "tor" }];
    const creating = router.virtualInterfaces.create({ interfaces }, { signal: controller.signal });
    controller.abort();
    await creating.catch((error) => console.log(error.name));`,
    { env: { DATA: path } },
  );
  assert.equal(out, "AbortError\n");
  const router = await opened.router({ name: "home" });
  assert.deepEqual((await router.virtualInterfaces.list()).map((vif) => vif.instance), ["tor-usa"]);
});

test("a signal that outlives its calls keeps nothing of them", async (t) => {
  const { router } = await home(t);
  const { signal } = new AbortController();
  for (let call = 0; call < 20; call += 1) await router.virtualInterfaces.list({ signal });
  await assert.rejects(router.virtualInterfaces.get({ instance: "nowhere" }, { signal }), nnc.NncError);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("a stream ends with its signal", async (t) => {
  const { nnc: opened } = await home(t);
  const controller = new AbortController();
  const events = opened.events({}, { signal: controller.signal });
  const waiting = events.next();
  controller.abort();
  assert.deepEqual(await waiting, { value: undefined, done: true });
});

test("what is no signal is refused as any other argument", async (t) => {
  const { nnc: opened, router } = await home(t);
  for (const signal of [null, 7, "abort", {}]) {
    const refused = (error) => {
      assert.ok(error instanceof nnc.NncError);
      assert.equal(error.context["finding.0"], "wrong-type /signal");
      return true;
    };
    await assert.rejects(router.virtualInterfaces.list({ signal }), refused);
    assert.throws(() => opened.events({}, { signal }), refused);
  }
});
