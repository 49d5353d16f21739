// Whatever is handed over: the same code, with the place of what is wrong.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";

import * as nnc from "nnc";

import { folder } from "./support.mjs";

const opened = (t) => nnc.open({ path: folder(t) });

async function router(t) {
  const nnc = await opened(t);
  await nnc.addRouter({ name: "home", url: "routeros+api://admin@127.0.0.1:1", offline: true });
  return nnc.router({ name: "home" });
}

/** The call must be refused with just these findings. */
async function refused(call, ...findings) {
  await assert.rejects(
    async () => call(),
    (error) => {
      assert.ok(error instanceof nnc.NncError, String(error?.stack));
      assert.deepEqual([error.code, error.kind, error.retryable], ["invalid-argument", "invalid", false]);
      assert.deepEqual(Object.values(error.context), findings);
      for (const finding of findings) assert.ok(error.message.includes(`[${finding.split(" ")[0]}]`), error.message);
      return true;
    },
  );
}

const cyclic = () => {
  const value = { list: [] };
  value.list.push(value);
  return value;
};
/** Small, but with so many ways through it that nobody can follow them all. */
const bush = () => {
  let value = { leaf: 1 };
  for (let depth = 0; depth < 60; depth += 1) value = { a: value, b: value };
  return value;
};
const throwing = () => {
  throw new Error("canary-from-a-getter");
};

test("what is no text is told", async (t) => {
  const home = await router(t);
  const values = [
    7, 1e40, NaN, Infinity, true, 10n ** 40n, 2n ** 5000n, [], {}, new Date(), new Date(NaN), () => {}, Symbol("s"), "\ud800",
    "a\udc00b", new Map(), new Uint8Array(3), Promise.resolve("tor"), cyclic(), bush(), new Proxy({}, { ownKeys: throwing }),
    new Proxy({ a: 1 }, { get: throwing }), runInContext("({})", createContext()),
  ];
  for (const instance of values) {
    const get = () => home.virtualInterfaces.get({ instance });
    await refused(get, "wrong-type /instance");
  }
  await refused(() => home.virtualInterfaces.get({ instance: null }), "null-not-allowed /instance");
  await refused(() => home.virtualInterfaces.get({ instance: undefined }), "missing-field /instance");
  await refused(() => home.virtualInterfaces.get({}), "missing-field /instance");
  await refused(() => home.virtualInterfaces.get(), "missing-field /instance");
  await refused(() => home.virtualInterfaces.get(null), "wrong-type ");
  await refused(() => home.virtualInterfaces.get("tor"), "wrong-type ");
  await refused(() => home.virtualInterfaces.get({ instance: "a\nb" }), "control-character /instance");
  await refused(() => home.virtualInterfaces.get({ instance: "a\u0000b" }), "control-character /instance");
  await refused(() => home.virtualInterfaces.get({ instance: "a", other: 1 }), "unknown-field /other");
  await refused(() => home.virtualInterfaces.get({ instance: "a", "\ud800": 1 }), "unknown-field /\ufffd");
  await refused(() => home.virtualInterfaces.get({ get instance() { return throwing(); } }), "wrong-type /instance");
  await refused(() => home.virtualInterfaces.get(new Proxy({}, { ownKeys: throwing })), "wrong-type ");
});

test("all that is wrong is told at once, each with its place", async (t) => {
  const home = await router(t);
  const interfaces = [{ name: "TOR", service: "tor", vlanId: 1.5 }, { service: 5n, dns: "::1", ipv6: 1 }, undefined];
  await refused(
    () => home.virtualInterfaces.create({ interfaces, dryRun: "no" }),
    "wrong-type /dryRun",
    "pattern-mismatch /interfaces/0/name",
    "not-integer /interfaces/0/vlanId",
    "wrong-family /interfaces/1/dns",
    "wrong-type /interfaces/1/ipv6",
    "missing-field /interfaces/1/name",
    "wrong-type /interfaces/1/service",
    "wrong-type /interfaces/2",
  );
});

test("numbers keep all their digits on the way in", async (t) => {
  const home = await router(t);
  const history = (limit) => () => home.resources.history({ which: "vif/a", limit });
  for (const limit of [1e40, -1e40, 2n ** 64n, -(2n ** 70n), 0, -0, 10_001, 2 ** 53]) {
    await refused(history(limit), "out-of-range /limit");
  }
  await refused(history(2n ** 5000n), "wrong-type /limit");
  await refused(history(0.5), "not-integer /limit");
  await refused(history("7"), "wrong-type /limit");
  const seeded = (seed) => nnc.openForTest({ path: folder(t), seed, time: new Date(0) });
  await seeded(2n ** 64n - 1n);
  await refused(() => seeded(2n ** 64n), "out-of-range /seed");
  await refused(() => seeded(-1n), "out-of-range /seed");
});

test("calls that do not wait throw at once", async (t) => {
  const [one, home] = [await opened(t), await router(t)];
  await refused(() => one.events({ capacity: 0 }), "out-of-range /capacity");
  assert.throws(() => one.events({ kind: 5 }), nnc.NncError);
  assert.throws(() => home.virtualInterfaces.startDelete({ instances: [] }), { code: "invalid-argument" });
  await refused(() => one.events().nextBatch(0), "out-of-range /most");
  await refused(() => one.events().listen("no function"), "wrong-type /onItem");
  await refused(() => nnc.log("loud", () => {}), "unknown-value /level");
});

test("a secret is in no error", async (t) => {
  const one = await opened(t);
  const secret = "canary-4712";
  for (const password of [{ secret }, [secret], `${secret}\ud800`]) {
    await assert.rejects(one.addRouter({ name: "x", url: "routeros+api://a@127.0.0.1:1", password }), (error) => {
      assert.equal(error.context["finding.0"], "wrong-type /password");
      assert.ok(!`${error.stack}${JSON.stringify(error)}`.includes(secret));
      return true;
    });
  }
});

test("a handle is no constructor's business", async () => {
  await assert.rejects(async () => new nnc.Nnc({}).routers());
  assert.throws(() => new nnc.RouterHandle("x").virtualInterfaces);
});
