// Streams and operations.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as nnc from "nnc";

import { home } from "./support.mjs";

const interfaces = [{ name: "tor-usa", service: "tor" }];

test("events come in order, to `for await` and to a callback", async (t) => {
  const { nnc: opened, router } = await home(t);
  const events = opened.events({ kind: "apply", router: "home" });
  const heard = [];
  const merged = new Promise((resolve) => {
    const stop = opened.events({ kind: "apply" }).listen((event) => {
      heard.push(event.kind);
      if (event.kind === "apply.merged") {
        stop();
        resolve();
      }
    });
  });
  await router.virtualInterfaces.create({ interfaces });
  const seen = [];
  for await (const event of events) {
    assert.ok(event.at instanceof Date);
    assert.equal(event.lost, 0);
    assert.ok(event.details.some(({ name, value }) => name === "router" && value === "home"));
    seen.push(event.kind);
    if (event.kind === "apply.merged") break;
  }
  assert.deepEqual([seen[0], seen.at(-1)], ["apply.validated", "apply.merged"]);
  await merged;
  assert.deepEqual(heard, seen);
  // `break` has closed it.
  assert.deepEqual(await events.next(), { value: undefined, done: true });
});

test("several readers of one stream get each item once", async (t) => {
  const { nnc: opened, router } = await home(t);
  const events = opened.events({ kind: "apply" });
  const three = [events.next(), events.next(), events.nextBatch(1)];
  await router.virtualInterfaces.create({ interfaces });
  const [first, second, [third]] = await Promise.all(three);
  assert.deepEqual([first.value.kind, second.value.kind, third.kind], ["apply.validated", "apply.intent-logged", "apply.armed"]);
  events.close();
});

test("a slow reader is told how many it lost", async (t) => {
  const { nnc: opened, router } = await home(t);
  const events = opened.events({ kind: "apply", capacity: 2 });
  await router.virtualInterfaces.create({ interfaces });
  const batch = await events.nextBatch();
  assert.equal(batch.length, 2);
  assert.ok(batch[0].lost > 3);
  events.close();
});

test("closing ends who waits", async (t) => {
  const { nnc: opened } = await home(t);
  const events = opened.events();
  const waiting = events.next();
  events.close();
  assert.deepEqual(await waiting, { value: undefined, done: true });
  assert.deepEqual(await events.nextBatch(), []);
  const disposed = opened.events();
  await disposed[Symbol.asyncDispose]();
  assert.equal((await disposed.next()).done, true);
});

test("an error of a callback ends the stream and is told", async (t) => {
  const { nnc: opened, router } = await home(t);
  const ended = new Promise((resolve) => {
    const fail = () => {
      throw new Error("of the callback");
    };
    opened.events().listen(fail, resolve);
  });
  await router.virtualInterfaces.create({ interfaces });
  assert.equal((await ended).message, "of the callback");
});

test("an operation tells its progress and its result", async (t) => {
  const { router } = await home(t);
  const operation = router.virtualInterfaces.startCreate({ interfaces });
  assert.ok(operation instanceof nnc.Operation);
  const phases = [];
  for await (const { phase, done, total } of operation.progress()) {
    phases.push(phase);
    if (phase === "applying") assert.ok(done <= total);
  }
  const change = await operation.result();
  assert.equal(change.changed, true);
  assert.equal(phases.at(-1), "merged");
  assert.deepEqual(await operation.result(), change);
});

test("what is refused is told by the operation's result", async (t) => {
  const { router } = await home(t);
  const operation = router.virtualInterfaces.startDelete({ instances: ["nobody"] });
  await assert.rejects(operation.result(), { code: "vif-not-found" });
  for await (const { phase } of operation.progress()) assert.notEqual(phase, "merged");
});

test("an operation that is given up is taken back, and says so", async (t) => {
  const { router } = await home(t, "--latency-ms", "20");
  const operation = router.virtualInterfaces.startCreate({ interfaces });
  for await (const { phase } of operation.progress()) if (phase === "armed") break;
  await operation.cancel();
  await assert.rejects(operation.result(), { code: "rolled-back" });
  assert.deepEqual(await router.virtualInterfaces.list(), []);
});

test("the log tells what nnc does, and stops when it is told to", async (t) => {
  const heard = [];
  let stop;
  const merged = new Promise((resolve) => {
    stop = nnc.log("debug", (record) => {
      heard.push(record);
      if (record.message === "apply" && /merged/i.test(record.fields.phase ?? "")) resolve();
    });
  });
  const { router } = await home(t);
  await router.virtualInterfaces.create({ interfaces });
  await merged;
  const [record] = heard;
  assert.ok(record.at instanceof Date && record.target.startsWith("nnc") && record.lost === 0);
  stop();
  const before = heard.length;
  await router.virtualInterfaces.delete({ instances: ["tor-usa"] });
  assert.equal(heard.length, before);
});
