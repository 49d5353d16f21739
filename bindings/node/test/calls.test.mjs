// Calls, their answers, and their errors.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as nnc from "nnc";

import { PASSWORD, folder, home } from "./support.mjs";

test("virtual interfaces are created, listed and deleted", async (t) => {
  const { router } = await home(t);
  const vifs = router.virtualInterfaces;
  const change = await vifs.create({
    interfaces: [
      { name: "tor-usa", service: "tor" },
      { name: "tor-peru", service: "tor", dns: "10.99.7.7", onFailure: nnc.OnFailure.OPEN },
    ],
  });
  assert.equal(change.changed, true);
  assert.equal(change.dryRun, false);
  assert.match(change.commands.join("\n"), /^\/interface vlan add .*name=nnc-tor-usa/m);

  const list = await vifs.list();
  assert.deepEqual(
    list.map((vif) => [vif.instance, vif.name, vif.status, vif.onFailure, vif.dns]),
    [
      ["tor-peru", "nnc-tor-peru", "ACTIVE", "OPEN", "10.99.7.7"],
      ["tor-usa", "nnc-tor-usa", "ACTIVE", "CLOSED", null],
    ],
  );
  assert.ok(list[0].createdAt instanceof Date && Math.abs(list[0].createdAt - Date.now()) < 60_000);
  assert.deepEqual(await vifs.get({ instance: "tor-usa" }), list[1]);

  const deleted = await vifs.delete({ instances: ["tor-usa", "tor-peru"] });
  assert.equal(deleted.changed, true);
  assert.deepEqual(await vifs.list(), []);
});

test("a refusal has its code, its kind and the caller's stack", async (t) => {
  const { router } = await home(t);
  async function theCaller() {
    return await router.virtualInterfaces.get({ instance: "nowhere" });
  }
  await assert.rejects(theCaller(), (error) => {
    assert.ok(error instanceof nnc.NncError && error instanceof Error);
    assert.equal(error.name, "NncError");
    assert.deepEqual([error.code, error.kind, error.retryable], ["vif-not-found", "not-found", false]);
    assert.match(error.message, /nowhere/);
    assert.match(error.stack, /theCaller/);
    return true;
  });
});

test("a wrong password is refused and told nowhere", async (t) => {
  const { nnc: opened, sim } = await home(t);
  const wrong = `${PASSWORD}-not`;
  await assert.rejects(opened.addRouter({ name: "other", url: sim.url, password: wrong }), (error) => {
    assert.equal(error.code, "login-failed");
    assert.ok(!`${error.message}${error.stack}${JSON.stringify(error)}`.includes(wrong));
    return true;
  });
});

test("the version is that of the package", async () => {
  assert.equal(await nnc.version(), "0.1.0");
});

test("what stands where a data directory should be is told", async (t) => {
  await assert.rejects(nnc.open({ path: `${folder(t)}/a\u0000b` }), { code: "invalid-argument" });
  await assert.rejects(nnc.open({ path: "/proc/nowhere" }), (error) => error instanceof nnc.NncError);
});

test("what a program does to a list is not in the next one", async (t) => {
  const { router } = await home(t);
  const vifs = router.virtualInterfaces;
  await vifs.create({ interfaces: Array.from({ length: 10 }, (_, i) => ({ name: `vif-${i}`, service: "tor" })) });
  const first = await vifs.list();
  const untouched = structuredClone(first);
  assert.throws(() => {
    first[0].name = "mine";
  }, TypeError);
  first[0].createdAt.setTime(0);
  first.length = 1;
  assert.deepEqual(await vifs.list(), untouched);
  await vifs.delete({ instances: ["vif-0"] });
  assert.deepEqual(await vifs.list(), untouched.slice(1));
});
